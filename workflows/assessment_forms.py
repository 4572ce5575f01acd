"""The forms of monitoring and evaluation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sops.document import SopDocument
from workflows.actions.assess import LONGEST, Judged
from workflows.assessing import Proposal
from workflows.models import AssessedSop, AssessmentKind, AssessmentVerdict
from workflows.periods import Period

YES_NO = (("ya", _("Ya")), ("tidak", _("Tidak")))
TOO_LONG = {"max_length": _("Paling panjang %(limit_value)s karakter.")}


class BeginForm(forms.Form):
    """Which form is begun."""

    def __init__(self, offered: list[tuple[str, Period]], data: Any = None) -> None:
        super().__init__(data)
        kinds = dict(AssessmentKind.choices)
        choices = [(f"{kind}:{period}", f"{kinds[kind]} {period.label}") for kind, period in offered]
        self.fields["formulir"] = forms.ChoiceField(choices=choices, label=_("Formulir"))


class RowForm(forms.Form):
    """What a person judges of one SOP; `proposals` gives a field for each step whose waktu may be proposed anew."""

    verdict = forms.ChoiceField(
        label=_("Penilaian terhadap penerapan"), choices=AssessmentVerdict.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Pilih apakah SOP ini berjalan dengan baik.")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("Catatan hasil penilaian"), max_length=LONGEST, required=False, error_messages=TOO_LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    measure = forms.CharField(
        label=_("Tindakan yang harus diambil"), max_length=LONGEST, required=False, error_messages=TOO_LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(
        self,
        row: AssessedSop,
        questions: dict[str, str],
        proposals: list[Proposal],
        document: SopDocument,
        data: Any = None,
    ) -> None:
        initial: dict[str, Any] = {name: getattr(row, name) for name in ("verdict", "note", "measure")}
        initial |= {key: "ya" if answer else "tidak" for key, answer in row.answers.items()}
        super().__init__(data, initial=initial, prefix=f"sop-{row.pk}")
        self.questions = questions
        for key, label in questions.items():
            self.fields[key] = forms.ChoiceField(
                label=label, choices=YES_NO, widget=forms.RadioSelect,
                error_messages={"required": _("Jawab ya atau tidak.")},
            )  # fmt: skip
        evidence = {each.order: each for each in proposals}
        self.orders = sorted({*evidence, *(int(order) for order in row.proposals)})
        for order in self.orders:
            step, found = document.prosedur[order - 1], evidence.get(order)
            proposed = row.proposals.get(str(order), "")
            if not proposed and row.assessed_at is None and found:
                proposed = found.proposed
            self.fields[f"waktu-{order}"] = forms.CharField(
                label=_("Usulan waktu langkah %(nomor)s (kini %(waktu)s)")
                % {"nomor": step.nomor, "waktu": step.waktu or "-"},
                required=False, max_length=60, initial=proposed,
                help_text=f"{step.kegiatan[:120]}. {found.why if found else ''}",
            )  # fmt: skip

    @property
    def judged(self) -> Judged:
        """What was filled in; an empty waktu proposes nothing."""
        data = self.cleaned_data
        proposals = {str(order): data[f"waktu-{order}"].strip() for order in self.orders}
        return Judged(
            verdict=data["verdict"],
            note=data["note"],
            measure=data["measure"],
            answers={key: data[key] == "ya" for key in self.questions},
            proposals={order: text for order, text in proposals.items() if text},
        )


class ConclusionForm(forms.Form):
    """The conclusion of the whole form."""

    conclusion = forms.CharField(
        label=_("Kesimpulan"), max_length=LONGEST, required=False, error_messages=TOO_LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class SignForm(forms.Form):
    """Signing the form: with a passphrase, or by hand with the scan if there is one."""

    passphrase = forms.CharField(
        label=_("Frasa sandi tanda tangan"), max_length=200, strip=False, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    scan = forms.FileField(
        label=_("Pindaian yang sudah ditandatangani, bila ada"), required=False,
        help_text=_(
            "PDF, JPEG atau PNG. Tanpa pindaian, tombol ini adalah pernyataan Anda bahwa formulirnya ditandatangani."
        ),
    )  # fmt: skip

    def __init__(self, *, is_by_hand: bool, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        del self.fields["passphrase" if is_by_hand else "scan"]
        if not is_by_hand:
            self.fields["passphrase"].required = True
            self.fields["passphrase"].error_messages["required"] = _("Isi frasa sandi tanda tangan Anda.")
