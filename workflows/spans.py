"""Lengths of office time and shares, in words."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def office_hours(length: timedelta) -> str:
    """7 jam 30 menit kerja: office time is told in hours and minutes, a day of it is no fixed number of them."""
    hours, minutes = divmod(round(length.total_seconds() / 60), 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)s jam", "%(count)s jam", hours) % {"count": hours})
    if minutes or not hours:
        parts.append(ngettext("%(count)s menit", "%(count)s menit", minutes) % {"count": minutes})
    return _("%(time)s kerja") % {"time": " ".join(parts)}


def percent(part: float | None) -> str:
    """83 %; "-" where nothing was judged. Never rounded up to a whole that it is not."""
    if part is None:
        return "-"
    return f"{whole_percent(part)} %"


def whole_percent(part: float) -> int:
    """A share in per cent, 100 only where it is all, 0 only where it is none."""
    return round(part * 100) if part in (0, 1) else min(max(round(part * 100), 1), 99)


def fine_percent(part: float) -> float:
    """The same with two decimals, to be counted with."""
    return round(part * 100, 2) if part in (0, 1) else min(max(round(part * 100, 2), 0.01), 99.99)


def used_percent(share: float) -> int:
    """How much of waktu was used, in per cent: more than 100 wherever it was more than all."""
    return max(round(share * 100), 101) if share > 1 else round(share * 100)
