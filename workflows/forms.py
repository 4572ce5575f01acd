"""The forms of running a case. What is asked follows from the step; the action checks it again."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator

from documents.models import StoredFile
from documents.storing import check_upload, discard, store
from organizations.models import Post
from sops.document import Step
from workflows.acting import ATTENDANCE, MAX_NOTE, Act
from workflows.presenting.act import ActPage, Choice

ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"
FILE_HELP = "PDF, DOCX, XLSX, JPG atau PNG, paling besar 20 MB."


class PaperField(forms.FileField):
    """A paper to upload: size and true type are checked before anything is kept."""

    widget = forms.ClearableFileInput(attrs={"accept": ACCEPT})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "required": False,
                "help_text": FILE_HELP,
                "max_length": 255,
                "allow_empty_file": True,
                **kwargs,
            }
        )

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
    past = MaxValueValidator(today, message="Tanggal ini belum terjadi; isi paling lambat hari ini.")
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
    return forms.BooleanField(label=f"“{name}” tersedia di luar sistem", required=False)


def choice_field(choice: Choice) -> forms.TypedMultipleChoiceField:
    """Who acts for a column whose wakil is dipilih. One column may be met by only some of the answers."""
    return forms.TypedMultipleChoiceField(
        label=f"{choice.nama} yang bertindak di langkah {choice.nomor}",
        choices=choice.posts,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Pilih satu atau beberapa; berlaku juga bila langkah itu diulang.",
    )


class ActForm(forms.Form):
    """What the step asks of the official (semantics: What acting asks)."""

    def __init__(self, page: ActPage, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.fields.update(dict(fields_of(page)))

    @property
    def act(self) -> tuple[Act, list[StoredFile]]:
        """The act as filled in, its files stored; and those files, to be discarded where the act is refused."""
        data = self.cleaned_data
        stored = {name: self.stored(data[name]) for name in ("file", "kelengkapan_file") if data.get(name)}
        act = Act(
            answer=data.get("answer", ""),
            note=data.get("note", ""),
            instructions=tuple(data.get("instructions", ())),
            file=stored.get("file"),
            text=data.get("text", ""),
            attendance=data.get("attendance", ""),
            receiver=data.get("receiver", ""),
            received_date=data.get("received_date"),
            outside_party=data.get("outside_party", ""),
            outside_date=data.get("outside_date"),
            kelengkapan_file=stored.get("kelengkapan_file"),
            kelengkapan_outside=data.get("kelengkapan_outside", False),
            from_outside=data.get("from_outside", False),
            chosen={c.key: data[f"chosen_{c.key}"] for c in self.page.choices if data.get(f"chosen_{c.key}")},
        )
        return act, list(stored.values())

    def stored(self, upload: UploadedFile) -> StoredFile:
        """The upload, kept."""
        return store(upload, office=self.page.office, by=self.page.capacity.user, at=self.page.at)

    @staticmethod
    def discard(files: list[StoredFile]) -> None:
        """Remove files of a refused act: nothing of it is kept."""
        for file in files:
            discard(file)


def fields_of(page: ActPage) -> Iterator[tuple[str, forms.Field]]:
    """The fields for a step, in the order in which one thinks of them."""
    step = page.step
    if step.keputusan:
        labels = [(answer.label, answer.label) for answer in step.keputusan]
        yield (
            "answer",
            forms.ChoiceField(
                label="Keputusan", choices=labels, widget=forms.RadioSelect, error_messages=ANSWERS
            ),
        )
    yield from TINDAKAN_FIELDS[step.tindakan](page, step)
    if page.lacks_kelengkapan and step.tindakan != "disposisi":
        yield "kelengkapan_file", PaperField(label=f"{step.kelengkapan} (dari luar)")
        yield "kelengkapan_outside", outside_field(step.kelengkapan)
    if page.lacks_paper:
        yield "from_outside", outside_field(step.paper or step.output)
    if step.pihak_luar:
        parties = [("", "—"), *((party, party) for party in step.pihak_luar)]
        yield (
            "outside_party",
            forms.ChoiceField(label="Pihak luar yang bertindak", choices=parties, required=False),
        )
        yield "outside_date", day_field("Tanggal pihak luar bertindak", today=page.today)
    for choice in page.choices:
        yield f"chosen_{choice.key}", choice_field(choice)
    hint = (
        "Wajib diisi bila dikembalikan: apa yang harus diperbaiki."
        if any(w.is_return for w in page.next_steps)
        else ""
    )
    yield "note", text_field("Catatan", rows=2, help_text=hint)


ANSWERS = {
    "required": "Pilih salah satu jawaban.",
    "invalid_choice": "“%(value)s” bukan jawaban langkah ini.",
}


def ask_disposisi(page: ActPage, step: Step) -> Iterator[tuple[str, forms.Field]]:
    phrases = [(phrase.text, phrase.text) for phrase in page.office.instruction_phrases.all()]
    if phrases:
        widget = forms.CheckboxSelectMultiple
        label = "Dengan hormat harap"
        yield (
            "instructions",
            forms.MultipleChoiceField(label=label, choices=phrases, required=False, widget=widget),
        )
    yield "text", text_field("Instruksi lain")


def ask_making(page: ActPage, step: Step) -> Iterator[tuple[str, forms.Field]]:
    name = step.output or step.paper or "hasil"
    yield "file", PaperField(label=f"Unggah {name}")
    yield (
        "text",
        text_field(
            f"atau tuliskan {name}", help_text="Bila tidak ada yang perlu diberkaskan, cukup catatan."
        ),
    )


def ask_meeting(page: ActPage, step: Step) -> Iterator[tuple[str, forms.Field]]:
    attendance = list(ATTENDANCE.items())
    yield (
        "attendance",
        forms.ChoiceField(label="Kehadiran", choices=attendance, initial="hadir", widget=forms.RadioSelect),
    )
    yield "file", PaperField(label=f"Unggah {step.output or 'hasil rapat'}")
    hint = "Cukup salah satu peserta yang mengunggah atau menuliskannya."
    yield "text", text_field("atau tuliskan hasil rapat", help_text=hint)


def ask_paper(page: ActPage, step: Step) -> Iterator[tuple[str, forms.Field]]:
    yield "file", PaperField(label=f"Versi baru {step.paper or step.output} (bila ada perubahan)")


def ask_signing(page: ActPage, step: Step) -> Iterator[tuple[str, forms.Field]]:
    yield (
        "file",
        PaperField(label=f"Pindaian {step.paper or step.output} yang sudah ditandatangani (bila ada)"),
    )


def ask_handing_over(page: ActPage, step: Step) -> Iterator[tuple[str, forms.Field]]:
    yield "receiver", forms.CharField(label="Diserahkan kepada", required=False, max_length=200)
    yield "received_date", day_field("Tanggal penyerahan", today=page.today, initial=page.today)
    yield "file", PaperField(label="Naskah yang kembali atau tanda terima (bila ada)")


TINDAKAN_FIELDS = {
    "disposisi": ask_disposisi,
    "menyusun": ask_making,
    "rapat": ask_meeting,
    "memeriksa": ask_paper,
    "menandatangani": ask_signing,
    "menyerahkan": ask_handing_over,
    "mengarsipkan": ask_paper,
}


class ReasonForm(forms.Form):
    """A reason that the record keeps."""

    reason = forms.CharField(label="Alasan", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class SubjectsForm(forms.Form):
    """Posts whose Perjanjian Kinerja is added to a case."""

    posts = forms.ModelMultipleChoiceField(
        label="Jabatan", queryset=Post.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, posts: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posts"].queryset = posts  # type: ignore[attr-defined]
