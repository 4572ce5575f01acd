"""The form in which one starts a case."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import PkKind
from organizations.models import Office, Post
from workflows.act_fields import choice_field, day_field
from workflows.actions.start import Letter, NewCase
from workflows.presenting.act import Choice


class StartForm(forms.Form):
    """What one names at the start of a case."""

    title = forms.CharField(
        label=gettext_lazy("Perihal"),
        max_length=200,
        error_messages={
            "max_length": gettext_lazy("Perihal paling panjang 200 karakter (Anda menulis %(show_value)d).")
        },
    )
    year = forms.IntegerField(label=gettext_lazy("Tahun kinerja"), min_value=2000, max_value=2100)

    def __init__(
        self,
        office: Office,
        choices: list[Choice],
        subjects: list[Post],
        *args: Any,
        at: datetime,
        makes_pk: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        once = forms.CharField(
            max_length=40, required=False, initial=lambda: uuid4().hex, widget=forms.HiddenInput
        )
        self.fields["key"] = once
        today = at.astimezone(office.zone).date()
        self.fields["year"].initial = today.year
        if makes_pk:
            kinds = forms.RadioSelect
            self.fields["pk_kind"] = forms.ChoiceField(
                label=_("Jenis"), choices=PkKind.choices, initial=PkKind.PK, widget=kinds
            )
            posts = Post.objects.filter(
                pk__in=[*(p.pk for p in subjects), *office.posts.existing().values_list("pk", flat=True)]
            )
            self.fields["subjects"] = forms.ModelMultipleChoiceField(
                label=_("Perjanjian Kinerja untuk jabatan"),
                queryset=posts.order_by("id"),
                initial=[post.pk for post in subjects],
                error_messages={"required": _("Pilih sedikitnya satu jabatan.")},
                widget=forms.CheckboxSelectMultiple,
            )
        for choice in choices:
            self.fields[f"chosen_{choice.key}"] = choice_field(choice)
        self.fields["letter_sender"] = forms.CharField(
            label=_("Surat dari"),
            max_length=200,
            required=False,
            help_text=_("Kosongkan bila kasus ini tidak menjawab surat."),
        )
        self.fields["letter_number"] = forms.CharField(label=_("Nomor surat"), max_length=120, required=False)
        self.fields["letter_date"] = day_field(_("Tanggal surat"), today=today)
        self.fields["letter_received"] = day_field(_("Diterima tanggal"), today=today)
        self.fields["letter_hal"] = forms.CharField(label=_("Hal"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        rest = ("letter_number", "letter_date", "letter_received", "letter_hal")
        if any(data.get(name) for name in rest) and not data.get("letter_sender"):
            self.add_error("letter_sender", _("Isi pengirim suratnya, atau kosongkan semua isian surat."))
        return data

    def letter_fields(self) -> list[forms.BoundField]:
        """The fields of the incoming letter, which stand together on the page."""
        return [self[name] for name in self.fields if name.startswith("letter_")]

    def own_fields(self) -> list[forms.BoundField]:
        """The other fields that one sees."""
        return [field for field in self.visible_fields() if not field.name.startswith("letter_")]

    @property
    def new_case(self) -> NewCase:
        """What was filled in."""
        data = self.cleaned_data
        letter = None
        if data["letter_sender"]:
            letter = Letter(
                data["letter_sender"],
                data["letter_number"],
                data["letter_date"],
                data["letter_received"],
                data["letter_hal"],
            )
        return NewCase(
            title=data["title"],
            year=data["year"],
            pk_kind=data.get("pk_kind", ""),
            subjects=list(data["subjects"]) if "subjects" in data else None,
            letter=letter,
            key=data["key"],
            chosen={c.key: data[f"chosen_{c.key}"] for c in self.choices if data.get(f"chosen_{c.key}")},
        )
