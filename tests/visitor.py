"""An official with a browser of their own: opens pages, fills in the forms that stand there, and sends them."""

from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from organizations.capacity import holder
from organizations.models import User
from tests.pages import Page, PageForm
from tests.sample_files import good_upload
from workflows.models import Assignment, Case

URLENCODED = "application/x-www-form-urlencoded"


class Visitor:
    """Every form is sent as the page gave it, with its token: the check against foreign forms is on."""

    def __init__(self, user: User | None = None, language: str = "") -> None:
        """`language`: what was chosen in this browser; nothing unless said."""
        self.client = Client(enforce_csrf_checks=True)
        if language:
            self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if user:
            self.client.force_login(user)

    def open(self, url: str, status: int = 200) -> Page:
        """The page at an address, after redirects."""
        response = self.client.get(url, follow=True)
        assert response.status_code == status, f"{url}: {response.status_code}"
        return Page(response.content.decode())

    def send(self, url: str, form: PageForm, **fields: Any) -> HttpResponse:
        """Send a form that stands on the page of `url`, with these fields filled in; None empties one."""
        data = {name: value for name, value in (form.data | fields).items() if value is not None}
        sent: dict[str, Any] = {"data": data}
        if form.encoding == URLENCODED:
            sent = {"data": urlencode(data, doseq=True), "content_type": URLENCODED}
        return cast(HttpResponse, self.client.post(form.action or url, **sent))

    def act(self, task: Assignment, **fields: Any) -> HttpResponse:
        """Open the page of a task, fill in what it asks, and send it."""
        url = f"/assignments/{task.pk}/"
        form = self.open(url).form("/complete/")
        return self.send(url, form, **(filled(form, task) | fields))

    def manage(self, case: Case, action: str, **fields: Any) -> HttpResponse:
        """Use one of the forms with which a case is managed."""
        url = f"/cases/{case.pk}/"
        return self.send(url, self.open(url).form(f"/{action}/"), **fields)


def visitor_for(task: Assignment, language: str = "") -> Visitor:
    """Whoever acts for the post of a task now."""
    found = holder(task.post, timezone.now())
    assert found is not None
    return Visitor(found.user, language)


def filled(form: PageForm, task: Assignment) -> dict[str, Any]:
    """What an official would fill in, by the fields that the form has. The first answer is the one that goes on."""
    fields, today = form.fields, timezone.now().date().isoformat()
    usual: dict[str, Any] = {
        "answer": fields["answer"].options[0] if "answer" in fields else None,
        "instructions": fields["instructions"].options[:2] if "instructions" in fields else None,
        "receiver": "Kepala Bagian Organisasi",
        "outside_date": today,
        "note": "Sudah dikerjakan.",
        "unsigned_reason": "Naskahnya belum kembali.",
        "same_file": "on",  # the samples are few: the same one comes again
    }
    if task.run.step.tindakan in ("menyusun", "rapat"):
        usual["file"] = good_upload(task.pk)
    if "receipt" in fields:
        usual["receipt"] = None
    if "from_outside" in fields:
        from_paper = "kelengkapan_file" in fields
        usual |= {"kelengkapan_file": good_upload(3)} if from_paper else {"from_outside": "on"}
    if "outside_party" in fields:
        usual["outside_party"] = fields["outside_party"].options[1]
    usual |= {name: each.options[:2] for name, each in fields.items() if name.startswith("chosen_")}
    return {
        name: value
        for name, value in usual.items()
        if name in fields and (value is not None or name == "receipt")
    }
