"""Words of the field as sentences need them."""

from django.utils.translation import gettext_lazy as _

TINDAKAN_DONE = {
    "disposisi": _("Memberi disposisi"),
    "menyusun": _("Menyusun"),
    "rapat": _("Mengikuti rapat"),
    "memeriksa": _("Memeriksa"),
    "menandatangani": _("Menyelesaikan bagiannya dalam penandatanganan"),
    "menyerahkan": _("Menyerahkan"),
    "mengarsipkan": _("Mengarsipkan"),
}
