"""An office in which something of every kind exists, and who comes to it: the stage of tests.test_audience."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.utils import timezone

from activity.models import Notice, NoticeKind
from documents.archive.packing import package_waiting
from documents.models import Naskah, RenderState, RetentionProposal
from documents.storing import store
from organizations.models import (
    Appointment,
    CalendarDay,
    Delegation,
    Office,
    OfficeLogo,
    RoleGrant,
    User,
)
from sops.models import ApprovalSetting, Book, BookStatus, Revision, Submission
from tests.addresses import TOKEN, urls_of
from tests.archive import archived
from tests.assessing import assessed
from tests.audience import (
    ADMIN,
    ARCHIVIST,
    COLLEAGUE,
    FAR,
    FORMER,
    GOVERNMENT,
    HEAD,
    HOLDER,
    INSPECTOR,
    NEAR,
    NOBODY,
    SUPERIOR,
    WIDE_ADMIN,
)
from tests.cast import Cast
from tests.portals import PUBLISHED, whole_portal
from tests.sample_files import image, pdf, upload
from tests.story import open_tasks, placed, signed
from workflows.feed import digest_of
from workflows.models import CalendarFeed, Case, Output, SavedSearch

TARAKAN, NEAR_OFFICE, FAR_OFFICE = "dpupr-tarakan", "dp3appkb-tarakan", "dpupr-gowa"
HOLDERS_POST = "kasubag-perencanaan-keuangan"
BEGUN, OVER = date(2026, 1, 1), date(2026, 2, 1)


def given(role: str, office: str = "", government: str = "", end: date | None = None) -> User:
    """Somebody with a role and no post."""
    number = User.objects.count()
    user = User.objects.create(username=f"uji-{number}", name=f"Uji {role} {number}", is_demo=True)
    where: dict[str, Any] = {"office": Office.objects.get(slug=office)} if office else {}
    if government:
        where = {"government": Office.objects.get(slug=government).government}
    RoleGrant.objects.create(user=user, role=role, start_date=BEGUN, end_date=end, **where)
    return user


def former(cast: Cast) -> User:
    """Who was much in the office, took part in the case, and is nothing any more."""
    user = given("admin_kantor", TARAKAN, end=OVER)
    office, post, head = Office.objects.get(slug=TARAKAN), cast.post(TARAKAN, HOLDERS_POST), cast.head
    for role in ("petugas_arsip", "inspektur"):
        RoleGrant.objects.create(user=user, role=role, office=office, start_date=BEGUN, end_date=OVER)
    RoleGrant.objects.create(
        user=user, role="admin_pemerintah", government=office.government, start_date=BEGUN, end_date=OVER
    )
    for one in (post, office.head):
        assert one
        Appointment.objects.create(user=user, post=one, kind="plh", start_date=BEGUN, end_date=OVER)
    # He received a post too, which ends with the office that he left though its days go on.
    Delegation.objects.create(
        post=post, from_user=head, to_user=user, start_date=BEGUN, end_date=date(2030, 1, 1), reason="cuti"
    )
    Case.objects.filter(office=office).update(started_by=user)
    return user


def official(office: str, post: str) -> Callable[[Cast], User]:
    return lambda cast: cast.user(office, post)


def everything_in(office: str, post: str) -> Callable[[Cast], User]:
    """The head of another office, who has all its roles too: roles add up, so where this person finds nothing, none of
    that office does."""

    def made(cast: Cast) -> User:
        user, where = cast.user(office, post), Office.objects.get(slug=office)
        for role in ("admin_kantor", "petugas_arsip", "inspektur"):
            RoleGrant.objects.create(user=user, role=role, office=where, start_date=BEGUN)
        return user

    return made


def far(cast: Cast) -> User:
    """The same of another government, who administers the whole of that."""
    user = everything_in(FAR_OFFICE, "kepala-dinas")(cast)
    government = Office.objects.get(slug=FAR_OFFICE).government
    RoleGrant.objects.create(user=user, role="admin_pemerintah", government=government, start_date=BEGUN)
    return user


def of_the_government(cast: Cast) -> User:
    """The holder of a post of the government that is above none of the office."""
    user = User.objects.create(username="uji-sekda", name="Uji Sekda", is_demo=True)
    Appointment.objects.create(user=user, post=cast.post(TARAKAN, "sekda"), start_date=BEGUN)
    return user


PERSONS: dict[str, Callable[[Cast], User | None]] = {
    NOBODY: lambda cast: None,
    HOLDER: official(TARAKAN, HOLDERS_POST),
    SUPERIOR: official(TARAKAN, "sekretaris"),
    HEAD: official(TARAKAN, "kepala-dinas"),
    GOVERNMENT: of_the_government,
    COLLEAGUE: official(TARAKAN, "staf-umum"),
    ADMIN: lambda cast: cast.admin(TARAKAN),
    ARCHIVIST: lambda cast: given("petugas_arsip", TARAKAN),
    INSPECTOR: lambda cast: cast.inspector(TARAKAN),
    WIDE_ADMIN: lambda cast: given("admin_pemerintah", government=TARAKAN),
    FORMER: former,
    NEAR: everything_in(NEAR_OFFICE, "kepala-dinas"),
    FAR: far,
}


@dataclass
class Whole:
    """The office: its case with all that hangs on it, and every address, each about something that is there."""

    cast: Cast
    case: Case
    urls: dict[str, str]
    sent: dict[str, dict[str, Any]]

    def revision_is(self, status: str) -> None:
        """The revision of the case stands there; it was sent to the holder for review."""
        Revision.objects.filter(pk=self.case.revision_id).update(status=status)

    def proposal_is(self, state: str) -> None:
        """The proposal of the archive stands there."""
        RetentionProposal.objects.filter(items__berkas__case=self.case).update(state=state)

    def prepare(self, name: str, user: User | None) -> None:
        """The state in which whoever an address is for could use it, where that is not how the office stands."""
        review = {"submit": "draf", "sign": "disetujui", "attest": "disetujui"}
        review |= dict.fromkeys(("withdraw", "agree", "initial", "send-back"), "reviu")
        if (verb := name.removeprefix("revision-")) in review:
            self.revision_is(review[verb])
        if (state := {"proposal-approve": "dinilai", "proposal-execute": "disetujui"}.get(name)) is not None:
            self.proposal_is(state)
        if user and name in ("mfa_deactivate_totp", "mfa_view_recovery_codes"):
            Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
            Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": ""})


def whole_office(cast: Cast) -> Whole:
    """Everything is there: two cases (a drafting and a signing), papers, an archive, what is personal to the holder."""
    case = placed(cast, 4)
    signed(case, cast)
    archived(case)
    package_waiting(timezone.now)
    assessed(case)
    found = urls_of(case) | personal(cast, case) | of_the_office(cast, case) | signing_of(cast)
    found |= of_the_portal(cast, case)
    somebody = {"user": cast.user(TARAKAN, "staf-umum").pk, "email": "staf@example.go.id"}
    # Sent empty, these are 404 for everybody: they say whom or what they are about in the form.
    accounts = [name for name in found if name.startswith("account-")]
    sent: dict[str, dict[str, Any]] = dict.fromkeys([*accounts, "signing-unlock"], somebody)
    sent |= {f"case-{verb}": {f"{verb}-reason": "Uji"} for verb in ("suspend", "cancel")}
    sent["pk-add"] = {"post": cast.post(TARAKAN, "staf-umum").pk, "tahun": 2026}
    return Whole(cast, case, found, sent)


def of_the_portal(cast: Cast, case: Case) -> dict[str, str]:
    """What everybody reads, and what decides about it."""
    paper = whole_portal(case, cast.head)
    return {
        "portal-pk-pdf": f"/portal/{case.office.slug}/pk/{PUBLISHED}.pdf",
        "paper-publish": f"/sign/papers/{paper.pk}/publish/",
        "paper-unpublish": f"/sign/papers/{paper.pk}/unpublish/",
    }


def signing_of(cast: Cast) -> dict[str, str]:
    """A second case, at its signing: the holder's task in it."""
    case = placed(cast, 5)
    task = open_tasks(case).get(post=cast.post(TARAKAN, HOLDERS_POST))
    return {
        "sign-refuse": f"/assignments/{task.pk}/refuse/",
        "case-add-participant": f"/cases/{case.pk}/participants/",
        "case-release": f"/cases/{case.pk}/release/",
    }


def personal(cast: Cast, case: Case) -> dict[str, str]:
    """What belongs to the holder alone."""
    holder, at = cast.user(TARAKAN, HOLDERS_POST), timezone.now()
    notice = Notice.objects.create(
        key="uji", user_id=holder.pk, kind=NoticeKind.HANDS, created_at=at, title="Uji", text="Uji",
        path=f"/cases/{case.pk}/", office_id=case.office_id,
    )  # fmt: skip
    store_ = SessionStore()
    store_.create()
    session = UserSession.objects.create(
        user=holder, ip="127.0.0.1", session_key=store_.session_key, user_agent="Uji", last_seen_at=at
    )
    coming = at.date() + timedelta(days=10)
    delegation = Delegation.objects.create(
        post=cast.post(TARAKAN, HOLDERS_POST), from_user=holder, to_user=cast.secretary, reason="cuti",
        start_date=coming, end_date=coming + timedelta(days=5),
    )  # fmt: skip
    saved = SavedSearch.objects.create(user=holder, name="Uji", query="q=uji")
    CalendarFeed.objects.create(user=holder, digest=digest_of(TOKEN), made_at=at)
    return {
        "search-forget": f"/inbox/searches/{saved.pk}/forget/",
        "notice-read": f"/notices/{notice.pk}/read/",
        "session-end": f"/akun/sesi/{session.pk}/end/",
        "delegation-shorten": f"/cuti/{delegation.pk}/shorten/",
    }


def of_the_office(cast: Cast, case: Case) -> dict[str, str]:
    """What the tests of pages do without: a paper made here, a book, a logo, roles, appointments, days."""
    office, at, by = case.office, timezone.now(), cast.head

    def kept(name: str) -> Any:
        return store(upload(f"{name}.pdf", pdf(name)), office=office, by=by, at=at)

    naskah = Naskah.objects.create(
        office=office, kind="notulen", title="Notulen", created_at=at, created_by=by,
        state=RenderState.READY, file=kept("notulen"),
    )  # fmt: skip
    paper = Output.objects.create(
        case=case, run=case.runs.earliest("id"), name="Notulen", key="notulen", naskah=naskah, created_at=at,
        created_by=by,
    )  # fmt: skip
    Book.objects.create(
        office=office, requested_at=at, status=BookStatus.DONE, total=1, size=1, sha256="0" * 64, pages=1,
        finished_at=at, file=ContentFile(pdf(), name="buku.pdf"),
    )  # fmt: skip
    OfficeLogo.objects.create(
        office=office,
        content=image(),
        media_type="image/png",
        width=1,
        height=1,
        sha256="0" * 64,
        uploaded_at=at,
    )
    done = RetentionProposal.objects.create(
        office=office, kind="pindah", state="dilaksanakan", proposed_at=at, executed_at=at,
        minutes=kept("berita-acara"),
    )  # fmt: skip
    staff = cast.post(TARAKAN, "staf-umum")
    coming = Appointment.objects.create(
        user=cast.secretary,
        post=staff,
        kind="plh",
        start_date=at.date() + timedelta(days=30),
        order_letter="1",
    )
    grant = given("petugas_arsip", TARAKAN).grants.get()
    day = CalendarDay.objects.create(office=office, date=date(2026, 12, 30), name="Uji", kind="libur_daerah")
    ApprovalSetting.objects.create(office=office, level1=cast.post(TARAKAN, HOLDERS_POST))
    Submission.objects.create(
        revision=case.revision, round=1, level1=cast.post(TARAKAN, HOLDERS_POST), by=cast.admin(TARAKAN),
        capacity="Admin", at=at,
    )  # fmt: skip
    where = f"/offices/{office.slug}"
    return {
        "naskah-pdf": f"/papers/{paper.pk}/naskah/",
        "paper-page": f"/papers/{paper.pk}/pages/1/",
        "naskah-retry": f"/papers/{paper.pk}/retry/",
        "proposal-minutes": f"/archive/proposals/{done.pk}/berita-acara.pdf",
        "staff-correct": f"{where}/staff/appointments/{coming.pk}/correct/",
        "staff-end": f"{where}/staff/appointments/{coming.pk}/end/",
        "role-end": f"{where}/roles/{grant.pk}/end/",
        "calendar-day-remove": f"/calendars/{office.slug}/days/{day.pk}/remove/",
    }
