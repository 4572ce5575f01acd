"""The fields about parties outside: what came back from them signed, and why a case is filed without."""

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.acting import MAX_REASON
from workflows.presenting.act import ActPage

VOUCHED = gettext_lazy(
    "Sertifikat elektronik pada berkas itu atas nama orang lain; saya menyatakan bahwa itu tanda tangan pejabat yang "
    "ditunggu"
)


def ask_returned(page: ActPage) -> Iterator[tuple[str, forms.Field]]:
    """Which paper, if any, the uploaded file brings back signed from outside."""
    if not page.awaited_outside:
        return
    papers = [
        ("", _("tidak ada")),
        *((s.pk, f"{s.paper.title}: {s.post.title}") for s in page.awaited_outside if s.post),
    ]
    yield (
        "returned_paper",
        forms.TypedChoiceField(
            label=_("Berkas yang diunggah adalah naskah yang kembali dengan tanda tangan"),
            choices=papers,
            coerce=int,
            empty_value=None,
            required=False,
            help_text=_("PDF bertanda tangan elektronik diperiksa; pindaian dinyatakan oleh Anda."),
        ),
    )
    yield "vouched", forms.BooleanField(label=VOUCHED, required=False)


def ask_unsigned(page: ActPage) -> Iterator[tuple[str, forms.Field]]:
    """Why the case is filed without parties outside, where this act may file it and they have not signed."""
    if not page.unsigned_outside:
        return
    who = _(" dan ").join(dict.fromkeys(each.who for each in page.unsigned_outside))
    yield (
        "unsigned_reason",
        forms.CharField(
            label=_("Alasan diarsipkan tanpa tanda tangan %(who)s") % {"who": who},
            required=False,
            max_length=MAX_REASON,
            help_text=_(
                "Wajib diisi bila naskah yang ditandatanganinya tidak diunggah. Alasan ini dicatat, masuk arsip, "
                "dan tampak di halaman pemeriksaan naskah."
            ),
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
    )
