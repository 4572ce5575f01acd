"""What parties outside sign: whose signature a file bears, which paper it is, and filing a case without it."""

import pytest
from django.test import Client

from activity.models import Activity
from documents.models import PaperStatus, Signature, SignedPaper, StoredFile, Way
from documents.printing.pdfium import words_of
from documents.signing.boxes import ELSEWHERE, once
from documents.signing.errors import CannotSign
from documents.signing.freezing import labels_of, signing_html
from documents.signing.outside import take_in
from documents.signing.verifying import NO_SIGNATURE, UNREADABLE, verified
from documents.storing import store
from organizations.capacity import holder
from organizations.models import Office
from tests.bsre_service import sign_pdf
from tests.cast import Cast
from tests.pages import Page
from tests.sample_files import pdf, upload
from tests.signing_papers import OFFICE, Officials, content_of
from tests.story import open_tasks
from tests.test_signing import bytes_of, drafted, prepared
from tests.test_signing_left_out import stands_at
from tests.test_signing_ways_around import an_upload
from tests.visitor import visitor_for
from tests.written_sops import COMMAND, DRAFT, FILE, load_sop
from workflows.actions.complete import locked_case
from workflows.actions.sign import owed
from workflows.filed_papers import signatures_on
from workflows.laying_down import lay_down_waiting
from workflows.models import Case
from workflows.signing import awaited_outside
from workflows.signing_acts import UnsignedOutside

pytestmark = pytest.mark.django_db


class Bringer:
    """The head brings what came back from outside."""

    def __init__(self, cast: Cast, case: Case) -> None:
        self.cast, self.case = cast, case
        (self.waiting,) = awaited_outside(case)
        by = holder(cast.post("dpupr-tarakan", "kepala-dinas"), cast.now)
        assert by
        self.by = by

    def take(self, content: bytes, *, vouched: bool = False) -> str:
        file = store(
            upload("kembali.pdf", content), office=self.case.office, by=self.by.user, at=self.cast.now
        )
        try:
            return take_in(
                self.waiting,
                by=self.by,
                at=self.cast.now,
                upload=file,
                lock=lambda: locked_case(self.case.pk).stream,
                vouched=vouched,
            )
        except CannotSign:
            file.delete()
            raise

    @property
    def given(self) -> Signature:
        return Signature.objects.select_related("paper").get(pk=self.waiting.pk)


def paper_of(case: Case, slug: str) -> SignedPaper:
    return SignedPaper.objects.select_related("file", "base", "naskah", "office__government").get(
        runs__run__case=case, perjanjian_kinerja__pihak_pertama__slug=slug
    )


def test_another_paper_or_the_signatures_of_other_officials_are_never_the_wali_kotas(cast: Cast) -> None:
    case = drafted(cast, slugs=("kepala-dinas", "sekretaris"))
    prepared(case, cast)
    officials = Officials(cast.now, ("kepala-dinas", "sekretaris"))
    for task in open_tasks(case):
        for signature in owed(task):
            officials.sign(signature)
    head, deputy = paper_of(case, "kepala-dinas"), paper_of(case, "sekretaris")
    assert (head.status, deputy.status) == (PaperStatus.OPEN, PaperStatus.SIGNED)
    assert head.naskah
    html = once(signing_html(head, head.naskah, labels_of(head)))
    assert html.count("<p>Wali Kota Tarakan,</p>") == html.count('ttd-ink"') == 3  # as in ink, on every page
    assert (html.count('id="ttd-kedua"'), html.count(ELSEWHERE)) == (1, 2)
    assert set(head.boxes) == {"ttd-pertama", "ttd-kedua"}
    bringer, kept = Bringer(cast, case), StoredFile.objects.count()
    with pytest.raises(CannotSign, match="adalah “Perjanjian Kinerja Sekretaris Tahun 2026”, bukan"):
        bringer.take(bytes_of(deputy))  # the very file
    with pytest.raises(CannotSign, match="adalah “Perjanjian Kinerja Sekretaris Tahun 2026”, bukan"):
        bringer.take(sign_pdf(bytes_of(deputy), name="Wali Kota Tarakan"), vouched=True)
    with pytest.raises(CannotSign, match="belum ada di dalamnya"):
        bringer.take(bytes_of(head))
    with pytest.raises(CannotSign, match="belum ada di dalamnya"):
        bringer.take(content_of(head.base))
    # as if it had come from a copy that is not here
    StoredFile.objects.filter(pk__in=deputy.signatures.values("file")).update(sha256="0" * 64)
    with pytest.raises(CannotSign, match=r"hanya memuat tanda tangan .* bukan tanda tangan Wali Kota"):
        bringer.take(bytes_of(deputy), vouched=True)
    with pytest.raises(CannotSign, match=r"dipercaya: [a-z].*[^.]\. Minta"):
        bringer.take(bytes_of(head) + b"\n%%EOF\n")
    assert StoredFile.objects.count() == kept
    assert (bringer.given.status, paper_of(case, "kepala-dinas").status) == ("menunggu", PaperStatus.OPEN)


def test_a_certificate_in_another_name_is_vouched_for_and_the_page_says_whose_it_was(cast: Cast) -> None:
    case = drafted(cast, slugs=("kepala-dinas", "sekretaris"))
    prepared(case, cast)
    bringer = Bringer(cast, case)
    paper = bringer.waiting.paper
    apart = sign_pdf(pdf("naskah yang dicetak ulang"), name="Ajudan Contoh")
    with pytest.raises(
        CannotSign, match="atas nama Ajudan Contoh, sedangkan yang ditunggu tanda tangan Wali Kota"
    ):
        bringer.take(apart)
    words = bringer.take(apart, vouched=True)
    assert "oleh Ajudan Contoh" in words
    assert "pada PDF tersendiri" in words
    assert "Sertifikatnya tidak atas nama" in words
    given = bringer.given
    assert (given.way, given.scan is not None, given.file) == (Way.OUTSIDE, True, None)
    others = given.paper.signatures.exclude(pk=given.pk)
    assert {each.status for each in others} == {"menunggu"}  # the other party is not claimed by it
    assert given.paper.status == PaperStatus.OPEN
    assert words in Page(Client().get(f"/periksa/naskah/{paper.token}/").content.decode()).text
    assert words in Activity.objects.get(action="paper.signed", data__field=given.field).data["note"]


def test_a_case_is_filed_without_the_wali_kota_only_for_a_reason_that_is_told_everywhere(cast: Cast) -> None:
    case = drafted(cast, Way.WET, ("kepala-dinas",))
    lay_down_waiting(lambda: cast.now)
    task = open_tasks(case).first()
    assert task
    assert (
        "unsigned_reason" not in visitor_for(task).open(f"/assignments/{task.pk}/").form("/complete/").fields
    )
    cast.advance(case, 10)
    task = open_tasks(case).get()
    with pytest.raises(UnsignedOutside, match="Wali Kota Tarakan"):
        cast.complete(task, unsigned_reason=" ")
    visitor = visitor_for(task)
    refused = Page(visitor.act(task, unsigned_reason="").content.decode())
    assert "belum dapat diarsipkan: “Perjanjian Kinerja Kepala Dinas" in refused.text
    assert "Alasan diarsipkan tanpa tanda tangan Wali Kota Tarakan" in refused.text
    reason = "Wali Kota bertugas ke luar negeri"
    assert visitor.act(task, unsigned_reason=reason).status_code == 302
    case = Case.objects.get(pk=case.pk)
    paper = paper_of(case, "kepala-dinas")
    assert (case.status, paper.status) == ("selesai", PaperStatus.OPEN)
    words = f"iarsipkan tanpa tanda tangan Wali Kota Tarakan: {reason}"
    public = Page(Client().get(f"/periksa/naskah/{paper.token}/").content.decode())
    assert f"D{words}" in public.text
    assert visitor.open(f"/cases/{case.pk}/").text.count(words) == 2  # the paper, and the record
    (told,) = [each for each in signatures_on(paper) if not each["waktu"]]
    assert told["cara"] == f"d{words}"
    assert Activity.objects.filter(action="paper.filed_unsigned", data__reason=reason).count() == 1


def test_a_case_whose_paper_came_back_is_filed_without_a_reason(cast: Cast) -> None:
    case = drafted(cast, Way.WET, ("kepala-dinas",))
    cast.advance(case, 10)
    (waiting,) = awaited_outside(case)
    task = open_tasks(case).get()
    sent = {
        "returned_paper": waiting.pk,
        "file": upload("kembali.pdf", pdf("dengan tinta")),
        "unsigned_reason": "",
    }
    assert visitor_for(task).act(task, **sent).status_code == 302
    case = Case.objects.get(pk=case.pk)
    assert (case.status, paper_of(case, "kepala-dinas").status) == ("selesai", PaperStatus.SIGNED)
    assert not Activity.objects.filter(action="paper.filed_unsigned").exists()


def test_a_signed_upload_bears_the_name_of_the_output_and_its_sheet_is_a_page_of_the_whole(
    cast: Cast,
) -> None:
    Office.objects.filter(slug=OFFICE).update(signing_way=Way.INTERNAL)
    signs = "tahap: penandatanganan, tindakan: menandatangani, naskah: Konsep, output: Konsep surat balasan"
    load_sop("uji-balasan", COMMAND, DRAFT, f"kegiatan: Meneken, pelaksana: [kepala], {signs}", FILE)
    case = cast.advance(cast.start("uji-balasan"), 2)
    cast.complete(open_tasks(case).get(), file=an_upload(case, cast))
    (paper,) = prepared(case, cast)
    assert paper.title == "Surat balasan"
    last = words_of(bytes_of(paper), 2).partition("LEMBAR TANDA TANGAN")[2]
    assert "Halaman 2 dari 2" in last
    assert "Surat balasan" in last
    assert "Konsep" not in last


def test_the_same_file_is_no_new_version_unless_one_says_so(cast: Cast) -> None:
    check = "kegiatan: Memeriksa, pelaksana: [kepala], tahap: penyusunan, tindakan: memeriksa, naskah: Konsep"
    load_sop("uji-sama", COMMAND, DRAFT, f"{check}, keputusan: {{Ya: lanjut, Tidak: 2}}", FILE)
    case = cast.advance(cast.start("uji-sama"), 2)
    cast.complete(open_tasks(case).get(), file=an_upload(case, cast))
    cast.complete(open_tasks(case).get(), answer="Tidak", note="Perbaiki.")
    task = open_tasks(case).get()
    visitor, url = visitor_for(task), f"/assignments/{task.pk}/"
    refused = visitor.act(task, file=upload("konsep.pdf", pdf()), same_file=None)
    assert (refused.status_code, stands_at(case)) == (422, 2)
    assert "Berkas ini sama persis dengan versi 1." in Page(refused.content.decode()).text
    form = visitor.open(url).form("/complete/")
    assert visitor.send(url, form, file=upload("konsep.pdf", pdf()), same_file="on").status_code == 302
    assert stands_at(case) == 3


def test_a_pdf_that_keeps_only_roughly_to_the_syntax_has_no_signature_rather_than_being_broken() -> None:
    rough = pdf().replace(b"0000000000 65535 f \n", b"0000000000 65536 f \n")
    assert verified(rough, []).faults == (NO_SIGNATURE,)
    assert verified(b"%PDF-1.4 rusak", []).faults == (UNREADABLE,)
    signed = sign_pdf(pdf()).replace(b"0000000000 65535 f \n", b"0000000000 65536 f \n", 1)
    assert not verified(signed, []).holds
