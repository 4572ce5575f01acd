"""Why a task stands where it stands, in words for whoever is responsible for it. No query, no clock."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Standing:
    """What is known of an open task. Empty texts where it is not so.

    `since` is when it came and `opened` when its official first looked at it, both as printed; `holder` acts for the
    post, `behalf` is whose duty it is where it was delegated; `outside` and `suspended` are the reasons for which its
    clock stands still; `returns` counts how often the case was sent back.
    """

    since: str
    opened: str = ""
    holder: str = ""
    behalf: str = ""
    is_plh: bool = False
    is_shut_out: bool = False
    outside: str = ""
    suspended: str = ""
    is_preparing: bool = False
    returns: int = 0


def why(task: Standing) -> list[str]:
    """What keeps it, the weightiest first; there is always something."""
    found = [*stopped(task), *absent(task)]
    if task.opened:
        found.append(_("dibuka %(opened)s dan sedang dikerjakan") % {"opened": task.opened})
    else:
        found.append(_("belum dibuka sejak %(since)s") % {"since": task.since})
    if task.returns:
        words = ngettext(
            "kasusnya %(number)d kali dikembalikan", "kasusnya %(number)d kali dikembalikan", task.returns
        )
        found.append(words % {"number": task.returns})
    return found


def stopped(task: Standing) -> list[str]:
    """Why nobody can go on with it at this moment."""
    found = []
    if task.suspended:
        found.append(_("kasusnya ditangguhkan: %(reason)s") % {"reason": task.suspended})
    if task.outside:
        found.append(_("menunggu pihak luar: %(reason)s") % {"reason": task.outside})
    if task.is_preparing:
        found.append(_("naskah yang akan ditandatangani masih disiapkan"))
    return found


def absent(task: Standing) -> list[str]:
    """Why the official in whose hands it should be does not work on it."""
    if not task.holder:
        return [_("jabatannya kosong")]
    found = []
    if task.is_shut_out:
        found.append(_("akun %(holder)s tidak aktif") % {"holder": task.holder})
    if task.behalf:
        names = {"behalf": task.behalf, "holder": task.holder}
        found.append(_("%(behalf)s berhalangan, tugasnya dilimpahkan kepada %(holder)s") % names)
    elif task.is_plh:
        found.append(_("pejabat definitifnya berhalangan, dijabat Plh."))
    return found
