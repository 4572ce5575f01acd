"""The forms of approval: sending, sending back, signing, the scan, the regulation, and the office's setting."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.models import Office, Post
from sops.models import ApprovalSetting, Revision

SHORT = {"max_length": _("Terlalu panjang.")}


class PostField(forms.ModelChoiceField):
    """A choice among posts, named with their office where they are of several."""

    def label_from_instance(self, post: Any) -> str:
        return f"{post.title} ({post.office.label})" if post.office else f"{post.title}"


def reviewers(office: Office) -> Any:
    """The posts that may review at level 1: the office's own, but its head."""
    found = Post.objects.existing().filter(~Q(pk=office.head_id), office=office)
    return found.select_related("office").order_by("id")


def usual_reviewer(office: Office, setting: ApprovalSetting | None) -> Post | None:
    """The post that the office names, else its Sekretaris, else the first direct subordinate of the head."""
    if setting and setting.level1:
        return setting.level1
    found = list(reviewers(office))
    secretary = next((post for post in found if post.title.casefold().startswith("sekretaris")), None)
    return secretary or next((post for post in found if post.superior_id == office.head_id), None)


class SubmitForm(forms.Form):
    """To whom a draft goes."""

    level1 = PostField(queryset=Post.objects.none(), label=_("Direviu oleh (tingkat 1)"), empty_label=None)
    note = forms.CharField(
        label=_("Catatan untuk pereviu"), max_length=500, required=False, error_messages=SHORT
    )

    def __init__(self, office: Office, setting: ApprovalSetting | None, data: Any = None) -> None:
        super().__init__(data, initial={"level1": usual_reviewer(office, setting)})
        self.fields["level1"].queryset = reviewers(office)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why it is sent back, or revoked."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Tuliskan alasannya."),
            "max_length": _("Paling panjang 500 karakter."),
        },
    )


class SignForm(forms.Form):
    """The passphrase of whoever signs; never kept."""

    passphrase = forms.CharField(
        label=_("Frasa sandi tanda tangan"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Isi frasa sandi tanda tangan Anda.")},
    )


class ScanForm(forms.Form):
    """The sheet that was signed by hand."""

    scan = forms.FileField(
        label=_("Pindaian lembar yang ditandatangani dan dicap"),
        help_text=_("PDF, JPEG atau PNG. Seluruh halaman, sesudah ditandatangani dan dicap."),
        error_messages={"required": _("Pilih berkas pindaiannya.")},
    )


class PenetapanForm(forms.Form):
    """Under which regulation the SOP is set."""

    penetapan = forms.CharField(
        label=_("Ditetapkan dengan"),
        max_length=200,
        required=False,
        help_text=_(
            "Misalnya: Peraturan Wali Kota Tarakan Nomor 12 Tahun 2026. Kosongkan untuk menghapusnya."
        ),
        error_messages=SHORT,
    )
    penetapan_tanggal = forms.DateField(
        label=_("Tanggal penetapan"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    whole_book = forms.BooleanField(
        label=_(
            "Peraturan ini juga menetapkan SOP lain kantor ini yang disetujui atau berlaku dan belum menyebutnya"
        ),
        required=False,
    )

    def __init__(self, revision: Revision, data: Any = None) -> None:
        initial = {
            "penetapan": revision.penetapan,
            "penetapan_tanggal": revision.penetapan_tanggal,
        }
        super().__init__(data, initial=initial)

    def clean_penetapan(self) -> str:
        return str(self.cleaned_data["penetapan"]).strip()


class SettingForm(forms.Form):
    """How the office approves its SOPs."""

    is_on = forms.BooleanField(
        label=_("SOP yang dimuat lewat peramban menjadi draf dan disetujui lebih dulu"), required=False
    )
    level1 = PostField(
        queryset=Post.objects.none(),
        label=_("Tingkat 1: direviu atas nama pimpinan unit oleh"),
        required=False,
        empty_label=_("dipilih saat mengajukan"),
    )
    level2 = PostField(
        queryset=Post.objects.none(),
        label=_("Tingkat 2: diverifikasi unit pembina organisasi oleh"),
        required=False,
        empty_label=_("tidak diminta"),
        help_text=_("Misalnya Kepala Bagian Organisasi; boleh jabatan kantor lain di pemerintah daerah ini."),
    )

    def __init__(self, office: Office, setting: ApprovalSetting | None, data: Any = None) -> None:
        initial: dict[str, Any] = {"is_on": setting is not None}
        if setting:
            initial |= {name: getattr(setting, name) for name in ("level1", "level2")}
        super().__init__(data, initial=initial)
        everyone = Post.objects.existing().filter(government=office.government_id).select_related("office")
        self.fields["level1"].queryset = reviewers(office)  # type: ignore[attr-defined]
        self.fields["level2"].queryset = everyone.order_by("office", "id")  # type: ignore[attr-defined]
