"""The NIK, by which BSrE knows an official. No Django.

16 digits: 6 of the region, 6 of the birth date (40 added to the day for women), 4 serial; no check digit. The
parts are not looked into: real numbers with a wrong date exist, and BSrE gives out such ones for trials.
"""

from activity.words import _

SHOWN = 4
LENGTH = 16


class BadNik(ValueError):
    """Not a NIK; the text says how to write it."""


def read_nik(text: str) -> str:
    """The 16 digits; blanks, dots and dashes between them are left out."""
    digits = "".join(c for c in text if c not in " .-\u00a0\t")
    if not (digits.isascii() and digits.isdigit() and len(digits) == LENGTH):
        raise BadNik(_("NIK terdiri dari 16 angka, seperti tertulis di KTP."))
    if len(set(digits)) == 1:
        raise BadNik(_("NIK ini tidak mungkin: semua angkanya sama. Periksa di KTP."))
    return digits


def masked_nik(nik: str) -> str:
    """All but the last four digits hidden: `•••• •••• •••• 0001`."""
    hidden = "•" * (len(nik) - SHOWN) + nik[-SHOWN:]
    return " ".join(hidden[place : place + 4] for place in range(0, len(hidden), 4))
