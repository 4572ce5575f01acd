"""Two offices with the same SOP side by side: of what happens in one, nothing is seen, counted, found or told in the
other. One twin lies in the same government, its posts under the same Wali Kota; another in a government of its own."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core import mail
from django.test import Client
from django.urls import get_resolver

from activity.models import Notice
from activity.outbox import deliver
from activity.verification import faults
from documents.archive.filing import NewPaper
from documents.archive.packing import package_waiting
from documents.archive.searching import index_waiting
from documents.file_types import PDF, XLSX
from documents.models import (
    Naskah,
    NumberSequence,
    RenderState,
    RetentionItem,
    RetentionProposal,
    Signature,
    SignedPaper,
    StoredFile,
    Way,
)
from documents.naskah.numbering import give_number
from documents.pk_content import Indicator, PkContent, Program, Sasaran
from documents.printing.pdfium import words_of
from documents.storing import store
from organizations.accounts.managing import invite
from organizations.capacity import Capacity, admin_capacity
from organizations.delegating import NewDelegation, delegate
from organizations.granting import NewGrant, grant_role
from organizations.models import Appointment, Office, RoleGrant, User
from sopflow.mail import compose
from sops.books.requesting import request_book
from sops.loading import Upload, load_sops
from sops.models import Revision
from tests.addresses import POST_ONLY, addresses, names, routes
from tests.archive import filed
from tests.audience import ALL, DECIDED
from tests.cast import Cast
from tests.conftest import LOADED_AT, NOW
from tests.sample_files import pdf, upload
from tests.samples import COMMAND, SOP, changed, fixture, load_office
from tests.whole_office import HOLDERS_POST, everything_in
from workflows.actions.calendars import NewDay, put_day
from workflows.actions.comment import comment_on
from workflows.actions.pk import save_content
from workflows.actions.start import NewCase, start_case
from workflows.digest import write_digests
from workflows.models import Case, Output, RunPaper
from workflows.sweep import sweep
from workflows.telling import may_go

pytestmark = pytest.mark.django_db
TARAKAN, NEAR, FAR, SAME_SOP = "dpupr-tarakan", "kembar-dekat", "kembar-jauh", "tarakan-dpupr"
NEAR_NAME, FAR_NAME = "Kembardekat", "Kembarjauh"
OWN, WORDS = "Apelhijau", ("Belimbingwuluh", "Cerimerah")  # by which each story names everything in it
NONSENSE, DAYS = "Tidakadasama", timedelta(days=8)
# An admin appoints, and gives roles to, anybody of the government, and lets a post of any of its offices verify SOPs.
CHOOSERS = ("/approval/", "/roles/", "/staff/")
NOT_HERE = {
    f"/offices/{TARAKAN}/logo/",
    f"/offices/{TARAKAN}/book/file/",
}  # no logo, and no book that is ready
# Of oneself alone: nothing of an office stands there.
ONESELF = ("mfa_", "account_", "password", "sso", "session", "metrics")
ONE = re.compile("<int:|<str:|<slug:slug>")
TOKENS = re.compile(r'name="(csrfmiddlewaretoken|key)" value="\w+"')  # new in every form
MOMENT = re.compile("Keadaan .*?WITA")  # when a book was printed
CLOCK = re.compile(r"(?:\d+ jam )?(?:\d+ menit )?kerja")  # what is left of a limit, while the office is open


def twin(slug: str, name: str, number: int, *, government: str = "") -> Office:
    """The office once more, under another name and with other people in the same posts, and its SOP under the same
    slug; with another government where one is named."""
    text = fixture("organizations", TARAKAN).replace(TARAKAN, slug).replace("19000101", f"190001{number}")
    text = text.replace("Pekerjaan Umum dan Penataan Ruang", name)
    text = re.sub("(DP|P)UPR Tarakan|DPUPR", name, text)
    if government:
        text = text.replace("kota-tarakan", f"kota-{government}").replace(
            "Kota Tarakan", f"Kota {government}"
        )
        text = text.replace("wali-kota-tarakan", f"wali-kota-{government}")
    load_office(text, f"{slug}.yaml")
    sop = fixture("sops", SAME_SOP).replace(TARAKAN, slug)
    other = changed("nama: Uji", f"nama: SOP {name}", SOP).replace(TARAKAN, slug)
    load_sops(
        [Upload("a", sop.encode(), SAME_SOP), Upload("b", other.encode(), "lain")], by=COMMAND, at=LOADED_AT
    )
    return Office.objects.get(slug=slug)


@dataclass
class Story:
    """All that an office does in a few days, with its word in everything."""

    cast: Cast
    office: Office
    word: str

    def acting(self, post: str) -> Capacity:
        return self.cast.acting(self.office.slug, post)

    @property
    def admin(self) -> Capacity:
        found = admin_capacity(self.cast.admin(self.office.slug), self.office, self.cast.now)
        assert found
        return found

    def file(self, name: str) -> StoredFile:
        text = f"{name} {self.word}"
        by = self.acting("kepala-dinas").user
        return store(upload(f"{text}.pdf", pdf(text)), office=self.office, by=by, at=self.cast.now)

    def tell(self) -> None:
        """The whole of it: a case up to its signing, another that is suspended, and what lies around them."""
        case = self.started("Penyusunan PK")
        self.papers(case)
        self.promises(case)
        while (run := self.cast.open_run(case)) and run.step.order < 5:
            self.cast.complete(
                self.cast.tasks(case)[0], text=f"Segera {self.word}", note=f"Catatan {self.word}"
            )
        superior = self.cast.post(self.office.slug, "sekretaris")
        comment_on(
            case,
            by=self.acting("kepala-dinas"),
            at=self.cast.now,
            text=f"Cek {self.word}",
            mentions=[superior.pk],
        )
        self.started("PK kedua")
        self.archive()
        self.people()

    def started(self, title: str) -> Case:
        revision = Revision.objects.get(sop__office=self.office, sop__slug=SAME_SOP, status="berlaku")
        new = NewCase(title=f"{title} {self.word}", year=2026, pk_kind="pk")
        return start_case(revision, by=self.acting("kepala-dinas"), at=self.cast.now, new=new)

    def papers(self, case: Case) -> None:
        """A file, a paper made here with a number, and one that is signed."""
        head, at, run = self.acting("kepala-dinas").user, self.cast.now, case.runs.earliest("id")
        number = give_number(self.office, "surat_pengantar", day=date(2026, 1, 5), at=at, by=head)
        made = Naskah.objects.create(
            office=self.office, kind="surat_pengantar", title=f"Surat {self.word}", created_at=at, created_by=head,
            number=number, day=date(2026, 1, 5), state=RenderState.READY, file=self.file("Surat"),
        )  # fmt: skip
        for name, what in (
            (f"Usulan {self.word}", {"file": self.file("Usulan")}),
            (made.title, {"naskah": made}),
        ):
            output = Output.objects.create(
                case=case, run=run, name=name, key=name.casefold(), created_at=at, created_by=head, **what
            )
        paper = SignedPaper.objects.create(
            office=self.office, token=self.word, title=f"Naskah {self.word}", way=Way.INTERNAL, file=made.file,
            source=made.file, base=made.file, page_count=1, state=RenderState.READY, created_at=at,
        )  # fmt: skip
        Signature.objects.create(
            paper=paper, order=1, field="ttd-1", post=self.office.head, status="ditandatangani", way=Way.INTERNAL,
            signed_at=at, signed_by=head, signed_as="Kepala Dinas", block=["Kepala Dinas"],
        )  # fmt: skip
        RunPaper.objects.create(run=run, paper=paper, source=output)

    def promises(self, case: Case) -> None:
        """What the head promises."""
        pk = case.subjects.get(pihak_pertama=self.office.head)
        content = PkContent(
            sasaran=(Sasaran(f"Sasaran {self.word}", (Indicator(f"Indikator {self.word}", "%", "87,5"),)),),
            programs=(Program(f"Program {self.word}", "1.250.000"),),
        )
        save_content(pk, content, by=self.acting("kepala-dinas"), at=self.cast.now, version=pk.version)

    def archive(self) -> None:
        """A PK that was filed, and a proposal for it."""
        parties = [{"judul": f"PK {self.word}", "pihak_pertama": "Kepala Dinas", "ditandatangani": True}]
        paper = NewPaper(
            self.file("PK"), f"PK {self.word}", kind="perjanjian_kinerja", is_made_here=True, parties=parties
        )
        by, at = self.acting("kepala-dinas").user, self.cast.now
        berkas = filed(self.office, paper, hal=f"PK lama {self.word}", by=by, code="000.8.6.3")
        proposal = RetentionProposal.objects.create(
            office=self.office, kind="pindah", proposed_at=at, note=f"Usulan {self.word}"
        )
        RetentionItem.objects.create(proposal=proposal, berkas=berkas)

    def people(self) -> None:
        """A delegation, an invitation, a role, a day off, a book."""
        at, day, office = self.cast.now, self.cast.now.date(), self.office
        giver, taker = self.acting("kabid-bm"), self.acting("kabid-psda").user
        new = NewDelegation(
            giver.post or self.cast.post(office.slug, "kabid-bm"), taker, day, day + timedelta(9), self.word
        )
        delegate(new, by=giver.user, at=at)
        staff = self.acting("staf-umum").user
        invite(office, staff, email=f"staf@{self.word}.example".lower(), by=self.admin, at=at)
        grant_role(office, NewGrant(staff, "petugas_arsip", day, None), by=self.admin, at=at)
        off = NewDay(date(2026, 1, 8), f"Libur {self.word}", "libur_daerah", f"SE {self.word}")
        put_day(office, by=self.admin, at=at, new=off)
        request_book(office, by=self.admin, at=at)


def the_machine(at: datetime) -> None:
    """What the worker does by itself, days later: the late, the digests, the packages, the search, the mail."""
    sweep(at)
    write_digests(at)
    package_waiting(lambda: at)
    index_waiting(lambda: at)
    deliver(lambda: at, compose, may_go)


def pages_of(case: Case) -> list[str]:
    """Every list, book, table, search and form of the own office, whatever the URL configuration has; and of what is
    about one thing, a case with its task and PK, the SOP, and the forms that offer persons and posts."""
    task, pk = case.runs.latest("id").assignments.earliest("id"), case.subjects.earliest("id")
    every = addresses(
        {
            "cases/": case.pk,
            "assignments/": task.pk,
            "pk/": pk.pk,
            "revisions/": case.revision_id,
            "staff/": task.post_id,
        }
    )
    about_one = {name for name, route in routes(get_resolver().url_patterns) if ONE.search(route)}
    lists = [
        name
        for name in names()
        if name not in POST_ONLY | about_one and not name.startswith(ONESELF) and DECIDED[name].who != ALL
    ]
    about = ["case", "act", "pk", "pk-edit", "case-start", "sop", "staff-post"]
    more = [
        "/sops/?status=draf",
        "/cases/?status=berjalan",
        f"/offices/{TARAKAN}/reassign/?jabatan={task.post_id}",
    ]
    return [*(every[name] for name in [*lists, *about]), *more]


def searches(word: str) -> list[str]:
    """Every search for a word, and the tables of what it finds."""
    return [
        f"{url}?q={word}" for url in ("/cases/", "/archive/", "/archive/srikandi.csv", "/archive/e-sakip.csv")
    ]


def browser(user: User) -> Client:
    """Somebody who has signed in, which the page of the accounts shows."""
    client = Client()
    client.force_login(user)
    return client


def reading(client: Client, urls: list[str]) -> dict[str, str]:
    """What somebody reads at each address: the status and the text, of spreadsheets and PDFs too."""
    found = {}
    for url in urls:
        response: Any = client.get(url)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        found[url] = f"{response.status_code} {plain(content, response.headers.get('Content-Type', ''))}"
    return found


def plain(content: bytes, media_type: str) -> str:
    """The text of an answer, without what differs by itself."""
    if media_type == XLSX:
        with ZipFile(BytesIO(content)) as book:
            return "".join(book.read(name).decode() for name in book.namelist() if "core.xml" not in name)
    if media_type == PDF:
        return MOMENT.sub("", words_of(content, 50))
    return CLOCK.sub("", TOKENS.sub("", content.decode()))


def sequences() -> list[tuple[str, int, int]]:
    """The numbers that the own office has given."""
    rows = NumberSequence.objects.filter(office__slug=TARAKAN).order_by("name", "year")
    return list(rows.values_list("name", "year", "last"))


def own_people() -> set[int]:
    """The ids of all who have a post or a role in the own office."""
    posts = Appointment.objects.filter(post__office__slug=TARAKAN).values_list("user", flat=True)
    return {*posts, *RoleGrant.objects.filter(office__slug=TARAKAN).values_list("user", flat=True)}


def found(client: Client, word: str) -> list[str]:
    """What the searches for a word show, the word itself aside."""
    return [text.replace(word, "") for text in reading(client, searches(word)).values()]


@pytest.mark.slow
def test_nothing_of_one_office_reaches_another_with_the_same_sop(cast: Cast) -> None:
    own = Office.objects.get(slug=TARAKAN)
    twins = [twin(NEAR, NEAR_NAME, 11), twin(FAR, FAR_NAME, 12, government="seberang")]
    Story(cast, own, OWN).tell()
    the_machine(cast.now + DAYS)
    urls = pages_of(Case.objects.get(office=own, title=f"Penyusunan PK {OWN}"))
    everything, holder = everything_in(TARAKAN, "kepala-dinas")(cast), cast.user(TARAKAN, HOLDERS_POST)
    browsers = [browser(everything), browser(holder)]
    for client in browsers:  # the two looks that are recorded: a task that is new, an inspector's of the day
        reading(client, [url for url in urls if url.startswith(("/cases/", "/assignments/"))])
    # Roles add up: the one reads all that anybody of the office does, the other what is an official's own.
    theirs = [urls, [url for url in urls if not url.startswith("/offices/")]]
    before = [reading(client, some) for client, some in zip(browsers, theirs, strict=True)]
    numbers, people = sequences(), own_people()
    told, sent = Notice.objects.filter(user_id__in=people).count(), len(mail.outbox)
    assert {url for url in urls if before[0][url].startswith("404")} == NOT_HERE
    assert sum(OWN in text for text in before[0].values()) > 10

    for office, word in zip(twins, WORDS, strict=True):
        Story(Cast(NOW), office, word).tell()
    the_machine(cast.now + DAYS)

    for client, was in zip(browsers, before, strict=True):
        there = [url for url, text in was.items() if not text.startswith("404")]
        now = reading(client, there)
        assert {url for url in there if was[url] != now[url]} == set()
        assert {url for url in there if any(word in now[url] for word in (*WORDS, FAR_NAME))} == set()
        assert not [
            url for url in there if NEAR_NAME in now[url] and not any(each in url for each in CHOOSERS)
        ]
        nothing = found(client, NONSENSE)
        assert found(client, OWN) != nothing
        assert [found(client, word) for word in WORDS] == [nothing, nothing]
    assert sequences() == numbers
    assert Notice.objects.filter(user_id__in=people).count() == told
    new = mail.outbox[sent:]
    assert new, "the twins have told their own people"
    assert not [message for message in new if any(f"@{TARAKAN}." in address for address in message.to)]
    assert not list(faults())
