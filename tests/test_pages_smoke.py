"""Every page renders for those it is for."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast


@pytest.mark.django_db
def test_pages_render(client: Client, cast: Cast) -> None:
    assert client.get("/").status_code == 302
    assert client.get(reverse("login")).status_code == 200
    case = cast.advance(cast.start("tarakan-dpupr"), 5)
    client.force_login(cast.head)
    task = cast.tasks(case)[0]
    start = reverse("case-start", args=[case.revision_id])
    sop = reverse("sop", args=["dpupr-tarakan", "tarakan-dpupr"])
    for url in (
        "/head/",
        "/inbox/",
        f"/assignments/{task.pk}/",
        f"/cases/{case.pk}/",
        "/cases/",
        "/sops/",
        start,
        sop,
    ):
        response = client.get(url)
        assert response.status_code == 200, url
    client.force_login(cast.admin("dpupr-tarakan"))
    for url in ("/inbox/", f"/cases/{case.pk}/", "/sops/load/", sop, sop + "load/", start):
        assert client.get(url).status_code == 200, url
    client.force_login(cast.outsider)
    for url in (f"/assignments/{task.pk}/", f"/cases/{case.pk}/", sop, start, "/head/", "/sops/load/"):
        assert client.get(url).status_code == 404, url
