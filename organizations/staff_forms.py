"""The forms of posts and roles, of leave, and of what a Plt. or Plh. may do."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.granting import WIDE
from organizations.kewenangan import CHOICES, LABELS, USUAL, choice_of
from organizations.models import Appointment, Kind, Office, Post, Role, RoleGrant, Unit, User
from organizations.models.periods import day_of
from organizations.shown_texts import shown

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

DAY = {"type": "date"}


def day_field(
    label: "_StrOrPromise", *, required: bool = True, help_text: "_StrOrPromise" = ""
) -> forms.DateField:
    """A day, as browsers ask for one."""
    widget = forms.DateInput(DAY, "%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def reason_field(label: "_StrOrPromise", help_text: "_StrOrPromise" = "") -> forms.CharField:
    """Why, as the record keeps it."""
    return forms.CharField(label=label, max_length=300, help_text=help_text)


def people_of(office: Office) -> "QuerySet[User]":
    """Everybody who ever held a post or a role in the office's government, by name."""
    posts = Q(appointments__post__government=office.government_id)
    roles = Q(grants__government=office.government_id) | Q(grants__office__government=office.government_id)
    return User.objects.filter(posts | roles).distinct().order_by("name", "id")


def officials_of(office: Office, at: datetime) -> "QuerySet[User]":
    """Who holds a post or a role of the office, now or from a coming day on, by name."""
    later = Q(end_date=None) | Q(end_date__gt=day_of(at))
    held = Appointment.objects.filter(later, post__office=office).values("user")
    given = RoleGrant.objects.filter(later, office=office).values("user")
    return User.objects.filter(Q(pk__in=held) | Q(pk__in=given)).order_by("name", "id")


def colleagues_of(posts: Sequence[Post], at: datetime) -> "QuerySet[User]":
    """Who holds a post, now or from a coming day on, of the offices of these posts, by name."""
    later = Q(end_date=None) | Q(end_date__gt=day_of(at))
    same = Q(post__office__in={post.office_id for post in posts if post.office_id})
    for post in posts:
        if post.office_id is None:
            same |= Q(post__office=None, post__government=post.government_id)
    held = Appointment.objects.filter(later, same).values("user")
    return User.objects.filter(pk__in=held, is_active=True).order_by("name", "id")


class PersonField(forms.ModelChoiceField):
    """A person by name, with the NIP's last digits where names are alike."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} (…{obj.nip[-4:]})" if obj.nip else str(obj.name)


class PostChoice(forms.ModelChoiceField):
    """A post, with its office where it is not the only one."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} · {obj.office.label if obj.office else _('pemerintah daerah')}"


class PeriodForm(forms.Form):
    """Days as people say them: `last` is the last day on which it holds; `end` is the first on which it does not."""

    @property
    def end(self) -> date | None:
        """The first day on which it no longer holds; None where no end is known."""
        last: date | None = self.cleaned_data.get("last")
        return min(last, date.max - timedelta(days=1)) + timedelta(days=1) if last else None


class PersonForm(PeriodForm):
    """Somebody of the government, chosen by name, or found by the number that they sign in with."""

    user = PersonField(
        label=gettext_lazy("Pejabat"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("pilih"),
    )
    number = forms.CharField(
        label=gettext_lazy("NIP atau nama pengguna"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Hanya bila orangnya tidak ada dalam daftar di atas, misalnya pindahan."),
    )

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people_of(office)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        number = "".join(data.get("number", "").split())
        if number:
            data["user"] = User.objects.filter(username=number).first()
            if data["user"] is None:
                self.add_error(
                    "number", _("Tidak ada orang dengan NIP atau nama pengguna itu; muat dulu datanya.")
                )
        elif not data.get("user") and "user" not in self.errors:
            self.add_error("user", _("Pilih pejabatnya."))
        return data


class AppointmentForm(PersonForm):
    """Who holds a post, how, by which letter, and how long."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis"),
        choices=Kind.choices,
        help_text=gettext_lazy(
            "Plt.: pejabat definitif tidak ada. Plh.: pejabat definitif berhalangan sementara."
        ),
    )
    letter = forms.CharField(label=gettext_lazy("Nomor surat"), max_length=200, required=False)
    letter_date = day_field(gettext_lazy("Tanggal surat"), required=False)
    start = day_field(gettext_lazy("Mulai"))
    last = day_field(
        gettext_lazy("Hari terakhir"),
        required=False,
        help_text=gettext_lazy("Wajib untuk Plt. dan Plh.; berakhir dengan sendirinya."),
    )


class WhyForm(forms.Form):
    """Why something is done."""

    reason = reason_field(gettext_lazy("Dasar"), gettext_lazy("Misalnya nomor surat keputusan."))


class EndForm(WhyForm):
    """From which day on something no longer holds, and why."""

    on = day_field(gettext_lazy("Tidak berlaku lagi mulai"), help_text=gettext_lazy("Hari pertama tanpanya."))

    field_order = ("user", "on", "reason")


class MoveForm(EndForm):
    """Who leaves the office."""

    user = PersonField(
        label=gettext_lazy("Pejabat"), queryset=User.objects.none(), empty_label=gettext_lazy("pilih")
    )

    def __init__(self, people: "QuerySet[User]", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        self.fields["on"].help_text = _("Hari pertama di luar kantor ini.")


class OfficialForm(forms.Form):
    """A person whom the office file does not know yet."""

    nip = forms.CharField(label=gettext_lazy("NIP"), max_length=24, help_text=gettext_lazy("18 angka."))
    name = forms.CharField(
        label=gettext_lazy("Nama dan gelar"),
        max_length=200,
        help_text=gettext_lazy("Seperti tercetak di naskah."),
    )
    rank = forms.CharField(label=gettext_lazy("Pangkat (bila ada)"), max_length=60, required=False)
    grade = forms.CharField(label=gettext_lazy("Golongan (bila ada)"), max_length=10, required=False)


class PostForm(forms.Form):
    """A new post."""

    title = forms.CharField(label=gettext_lazy("Nama jabatan"), max_length=200)
    slug = forms.SlugField(
        label=gettext_lazy("Kode"),
        max_length=60,
        help_text=gettext_lazy("Huruf kecil, angka dan tanda hubung, misalnya kabid-bm; dipakai berkas SOP."),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=gettext_lazy("tanpa unit"),
    )
    superior = PostChoice(
        label=gettext_lazy("Atasan"),
        queryset=Post.objects.none(),
        required=False,
        empty_label=gettext_lazy("tanpa atasan"),
    )

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = office.units.order_by("id")  # type: ignore[attr-defined]
        above = Post.objects.existing().filter(
            Q(office=office) | Q(office=None, government=office.government_id)
        )
        self.fields["superior"].queryset = above.select_related("office").order_by("id")  # type: ignore[attr-defined]


class GrantForm(PersonForm):
    """Who has which role, and how long."""

    role = forms.ChoiceField(label=gettext_lazy("Peran"), choices=Role.choices)
    is_wide = forms.BooleanField(
        label=gettext_lazy(
            "Berlaku untuk semua kantor pemerintah daerah (inspektur, admin pemerintah daerah)"
        ),
        required=False,
    )
    start = day_field(gettext_lazy("Mulai"))
    last = day_field(
        gettext_lazy("Hari terakhir"), required=False, help_text=gettext_lazy("Kosong: sampai diakhiri.")
    )

    def __init__(self, office: Office, *, wide: bool, **kwargs: Any) -> None:
        super().__init__(office, **kwargs)
        if not wide:
            del self.fields["is_wide"]
            own = [choice for choice in Role.choices if choice[0] != Role.GOVERNMENT_ADMIN]
            self.fields["role"].choices = own  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("role") == Role.GOVERNMENT_ADMIN:
            data["is_wide"] = True
        if data.get("is_wide") and data.get("role") not in WIDE:
            self.add_error("is_wide", _("Peran ini berlaku untuk satu kantor."))
        return data


class DelegationForm(PeriodForm):
    """Which post's work goes to whom, how long, and why."""

    post = PostChoice(label=gettext_lazy("Jabatan"), queryset=Post.objects.none(), empty_label=None)
    to_user = PersonField(
        label=gettext_lazy("Kepada"), queryset=User.objects.none(), empty_label=gettext_lazy("pilih")
    )
    start = day_field(gettext_lazy("Mulai"))
    last = day_field(gettext_lazy("Hari terakhir"))
    reason = reason_field(gettext_lazy("Alasan"), gettext_lazy("Misalnya cuti tahunan, dinas luar, sakit."))

    def __init__(self, posts: Sequence[Post], people: "QuerySet[User]", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        ids: Iterable[int] = [post.pk for post in posts]
        found = Post.objects.filter(pk__in=ids).select_related("office").order_by("id")
        self.fields["post"].queryset = found  # type: ignore[attr-defined]
        self.fields["to_user"].queryset = people  # type: ignore[attr-defined]


class ShortenForm(PeriodForm):
    """Until when a delegation holds after all; nothing means that it ends at once."""

    last = day_field(
        gettext_lazy("Hari terakhir yang baru"),
        required=False,
        help_text=gettext_lazy("Kosong: ditarik sekarang juga."),
    )


class KewenanganForm(forms.Form):
    """What a Plt. or Plh. may do beside routine work."""

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for act in USUAL:
            self.fields[act] = forms.ChoiceField(
                label=shown(LABELS[act]),
                choices=[(choice, shown(text)) for choice, text in CHOICES.items()],
                initial=choice_of(office.kewenangan_pelaksana, act),
                widget=forms.RadioSelect,
            )
