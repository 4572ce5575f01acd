"""Loading an SOP in the browser."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.office_file import SLUG
from organizations.yaml_reader import MAX_BYTES


class LoadForm(forms.Form):
    """A file, the slug where the SOP is new, and the reason of a revision."""

    file = forms.FileField(
        label=gettext_lazy("Berkas SOP (YAML)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
        allow_empty_file=True,
    )
    slug = forms.CharField(
        label=gettext_lazy("Kode SOP"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "Untuk SOP baru, misalnya penyusunan-pk. Kosongkan untuk memakai nama berkasnya."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Mengapa dimuat atau direvisi."),
    )

    def __init__(self, *args: Any, slug: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fixed_slug = slug
        if slug:
            del self.fields["slug"]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].strip()
        if slug and not SLUG.match(slug):
            raise forms.ValidationError(
                _("Pakai huruf kecil, angka dan tanda hubung, misalnya penyusunan-pk.")
            )
        return slug

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > MAX_BYTES:
            size = filesizeformat(upload.size or 0)
            raise forms.ValidationError(
                _("Berkas ini %(size)s; berkas SOP paling besar %(limit)s kB.")
                % {"size": size, "limit": MAX_BYTES // 1024}
            )
        return upload


class TakeBackForm(forms.Form):
    """Which warning it is about."""

    fingerprint = forms.RegexField(
        "^[0-9a-f]{32}$",
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("Peringatan itu tidak dikenal; muat ulang halaman SOP ini.")
        ),
    )


class AnswerForm(TakeBackForm):
    """The reason for which a warning may stay."""

    reason = forms.CharField(
        max_length=500,
        error_messages={
            "required": gettext_lazy("Tuliskan alasannya."),
            "max_length": gettext_lazy("Alasan terlalu panjang; paling panjang 500 karakter."),
        },
    )
