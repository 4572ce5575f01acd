"""An office in which much has happened: the whole office of tests.whole_office, and cases in every state."""

from datetime import timedelta

from django.utils import timezone

from documents.models import PerjanjianKinerja
from tests.cast import Cast
from tests.signing_papers import authority_here, pen
from tests.test_pk_saving import save
from tests.test_realisasi import KINDS
from tests.whole_office import HOLDERS_POST, TARAKAN, Whole, whole_office
from tests.written_sops import CHECK, COMMAND, DRAFT, FILE, load_sop
from workflows.actions.comment import comment_on
from workflows.actions.manage import cancel_case, suspend_case
from workflows.actions.snooze import snooze_task
from workflows.models import Case

LONG = "Perjanjian Kinerja Perubahan Dinas Pekerjaan Umum dan Penataan Ruang Kota Tarakan Tahun 2026"


def lived_in(cast: Cast) -> Whole:
    """The whole office, in which further cases run, are late, came back, were signed, filed, stopped and cancelled;
    promises stand in its PKs, and its officials have keys."""
    whole = whole_office(cast)
    load_sop(
        "periksa", COMMAND, DRAFT, f"{CHECK}, pelaksana: [kepala], keputusan: {{Ya: lanjut, Tidak: 2}}", FILE
    )
    late = cast.advance(cast.start("tarakan-dpupr", title=f"{LONG}, terlambat"), 3)
    comment_on(late, by=cast.acting(TARAKAN, "sekretaris"), at=cast.now, text="Mohon segera.", mentions=[])
    returned(cast)
    filed = cast.advance_to_end(cast.start("tarakan-dpupr", title="Perjanjian Kinerja yang selesai"))
    assert filed.status == "selesai"
    head = cast.acting(TARAKAN, "kepala-dinas")
    suspend_case(cast.start("periksa", title="Ditangguhkan"), by=head, at=cast.now, reason="Menunggu Renja.")
    cancel_case(cast.start("periksa", title="Dibatalkan"), by=head, at=cast.now, reason="Salah SOP.")
    for slug in ("kepala-dinas", HOLDERS_POST):
        by = cast.acting(TARAKAN, slug)
        authority_here(cast.now)
        pen(by, cast.now)
    pk = PerjanjianKinerja.objects.get(pk=int(whole.urls["pk"].split("/")[2]))
    save(cast, pk, KINDS)
    today = Cast(timezone.now())
    today.advance(today.start("periksa", title=f"{LONG}, tepat waktu"), 3)
    asleep = today.advance(today.start("periksa", title="Ditunda"), 2)
    soon = today.now.date() + timedelta(days=3)
    snooze_task(today.tasks(asleep)[0], by=today.acting(TARAKAN, HOLDERS_POST), at=today.now, day=soon)
    return whole


def returned(cast: Cast) -> Case:
    """A case that was sent back for correction."""
    case = cast.advance(cast.start("periksa", title="Dikembalikan"), 3)
    return cast.complete(cast.tasks(case)[0], answer="Tidak", note="Angka target belum sesuai Renja.")
