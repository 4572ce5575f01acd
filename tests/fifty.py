"""An office in which every list has fifty rows and more, with texts as long as the seeds have them."""

from datetime import date, timedelta

from django.utils import timezone

from activity.models import Notice, NoticeKind
from documents.archive.filing import NewPaper
from documents.models import Klasifikasi, RetentionProposal
from documents.storing import store
from organizations.models import Appointment, CalendarDay, Office, Post, RoleGrant, User
from tests.archive import AT, filed
from tests.assessing import assessed
from tests.cast import Cast
from tests.portals import open_portal, published, signed_pk
from tests.sample_files import pdf, upload
from tests.test_pk_saving import big, pk_of_post, save
from tests.whole_office import HOLDERS_POST, TARAKAN
from tests.written_sops import CHECK, COMMAND, FILE, load_sop
from workflows.actions.comment import comment_on
from workflows.models import Assessment, Case

ROWS = 50
LONG = "Penyusunan Perjanjian Kinerja Perubahan Dinas Pekerjaan Umum dan Penataan Ruang Kota Tarakan"


def fifty(cast: Cast) -> dict[str, tuple[User, str]]:
    """Who opens which page there, by its name."""
    office = Office.objects.get(slug=TARAKAN)
    head, admin = cast.head, cast.admin(TARAKAN)
    done = load_sop("kirim", COMMAND, FILE).sop.slug
    check = f"{CHECK}, pelaksana: [kepala], keputusan: {{Ya: lanjut, Tidak: selesai}}"
    decided = load_sop("tanda-tangan", check, FILE).sop.slug
    for number in range(ROWS):
        cast.start("tarakan-dpupr", title=f"{LONG} {number}")
        cast.start(decided, title=f"{LONG} {number}")
        cast.advance(cast.start(done, title=f"{LONG} {number}"), 2)
    busy = talked_about(cast)
    of_the_office(cast, office, head)
    archive(cast, office)
    pk = pk_of_post(cast, "kepala-dinas", year=2027)
    save(cast, pk, big(ROWS // 2, ROWS // 2))
    in_force_and_public(cast, busy)
    assessed(busy)
    where = f"/offices/{TARAKAN}"
    for_head = {
        "inbox": "/inbox/", "inbox-done": "/inbox/done/", "head": "/head/", "case-list": "/cases/",
        "sign-many": "/sign/", "notices": "/notices/", "archive": "/archive/", "proposals": "/archive/proposals/",
        "case": f"/cases/{busy.pk}/", "act": f"/assignments/{cast.tasks(busy)[0].pk}/",
        "agenda": f"{where}/agenda/", "ekspedisi": f"{where}/ekspedisi/", "reassign": f"{where}/reassign/",
        "pk": f"/pk/{pk.pk}/", "pk-edit": f"/pk/{pk.pk}/edit/", "pk-realisasi": f"/pk/{pk.pk}/realisasi/",
        "pk-tree": f"{where}/pk/?tahun=2027", "capaian": f"{where}/capaian/?tahun=2027",
        "sop": f"/sops/{TARAKAN}/tarakan-dpupr/", "delegations": "/cuti/", "due": "/due/",
        "running": "/head/running/", "evaluations": f"{where}/evaluation/", "assessments": f"{where}/assessments/",
        "evaluation": f"/sops/{TARAKAN}/tarakan-dpupr/evaluation/",
        "assessment": f"/assessments/{Assessment.objects.get(office=office).pk}/",
        "portal": f"/portal/{TARAKAN}/", "portal-pk": f"/portal/{TARAKAN}/pk/",
        "portal-sop": f"/portal/{TARAKAN}/sop/tarakan-dpupr/",
    }  # fmt: skip
    for_admin = {
        "staff": f"{where}/staff/", "accounts": f"{where}/accounts/", "roles": f"{where}/roles/",
        "naskah": f"{where}/naskah/", "klasifikasi": f"{where}/klasifikasi/", "calendar": f"/calendars/{TARAKAN}/",
    }  # fmt: skip
    return {name: (head, url) for name, url in for_head.items()} | {
        name: (admin, url) for name, url in for_admin.items()
    }


def in_force_and_public(cast: Cast, case: Case) -> None:
    """SOPs in force, and as many published Perjanjian Kinerja, on a portal that is open."""
    open_portal(case.office)
    for number in range(ROWS):
        load_sop(f"berlaku-{number}", COMMAND, FILE)
        paper = signed_pk(case, cast.head, title=f"{LONG} {number}", token=f"pk-{number}")
        assert paper.file
        published(paper, paper.file, by=cast.head)


def of_the_office(cast: Cast, office: Office, head: User) -> None:
    """Posts with their officials, roles, notices, days, codes, proposals."""
    at, begun = timezone.now(), date(2026, 1, 1)
    for number in range(ROWS):
        user = User.objects.create(
            username=f"banyak-{number}", name=f"Uji Pejabat Nomor {number}", is_demo=True
        )
        post = Post.objects.create(
            office=office, government=office.government, slug=f"banyak-{number}", superior=office.head,
            title=f"Analis Perencanaan, Evaluasi, dan Pelaporan {number}",
        )  # fmt: skip
        Appointment.objects.create(user=user, post=post, start_date=begun)
        RoleGrant.objects.create(user=user, role="inspektur", office=office, start_date=begun)
        Notice.objects.create(
            key=f"banyak:{number}", user_id=head.pk, kind=NoticeKind.HANDS, created_at=at, title=LONG, text=LONG * 2,
            path="/inbox/", office_id=office.pk,
        )  # fmt: skip
        day = begun + timedelta(days=7 * number)
        if not CalendarDay.objects.filter(office=office, date=day).exists():
            CalendarDay.objects.create(office=office, date=day, name=f"Libur {number}", kind="libur_daerah")
        Klasifikasi.objects.create(
            office=office, code=f"900.{number}", name=LONG, active_years=1, inactive_years=2, fate="musnah"
        )
        RetentionProposal.objects.create(office=office, kind="pindah", proposed_at=at)


def archive(cast: Cast, office: Office) -> None:
    """Berkas of one paper each, not packed."""
    file = store(upload("naskah.pdf", pdf()), office=office, by=cast.head, at=AT)
    for number in range(ROWS):
        hal = f"{LONG} {number}"
        filed(office, NewPaper(file, hal), hal=hal, by=cast.head, code="000.8")


def talked_about(cast: Cast) -> Case:
    """A case at its signing, with fifty remarks."""
    case = cast.advance(cast.start("tarakan-dpupr", title=LONG), 5)
    by = cast.acting(TARAKAN, HOLDERS_POST)
    for number in range(ROWS):
        comment_on(case, by=by, at=cast.now, text=f"{LONG}: mohon lampiran {number} diperiksa.", mentions=[])
    return case
