"""Dates and times as Indonesian offices print them, every time with its zone; as English words them on a page that is
read in English. What is kept is worded as Indonesian (`activity.wording`)."""

from datetime import date, datetime, timedelta

from django import template
from django.utils.translation import get_language

from organizations.models import Office

register = template.Library()

MONTHS = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905
)
DAYS = "Senin Selasa Rabu Kamis Jumat Sabtu Minggu".split()  # noqa: SIM905
ENGLISH_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
ENGLISH_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905


def in_english() -> bool:
    """Whether what is worded now is read in English."""
    return get_language() == "en"


def months() -> list[str]:
    """The names of the months in the language of the page."""
    return ENGLISH_MONTHS if in_english() else MONTHS


def weekdays() -> list[str]:
    """The names of the days from Monday on, in the language of the page."""
    return ENGLISH_DAYS if in_english() else DAYS


@register.filter
def tanggal(day: date | None) -> str:
    """3 Januari 2022; "-" where the paper has none."""
    return f"{day.day} {months()[day.month - 1]} {day.year}" if day else "-"


@register.filter
def hari_terakhir(end: date | None) -> str:
    """The last day of a period that ends before `end`: 31 Desember 2026; "-" where no end is known."""
    return tanggal(end - timedelta(days=1)) if end else "-"


@register.filter
def hari_tanggal(day: date | None) -> str:
    """Senin, 3 Januari 2022; "-" where the paper has none."""
    names = weekdays()
    return f"{names[day.weekday()]}, {tanggal(day)}" if day else "-"


@register.filter
def waktu(at: datetime | None, office: Office) -> str:
    """22 November 2026 pukul 10.15 WITA, in the office's zone; "-" where there is none."""
    if at is None:
        return "-"
    local = at.astimezone(office.zone)
    if in_english():
        return f"{tanggal(local.date())} at {local:%H:%M} {office.time_zone}"
    return f"{tanggal(local.date())} pukul {local:%H.%M} {office.time_zone}"


@register.filter
def waktu_singkat(at: datetime | None, office: Office) -> str:
    """22 Nov 2026 10.15 WITA, for lists."""
    if at is None:
        return "-"
    local = at.astimezone(office.zone)
    clock = f"{local:%H:%M}" if in_english() else f"{local:%H.%M}"
    return f"{local.day} {months()[local.month - 1][:3]} {local.year} {clock} {office.time_zone}"


@register.filter
def jam(at: datetime | None, office: Office) -> str:
    """10.15, the time of day in the office's zone, where the page says which day and which office."""
    if at is None:
        return "-"
    local = at.astimezone(office.zone)
    return f"{local:%H:%M}" if in_english() else f"{local:%H.%M}"
