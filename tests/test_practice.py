"""Practising: an office of one's own in which all is played and nothing counts. Each tries to break one "never"."""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from difflib import unified_diff
from functools import partial
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activity.models import Activity, Notice, NoticeKind
from activity.outbox import deliver
from activity.verification import faults
from bench.soak.postbox import Postbox
from documents.archive import retention
from documents.archive.packing import package_waiting
from documents.models import (
    Arsip,
    Authority,
    Berkas,
    BsreAccount,
    NaskahNumber,
    NumberSequence,
    Signature,
    SignedPaper,
    SigningKey,
    Way,
)
from documents.signing import auditing
from documents.signing.address import public_url
from documents.signing.pens import PracticePen, pen_of
from documents.signing.signing import content_of
from documents.signing.standing import trusted_here
from documents.signing.verifying import verified
from organizations.accounts.people import manageable
from organizations.capacity import (
    admin_capacity,
    capacities,
    grants,
    offices_of,
    posts_read_as,
    practice_capacities,
)
from organizations.delegating import NewDelegation, delegable, delegate
from organizations.demo import demo_logins
from organizations.errors import Refused as NotDelegated
from organizations.loading import load_offices
from organizations.models import Appointment, Government, Office, RoleGrant, User
from organizations.practice import open_practice_office, practice_office
from organizations.sight import offices_overseen
from organizations.yaml_reader import FaultsFound
from sopflow.mail import compose
from sopflow.monitoring import HouseCollector
from sops.models import Revision
from sops.public import find_public, short_hash
from sops.startable import startable_by
from tests.cast import Cast
from tests.pages import Page
from tests.practising import DRAFT, act, begun, machine, played
from tests.sample_files import pdf, upload
from tests.samples import COMMAND
from tests.signing_papers import PASSPHRASE, pen
from tests.story import open_tasks
from tests.visitor import Visitor
from workflows.actions import practice
from workflows.actions.complete import locked_case
from workflows.actions.practice import begin_practice, clear_idle, restart_practice
from workflows.digest import write_digests
from workflows.models import Assignment, Case, Summary
from workflows.personal.copying import write_copy
from workflows.review_dates import remind
from workflows.summarizing import refresh
from workflows.sweep import sweep
from workflows.telling import may_go

pytestmark = pytest.mark.django_db
TARAKAN = "dpupr-tarakan"
MARK = "LATIHAN – TIDAK BERLAKU"
GRAY = 0xE4  # of the mark
YEAR = timedelta(days=365)


@pytest.fixture
def learner(cast: Cast) -> User:
    """The secretary of a real office: a subordinate of its head, with an e-mail address, who has work there too."""
    User.objects.update(email="seseorang@kantor.example")
    return User.objects.get(pk=cast.secretary.pk)


@pytest.fixture
def now() -> datetime:
    """After all that the fixtures do."""
    return timezone.now() + timedelta(minutes=10)


@pytest.fixture
def case(learner: User) -> Case:
    return begun(learner)


@pytest.fixture
def done(learner: User, case: Case, now: datetime) -> Case:
    """The practice, played to its end."""
    return played(learner, case, now)


def bystanders(cast: Cast) -> list[User]:
    """Who sees everything there is to see of the learner's own office, and of others."""
    wide = User.objects.create(username="uji-luas", name="Admin luas", first_steps_at=timezone.now())
    for government in Government.objects.all():
        RoleGrant.objects.create(
            user=wide, role="admin_pemerintah", government=government, start_date=date(2026, 1, 1)
        )
    return [cast.head, cast.admin(TARAKAN), cast.inspector(TARAKAN), cast.outsider, wide]


# What it is


def test_the_learner_plays_all_posts_to_the_end_with_one_return(
    learner: User, case: Case, now: datetime
) -> None:
    visitor = Visitor(learner)
    played(learner, case, now, to="3")
    back = {"answer": "Perlu diperbaiki", "note": "Jumlahnya kurang."}
    act(learner, open_tasks(case).get(), now, **back)
    task = open_tasks(case).get()
    assert (task.run.step.nomor, task.run.round) == ("2", 2)
    assert "Jumlahnya kurang." in visitor.open(f"/assignments/{task.pk}/").text
    done = played(learner, case, now)
    assert (done.status, done.tahap) == ("selesai", "arsip")
    acted = Assignment.objects.filter(run__case=case, status="selesai").values_list("acted_as", flat=True)
    assert Counter(acted) == {"Kepala Kantor Latihan": 2, "Staf": 3, "Kepala Seksi": 2, "Sekretaris": 1}
    page = visitor.open(f"/cases/{case.pk}/").text
    assert "Tidak ada yang diarsipkan" in page
    assert "Surat pengantar" in page[page.index("Tidak ada yang diarsipkan") :]
    assert "Latihan ini selesai." in visitor.open("/latihan/").text


def test_every_page_of_it_says_that_it_is_practice(learner: User, done: Case) -> None:
    case, visitor = restart_practice(learner, at=timezone.now()), Visitor(learner)
    task = open_tasks(case).get()
    output = done.outputs.filter(naskah__isnull=False).earliest("id")
    of_cases = (f"/cases/{done.pk}/", f"/cases/{case.pk}/", f"/offices/{case.office.slug}/reassign/")
    for url in ("/latihan/", *of_cases, f"/assignments/{task.pk}/", f"/papers/{output.pk}/changes/"):
        assert MARK in visitor.open(url).text, url
    assert MARK not in visitor.open("/inbox/").text
    response = visitor.client.post(f"/assignments/{task.pk}/complete/", {})
    assert response.status_code == 403, "the token is asked for here too"


def test_beginning_twice_is_one_office_and_anew_is_a_fresh_example(
    learner: User, case: Case, now: datetime
) -> None:
    assert begin_practice(learner, at=now) == case
    assert Office.objects.filter(learner=learner).count() == 1
    visitor = Visitor(learner)
    visitor.send("/latihan/", visitor.open("/latihan/").form("/restart/"))
    case = Case.objects.select_related("office", "stream").get(pk=case.pk)
    assert case.status == "dibatalkan"
    fresh = Case.objects.get(office__learner=learner, status="berjalan")
    assert (fresh.agenda, fresh.office_id) == (f"2/{fresh.agenda_year}", case.office_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.create(
            slug="dua", name="Dua", government=case.office.government, learner=learner,
            stream=type(case.stream).objects.create(key="office:dua"),
        )  # fmt: skip


def test_an_office_of_practice_is_named_after_nobody(learner: User, case: Case) -> None:
    assert re.fullmatch(r"latihan-[0-9a-f]{10}", case.office.slug)
    for text in (learner.username, learner.nip, learner.name):
        assert text not in case.office.slug + case.office.name + case.title


def test_who_holds_no_post_anywhere_can_practise_too(now: datetime) -> None:
    new = User.objects.create(username="pegawai-baru", name="Pegawai Baru", first_steps_at=now)
    assert played(new, begun(new), now).status == "selesai"


def test_a_post_that_one_practises_with_is_handed_to_nobody(
    cast: Cast, learner: User, case: Case, now: datetime
) -> None:
    assert case.office.head
    day = now.date()
    new = NewDelegation(case.office.head, cast.head, day, day + timedelta(days=3), "cuti")
    with pytest.raises(NotDelegated, match="kantor latihan tidak dilimpahkan"):
        delegate(new, by=learner, at=timezone.now())


def test_no_post_of_a_government_is_practised_with(learner: User) -> None:
    """It belongs to no office: nothing could tell that it is not held in earnest."""
    file = practice.content(practice.OFFICE).decode()
    wide = f"{file}\njabatan_pemerintah:\n  wali-kota: {{nama: Wali Kota}}\n".encode()
    with pytest.raises(FaultsFound, match="jabatan pemerintah daerah"), transaction.atomic():
        open_practice_office(learner, ("kantor.yaml", wide), at=timezone.now())
    assert not Office.objects.filter(learner=learner).exists()


def test_beginning_does_not_ask_for_what_others_practise(
    cast: Cast, learner: User, case: Case, now: datetime
) -> None:
    with CaptureQueriesContext(connection) as queries:
        begin_practice(cast.head, at=now)
    assert not [query["sql"] for query in queries if case.office.slug in query["sql"]]


# Who sees it


def test_nobody_else_sees_it_whoever_they_are(cast: Cast, learner: User, done: Case) -> None:
    case = restart_practice(learner, at=timezone.now())
    task = open_tasks(case).get()
    paper = SignedPaper.objects.get(office=case.office)
    signature = paper.signatures.get()
    made = done.outputs.filter(naskah__isnull=False).latest("id")
    office, sop = f"/offices/{case.office.slug}", f"/sops/{case.office.slug}/balasan-surat/"
    pages = [
        *(f"/cases/{case.pk}/", f"/cases/{done.pk}/", f"/assignments/{task.pk}/"),
        *(f"/papers/{made.pk}/naskah/", f"/papers/{made.pk}/changes/"),
        *(f"/sign/papers/{paper.pk}/", f"/sign/papers/{paper.pk}/pages/1/"),
        *(
            f"{office}/{page}/"
            for page in ("staff", "agenda", "pk", "accounts", "roles", "reassign", "capaian")
        ),
        *(sop, f"/calendars/{case.office.slug}/", f"/revisions/{case.revision_id}/start/"),
    ]
    posts = [
        f"/assignments/{task.pk}/complete/", f"/cases/{case.pk}/cancel/", f"/cases/{case.pk}/comments/",
        f"/sign/signatures/{signature.pk}/scan/",
    ]  # fmt: skip
    for user in bystanders(cast):
        client = Client()
        client.force_login(user)
        assert {url: client.get(url).status_code for url in pages} == dict.fromkeys(pages, 404), user.name
        assert {url: client.post(url).status_code for url in posts} == dict.fromkeys(posts, 404), user.name


def test_no_list_of_anybody_shows_or_counts_it(cast: Cast, learner: User, now: datetime) -> None:
    own = cast.advance(cast.start("tarakan-dpupr"), 2)  # waits for the secretary
    office = f"/offices/{TARAKAN}"
    lists = [
        *(
            "/inbox/",
            "/inbox/done/",
            "/head/",
            "/cases/",
            "/sops/",
            "/archive/",
            "/archive/proposals/",
            "/sign/",
        ),
        *("/cuti/", "/notices/", "/calendars/", "/settings/", "/akun/", f"/cases/{own.pk}/"),
        *(
            f"{office}/{page}/"
            for page in ("agenda", "staff", "accounts", "roles", "pk", "capaian", "approval")
        ),
        *("/archive/srikandi.csv", "/archive/e-sakip.csv"),
    ]
    people = [learner, *bystanders(cast)]

    def shown() -> dict[tuple[str, str], tuple[int, str]]:
        found = {}
        for user in people:
            client = Client()
            client.force_login(user)
            for url in lists:
                response = client.get(url)
                text = response.content.decode(errors="replace")
                found[user.name, url] = (
                    response.status_code,
                    # what a clock says moves on while the test runs
                    re.sub(r"\d+ (menit|jam)|\d\d\.\d\d WI(B|TA|T)|value=\"\w{30,}\"", "", text),
                )
        return found

    shown()  # that somebody signed in, and that the inspector looked, is shown too
    before = shown()
    played(learner, begun(learner), now, to="6")
    restart_practice(learner, at=now)
    after = shown()
    differing = [key for key in before if before[key] != after[key]]
    assert not differing, difference(before[differing[0]][1], after[differing[0]][1])
    assert "kursi taman" not in "".join(text for _, text in after.values())


def difference(one: str, other: str) -> str:
    """The lines that differ."""
    return "\n".join(unified_diff(one.splitlines(), other.splitlines(), n=0, lineterm=""))


def test_no_question_about_the_learner_is_answered_by_practice(
    learner: User, case: Case, now: datetime
) -> None:
    played_here = {each.post.pk for each in practice_capacities(learner, now) if each.post}
    assert len(played_here) == 4
    assert not posts_read_as(learner, now) & played_here
    assert not {each.post.pk for each in capacities(learner, now) if each.post} & played_here
    assert case.office not in offices_of(learner, now)
    assert not {post.pk for post in delegable(learner, now)} & played_here
    assert not startable_by(learner, capacities(learner, now), now).filter(pk=case.revision_id).exists()
    assert all(login["office"] != case.office.slug for login in demo_logins(now))
    assert not grants(learner, now)


def test_practice_gives_no_admin_less_and_no_learner_more(
    cast: Cast, learner: User, case: Case, now: datetime
) -> None:
    office = Office.objects.select_related("government").get(slug=TARAKAN)
    admin = admin_capacity(cast.admin(TARAKAN), office, now)
    assert admin
    assert manageable(office, admin, now).filter(pk=learner.pk).exists(), (
        "still an account that the admin manages"
    )
    visitor = Visitor(learner)
    other = cast.start("tarakan-dpupr")
    for url in (f"/cases/{other.pk}/cancel/", f"/cases/{other.pk}/suspend/"):
        form = visitor.open(f"/cases/{case.pk}/").form("/cancel/")
        form.action = url
        assert visitor.send("", form).status_code == 403, "to be the head there makes nobody a head here"
    assert visitor.client.get(f"/offices/{TARAKAN}/reassign/").status_code == 404


def test_two_learners_see_only_their_own(cast: Cast, learner: User, case: Case) -> None:
    other = begun(cast.outsider)
    assert other.office_id != case.office_id
    assert Visitor(learner).client.get(f"/cases/{other.pk}/").status_code == 404
    assert Visitor(cast.outsider).client.get(f"/cases/{case.pk}/").status_code == 404
    assert other.office.government_id == case.office.government_id


def test_who_plays_a_post_there_is_no_delegate_of_it(learner: User, case: Case) -> None:
    task = open_tasks(case).get()
    visitor = Visitor(learner)
    form = visitor.open("/cuti/").form("/make/")
    assert str(task.post_id) not in form.fields["post"].options


# Numbers


def test_no_real_number_moves(cast: Cast, learner: User, now: datetime) -> None:
    cast.start("tarakan-dpupr")
    kept = list(NumberSequence.objects.order_by("id").values())
    numbers = list(NaskahNumber.objects.order_by("id").values())
    done = played(learner, begun(learner), now)
    restart_practice(learner, at=now)
    known = [row["id"] for row in kept]
    assert list(NumberSequence.objects.filter(pk__in=known).order_by("id").values()) == kept
    fresh = NumberSequence.objects.exclude(pk__in=known)
    assert set(fresh.values_list("office", flat=True)) == {done.office_id}
    assert list(NaskahNumber.objects.exclude(office=done.office).order_by("id").values()) == numbers
    [given] = NaskahNumber.objects.filter(office=done.office)
    assert given.text == f"LATIHAN/001/{now.astimezone(done.office.zone).year}"
    assert cast.start("tarakan-dpupr").agenda_number == 2


# Mail


def test_no_mail_and_no_notice_ever_comes_of_it(cast: Cast, learner: User, case: Case, settings: Any) -> None:
    at = timezone.now()
    played(learner, case, at, to="4")
    assert not Assignment.objects.filter(office=case.office, tell_at__isnull=False).exists()
    real = cast.start("tarakan-dpupr")
    later = at + YEAR
    morning = later.replace(hour=2, minute=0)
    with Postbox() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        sweep(later)
        for day in range(4):
            write_digests(morning + timedelta(days=day))
        told = Notice.objects.create(  # were one written after all
            key="uji:latihan", user_id=learner.pk, kind=NoticeKind.HANDS, created_at=at, title="Judul", text="Isi",
            path="/", office_id=case.office_id, email=learner.email, mail_after=at,
        )  # fmt: skip
        for hour in range(0, 240, 6):
            deliver(partial(shifted, morning, hour), compose, may_go)
        arrived = dict(box.arrived)
    real_notices = set(Notice.objects.exclude(office_id=case.office_id).values_list("pk", flat=True))
    assert arrived, "the real case is told of: the server works"
    assert set(arrived) <= real_notices
    told.refresh_from_db()
    assert told.mailed_at is None
    assert told.mail_dropped_at
    assert set(Notice.objects.filter(office_id=case.office_id)) == {told}
    assert not Activity.objects.filter(stream=case.stream, action="assignment.told").exists()
    assert Activity.objects.filter(stream=real.stream, action="assignment.told").exists()


def shifted(start: datetime, hours: int) -> datetime:
    return start + timedelta(hours=hours)


def test_a_stage_that_was_to_be_told_all_the_same_is_told_to_nobody(learner: User, case: Case) -> None:
    """A row with a time to tell, as no code here writes it."""
    later = timezone.now() + YEAR
    Assignment.objects.filter(run__case=case).update(tell_at=later - timedelta(days=1))
    sweep(later)
    assert not Notice.objects.filter(office_id=case.office_id).exists()


# Keys


def test_no_key_of_anybody_signs_it_whatever_is_sent(
    cast: Cast, learner: User, case: Case, now: datetime
) -> None:
    own = pen(cast.acting(TARAKAN, "sekretaris"), now).row
    before = (SigningKey.objects.count(), Authority.objects.count(), BsreAccount.objects.count())
    played(learner, case, now, to="5")
    task = open_tasks(case).get()
    page = Visitor(learner).open(f"/assignments/{task.pk}/")
    assert "passphrase" not in page.form("/complete/").fields
    act(learner, task, now, passphrase=PASSPHRASE)
    signature = Signature.objects.get(paper__office=case.office)
    assert signature.way == Way.PRACTICE
    assert signature.certificate != own.fingerprint
    assert (SigningKey.objects.count(), Authority.objects.count(), BsreAccount.objects.count()) == before
    assert not SigningKey.objects.filter(fingerprint=signature.certificate).exists()
    paper = SignedPaper.objects.select_related("file").get(office=case.office)
    [found] = verified(content_of(paper), []).signatures
    assert "LATIHAN" in found.signer
    assert learner.name not in found.signer
    assert learner.name.encode() not in content_of(paper)[content_of(paper).index(b"/ByteRange") :]


@pytest.mark.parametrize("way", ["basah", "internal", "bsre"])
def test_no_way_that_such_an_office_might_be_given_opens_a_real_key(
    cast: Cast, learner: User, case: Case, now: datetime, way: str
) -> None:
    pen(cast.acting(TARAKAN, "sekretaris"), now)
    Office.objects.filter(pk=case.office_id).update(signing_way=way)
    office = Office.objects.get(pk=case.office_id)
    [by, *_] = practice_capacities(learner, now)
    assert isinstance(pen_of(office, passphrase=PASSPHRASE, by=by, at=now), PracticePen)


def test_the_page_of_many_signatures_never_offers_it(learner: User, case: Case, now: datetime) -> None:
    played(learner, case, now, to="5")
    assert "Tidak ada" in Visitor(learner).open("/sign/").text
    assert case.title not in Visitor(learner).open("/sign/").text


def test_what_somebody_really_signed_is_no_material_for_practice(
    cast: Cast, learner: User, done: Case, now: datetime
) -> None:
    real = content_of(
        SignedPaper.objects.select_related("file").get(office=done.office)
    )  # it bears a signature
    case = restart_practice(learner, at=now)
    played(learner, case, now, to="2")
    act(
        learner, open_tasks(case).get(), now, **(DRAFT | {"cara": "unggah", "file": upload("asli.pdf", real)})
    )
    played(learner, case, now, to="5")
    paper = SignedPaper.objects.filter(office=case.office).latest("id")
    assert paper.file is None
    assert "sudah ditandatangani sungguhan" in paper.message


# Papers


def test_every_paper_bears_the_mark_on_every_page(learner: User, case: Case, now: datetime) -> None:
    visitor = Visitor(learner)
    played(learner, case, now, to="2")
    task = open_tasks(case).get()
    form = visitor.open(f"/assignments/{task.pk}/").form("/complete/")
    form.action = f"/assignments/{task.pk}/preview/surat_pengantar/"
    papers = [visitor.send("", form, **DRAFT).content]
    played(learner, case, now)
    for output in case.outputs.filter(naskah__file__isnull=False):
        made = output.naskah.file if output.naskah else None
        assert made
        papers.append(made.file.read())
    papers.append(content_of(SignedPaper.objects.select_related("file").get(office=case.office)))
    assert len(papers) >= 4
    for content in papers:
        assert is_marked(content)


def test_an_upload_that_is_signed_in_practice_is_marked_too(learner: User, case: Case, now: datetime) -> None:
    played(learner, case, now, to="2")
    act(
        learner,
        open_tasks(case).get(),
        now,
        **(DRAFT | {"cara": "unggah", "file": upload("berkas.pdf", pdf())}),
    )
    played(learner, case, now)
    content = content_of(SignedPaper.objects.select_related("file").get(office=case.office))
    assert is_marked(content)


def is_marked(content: bytes) -> bool:
    """Whether each page of a PDF bears the mark: its gray covers a part of the page that no text could."""
    with pypdfium2.PdfDocument(content) as document:
        pages = [page.render(scale=1).to_pil().convert("L") for page in document]
    found = [sum(page.histogram()[GRAY - 1 : GRAY + 2]) / (page.width * page.height) for page in pages]
    return bool(found) and min(found) > 0.005


# The archive


def test_nothing_of_it_is_filed_packed_or_proposed(learner: User, done: Case, now: datetime) -> None:
    machine(now)
    package_waiting(lambda: now)
    retention.sweep(now + 40 * YEAR)
    done = Case.objects.get(pk=done.pk)
    assert done.berkas is None
    assert not Berkas.objects.filter(office=done.office).exists()
    assert not Arsip.objects.filter(berkas__office=done.office).exists()


# Evaluation


def test_no_evaluation_counts_it_and_no_review_of_it_is_asked_for(
    learner: User, done: Case, now: datetime
) -> None:
    refresh(lambda: now)
    assert not Summary.objects.filter(revision__sop__office=done.office).exists()
    remind(now + YEAR)
    assert not Notice.objects.filter(office_id=done.office_id).exists()
    assert done.office not in offices_overseen(learner, now)


# Public pages, figures, files


def test_the_public_pages_say_practice_or_nothing(learner: User, done: Case, settings: Any) -> None:
    paper = SignedPaper.objects.get(office=done.office)
    response = Client().get(public_url(paper.token).removeprefix(settings.SITE_URL))
    page = Page(response.content.decode())
    assert MARK in page.text
    assert learner.name not in page.text
    assert paper.title not in page.text
    revision = Revision.objects.select_related("sop__office").get(pk=done.revision_id)
    assert find_public(done.office.slug, revision.sop.slug, short_hash(revision)) is None


def test_the_figures_of_the_house_do_not_count_it(learner: User, case: Case) -> None:
    before = figures()
    Assignment.objects.filter(run__case=case).update(
        due_at=timezone.now() - YEAR, late_at=timezone.now() - YEAR
    )
    assert (
        before["sopflow_open_assignments"]
        == Assignment.objects.exclude(office=case.office).filter(status="terbuka").count()
    )
    assert figures() == before


def figures() -> dict[str, float]:
    return {gauge.name: gauge.samples[0].value for gauge in HouseCollector().collect() if gauge.samples}


def test_no_file_of_an_office_takes_the_place_of_one(case: Case) -> None:
    for slug, government in ((case.office.slug, "kota-lain"), ("dinas-baru", "latihan")):
        file = f"""pemerintah: {{kode: {government}, nama: X}}
perangkat_daerah: {slug}
nama: X
zona_waktu: WIB
berlaku_sejak: 2026-01-01
jabatan:
  kepala: {{nama: Kepala}}
""".encode()
        with pytest.raises(FaultsFound, match="kantor latihan"):
            load_offices([("x.yaml", file)], by=COMMAND, at=timezone.now())


# The end


def test_what_nobody_touches_for_30_days_is_closed_and_its_record_stays(
    learner: User, case: Case, now: datetime
) -> None:
    assert clear_idle(now + timedelta(days=29)) == 0
    at = now + timedelta(days=31)
    assert clear_idle(at) == 1
    assert clear_idle(at) == 0
    case = Case.objects.select_related("office", "stream").get(pk=case.pk)
    assert case.status == "dibatalkan"
    assert practice_office(learner) is None
    assert not Appointment.objects.current(at).filter(post__office=case.office).exists()
    assert not practice_capacities(learner, at)
    assert Activity.objects.filter(stream=case.stream).count() > 1
    assert Visitor(learner).client.get(f"/cases/{case.pk}/").status_code == 404
    assert not list(faults())
    again = begin_practice(learner, at=at)
    assert again.office_id != case.office_id


def test_a_case_that_ends_meanwhile_holds_up_no_beginning_anew(
    learner: User, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading what runs and holding it, the learner files it in another window."""

    def held_too_late(pk: int) -> Case:
        Case.objects.filter(pk=pk).update(status="selesai", tahap="arsip", closed_at=timezone.now())
        return locked_case(pk)

    monkeypatch.setattr(practice, "locked_case", held_too_late)
    fresh = restart_practice(learner, at=timezone.now())
    assert (Case.objects.get(pk=case.pk).status, fresh.status) == ("selesai", "berjalan")
    assert not Activity.objects.filter(action="case.cancelled", stream=case.stream_id).exists()


def test_the_command_closes_them_too(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("clear_practice")
    assert "0 kantor latihan ditutup." in capsys.readouterr().out


def test_record_and_signatures_are_sound_after_it(done: Case) -> None:
    assert not list(faults())
    assert not list(auditing.faults(trusted_here()))


def test_the_copy_of_ones_data_names_it(learner: User, case: Case) -> None:
    file = BytesIO()
    write_copy(learner, file, timezone.now())
    assert case.office.slug in file.getvalue().decode()


# Queries


def test_the_page_of_practice_costs_the_same_however_much_was_played(learner: User, case: Case) -> None:
    visitor = Visitor(learner)

    def cost() -> int:
        visitor.open("/latihan/")
        with CaptureQueriesContext(connection) as queries:
            visitor.open("/latihan/")
        return len(queries)

    before = cost()
    for _ in range(12):
        restart_practice(learner, at=timezone.now())
    assert cost() == before
