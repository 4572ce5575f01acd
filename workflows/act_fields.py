"""The fields of an act: what a step asks of the official, by its tindakan (semantics: What acting asks)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from documents.shown_texts import shown
from documents.storing import check_upload
from sops.document import Step
from workflows.acting import ATTENDANCE, MAX_NOTE
from workflows.naskah_fields import fields_for
from workflows.outside_fields import ask_returned, ask_unsigned
from workflows.presenting.act import ActPage
from workflows.presenting.act_values import Choice
from workflows.presenting.signing import instead_choices

MAKE, UPLOAD, NOTE, DONE = "buat", "unggah", "catatan", "sudah"  # how a paper comes
ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"
FILE_HELP = gettext_lazy("PDF, DOCX, XLSX, JPG atau PNG, paling besar 20 MB.")


class PaperField(forms.FileField):
    """A paper to upload: size and true type are checked before anything is kept."""

    widget = forms.ClearableFileInput(attrs={"accept": ACCEPT})

    def __init__(self, **kwargs: Any) -> None:
        usual = {"required": False, "help_text": FILE_HELP, "max_length": 255, "allow_empty_file": True}
        super().__init__(**{**usual, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        upload: UploadedFile | None = super().clean(data, initial)
        if upload:
            check_upload(upload)
        return upload


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, latest: date) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"max": latest.isoformat()})


def day_field(label: str, *, today: date, initial: date | None = None) -> forms.DateField:
    """The day of something that has happened: not after today."""
    past = MaxValueValidator(today, message=_("Tanggal ini belum terjadi; isi paling lambat hari ini."))
    return forms.DateField(
        label=label, required=False, initial=initial, widget=DateInput(today), validators=[past]
    )


def text_field(label: str, *, rows: int = 3, help_text: str = "") -> forms.CharField:
    """A few lines of free text."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=MAX_NOTE,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def outside_field(name: str) -> forms.BooleanField:
    """The tick that a paper exists, though not here."""
    return forms.BooleanField(label=_("“%(name)s” tersedia di luar sistem") % {"name": name}, required=False)


def choice_field(choice: Choice) -> forms.TypedMultipleChoiceField:
    """Who acts for a column whose wakil is dipilih. One column may be met by only some of the answers."""
    return forms.TypedMultipleChoiceField(
        label=_("%(column)s yang bertindak di langkah %(step)s")
        % {"column": choice.nama, "step": choice.nomor},
        choices=choice.posts,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Pilih satu atau beberapa; berlaku juga bila langkah itu diulang."),
    )


def fields_of(page: ActPage) -> Iterator[tuple[str, forms.Field]]:
    """The fields for a step, in the order in which one thinks of them."""
    step = page.step
    if step.keputusan:
        labels = [(answer.label, answer.label) for answer in step.keputusan]
        yield (
            "answer",
            forms.ChoiceField(
                label=_("Keputusan"), choices=labels, widget=forms.RadioSelect, error_messages=ANSWERS
            ),
        )
    yield from TINDAKAN_FIELDS[step.tindakan](page, step)
    if page.step.tindakan != "menandatangani" and any(
        o.file_id for o in page.named(step.output or step.paper)
    ):
        label = _("Berkas yang diunggah sengaja sama dengan versi sebelumnya")
        yield "same_file", forms.BooleanField(label=label, required=False)
    for making in page.makes:
        yield from fields_for(making.kind, making.initial)
    if asks_kelengkapan(page):
        yield from ask_missing(page, step)
        yield (
            "kelengkapan_file",
            PaperField(label=_("%(kelengkapan)s (dari luar)") % {"kelengkapan": step.kelengkapan}),
        )
        yield "kelengkapan_outside", outside_field(step.kelengkapan)
    if page.lacks_paper:
        yield "from_outside", outside_field(step.paper or step.output)
    yield from ask_returned(page)
    yield from ask_unsigned(page)
    if step.pihak_luar:
        parties = [("", "—"), *((party, party) for party in step.pihak_luar)]
        yield (
            "outside_party",
            forms.ChoiceField(label=_("Pihak luar yang bertindak"), choices=parties, required=False),
        )
        yield "outside_date", day_field(_("Tanggal pihak luar bertindak"), today=page.today)
    for choice in page.choices:
        yield f"chosen_{choice.key}", choice_field(choice)
    hint = (
        _("Wajib diisi bila dikembalikan: apa yang harus diperbaiki.")
        if any(w.is_return for w in page.next_steps)
        else ""
    )
    yield "note", text_field(_("Catatan"), rows=2, help_text=hint)


def asks_kelengkapan(page: ActPage) -> bool:
    """Whether the missing kelengkapan is asked for; of a disposisi only where it could not be sent without."""
    needed = page.kelengkapan
    return bool(needed and not needed.is_there and (page.step.tindakan != "disposisi" or needed.blocks))


ANSWERS = {
    "required": gettext_lazy("Pilih salah satu jawaban."),
    "invalid_choice": gettext_lazy("“%(value)s” bukan jawaban langkah ini."),
}


def ask_disposisi(page: ActPage, step: Step) -> Iterator[tuple[str, forms.Field]]:
    phrases = [(phrase.text, phrase.text) for phrase in page.office.instruction_phrases.all()]
    if phrases:
        widget = forms.CheckboxSelectMultiple
        label = _("Dengan hormat harap")
        yield (
            "instructions",
            forms.MultipleChoiceField(label=label, choices=phrases, required=False, widget=widget),
        )
    yield "text", text_field(_("Instruksi lain"))


def ask_missing(page: ActPage, step: Step) -> Iterator[tuple[str, forms.Field]]:
    """The missing kelengkapan, to be made here."""
    if page.makes_missing:
        yield (
            "kelengkapan_buat",
            forms.BooleanField(
                label=_("Buat “%(kelengkapan)s” di sini") % {"kelengkapan": step.kelengkapan}, required=False
            ),
        )
    for making in page.makes_missing:
        yield from fields_for(making.kind, making.initial)


def ask_way(page: ActPage, *, others: bool = False) -> Iterator[tuple[str, forms.Field]]:
    """How the paper comes, where it can be made here."""
    if not page.makes:
        return
    names = _(" dan ").join(shown(making.kind.label) for making in page.makes)
    ways = [
        (MAKE, _("Buat di sini: %(names)s") % {"names": names}),
        (UPLOAD, _("Unggah berkas")),
        (NOTE, _("Tulis catatan saja")),
    ]
    if others:
        ways.append((DONE, _("Sudah atau akan dibuat peserta lain")))
    # The head presides; somebody else writes down what was said.
    by_others = others and (bool(page.here.outputs) or page.assignment.post_id == page.office.head_id)
    yield (
        "cara",
        forms.ChoiceField(
            label=_("Bagaimana hasilnya dibuat"),
            choices=ways,
            initial=DONE if by_others else MAKE,
            required=False,
            widget=forms.RadioSelect,
        ),
    )


def ask_making(page: ActPage, step: Step) -> Iterator[tuple[str, forms.Field]]:
    name = step.output or step.paper or _("hasil")
    yield from ask_way(page)
    yield "file", PaperField(label=_("Unggah %(name)s") % {"name": name})
    yield (
        "text",
        text_field(
            _("atau tuliskan %(name)s") % {"name": name},
            help_text=_("Bila tidak ada yang perlu diberkaskan, cukup catatan."),
        ),
    )


def ask_meeting(page: ActPage, step: Step) -> Iterator[tuple[str, forms.Field]]:
    attendance = [(value, _(label)) for value, label in ATTENDANCE.items()]
    yield (
        "attendance",
        forms.ChoiceField(
            label=_("Kehadiran"), choices=attendance, initial="hadir", widget=forms.RadioSelect
        ),
    )
    yield from ask_way(page, others=len(page.seats) > 1)
    yield "file", PaperField(label=_("Unggah %(name)s") % {"name": step.output or _("hasil rapat")})
    hint = _("Cukup salah satu peserta yang mengunggah atau menuliskannya.")
    yield "text", text_field(_("atau tuliskan hasil rapat"), help_text=hint)


def ask_paper(page: ActPage, step: Step) -> Iterator[tuple[str, forms.Field]]:
    yield (
        "file",
        PaperField(label=_("Versi baru %(name)s (bila ada perubahan)") % {"name": step.paper or step.output}),
    )


def ask_signing(page: ActPage, step: Step) -> Iterator[tuple[str, forms.Field]]:
    part = page.signing
    if part and part.is_electronic:
        choices = [] if page.case.pk_kind else instead_choices(page.assignment.post)
        if choices:
            ways = [("", _("sebagai jabatan sendiri")), *choices]
            yield (
                "instead_of",
                forms.ChoiceField(label=pgettext("isian", "Menandatangani"), choices=ways, required=False),
            )
        if part.asks_passphrase:
            yield "passphrase", passphrase_field()
        label = _("Saya menandatanganinya dengan tangan di atas kertas, bukan secara elektronik")
        yield "by_hand", forms.BooleanField(label=label, required=False)
    if page.attestation in ("hadir", "selesai"):
        return
    if part is None or part.takes_scan:
        when = _("hanya bila dengan tangan") if part and part.is_electronic else _("bila ada")
        label = _("Pindaian %(name)s yang sudah ditandatangani (%(when)s)") % {
            "name": step.paper or step.output,
            "when": when,
        }
        yield "file", PaperField(label=label)


def passphrase_field() -> forms.CharField:
    """The passphrase of one's certificate: never shown again, never kept."""
    hidden = forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"})
    return forms.CharField(
        label=_("Frasa sandi sertifikat"),
        required=False,
        strip=False,
        max_length=200,
        widget=hidden,
        help_text=_("Dipakai hanya untuk tanda tangan ini dan tidak disimpan."),
    )


def ask_handing_over(page: ActPage, step: Step) -> Iterator[tuple[str, forms.Field]]:
    yield "receiver", forms.CharField(label=_("Diserahkan kepada"), required=False, max_length=200)
    yield "received_date", day_field(_("Tanggal penyerahan"), today=page.today, initial=page.today)
    yield (
        "copies",
        forms.IntegerField(label=_("Banyaknya"), min_value=1, max_value=9999, initial=1, required=False),
    )
    if page.receipt:
        label = _("Buat tanda terima dari isian ini")
        yield "receipt", forms.BooleanField(label=label, required=False, initial=True)
        yield from fields_for(page.receipt.kind, page.receipt.initial)
    yield "file", PaperField(label=_("Naskah yang kembali atau tanda terima (bila ada)"))


TINDAKAN_FIELDS = {
    "disposisi": ask_disposisi,
    "menyusun": ask_making,
    "rapat": ask_meeting,
    "memeriksa": ask_paper,
    "menandatangani": ask_signing,
    "menyerahkan": ask_handing_over,
    "mengarsipkan": ask_paper,
}
