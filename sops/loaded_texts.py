"""What whoever loaded a file in the browser is told of it, in the language of the page."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sops.answering import remark_list
from sops.loading import Loaded
from sops.models import Revision
from sops.storing import document_of

MAX_TOLD = 10


def warnings_of(loaded: Loaded) -> list[str]:
    """What the one who loaded it is told at once; the whole list stands on the page that follows."""
    remarks = remark_list(loaded.revision.sop, document_of(loaded.revision)).unanswered
    found = [_("Peringatan: %(text)s.") % {"text": text} for text in (*loaded.warnings, *remarks)]
    rest = len(found) - MAX_TOLD
    if rest <= 0:
        return found
    more = ngettext(
        "%(rest)s peringatan lagi ada di daftar peringatan di halaman ini.",
        "%(rest)s peringatan lagi ada di daftar peringatan di halaman ini.",
        rest,
    )
    return [*found[:MAX_TOLD], more % {"rest": rest}]


def outcome_text(outcome: str, revision: Revision, updated: Sequence[str]) -> str:
    """What became of the file; `updated` as the record keeps it, in Indonesian."""
    template = {
        "created": _("SOP “%(nama)s” dibuat."),
        "revision": _("Revisi baru (%(number)s) “%(nama)s” berlaku; kasus berjalan tetap pada revisinya."),
        "drafted": _("Draf “%(nama)s” (revisi %(number)s) tersimpan; ajukan untuk direviu."),
        "restored": _("Revisi %(number)s “%(nama)s” berlaku kembali."),
        "unchanged": _("“%(nama)s” tidak berubah."),
    }[outcome]
    text = template % {"nama": revision.nama, "number": revision.number}
    if not updated:
        return text
    return _("%(text)s Diperbarui: %(updated)s.") % {"text": text, "updated": ", ".join(updated)}
