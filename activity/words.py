"""Texts of modules that import no Django: Indonesian as they are written, or as who set `translate_with` says them.

`activity.apps` sets it to Django's gettext, so that such a module is worded in the language of the page as every other
is (decision 0038), and still runs, and is tested, with nothing else there: `_("Baris %(row)d kosong") % {"row": 3}`.
"""

from collections.abc import Callable

Translation = Callable[[str], str]
PluralTranslation = Callable[[str, str, int], str]


class _Words:
    """The one place that knows whether, and by whom, texts are translated."""

    one: Translation = staticmethod(str)
    many: PluralTranslation = staticmethod(lambda one, many, number: one if number == 1 else many)


def translate_with(one: Translation, many: PluralTranslation) -> None:
    """From now on a text is what `one`, and a text with a number what `many`, says of it."""
    _Words.one, _Words.many = staticmethod(one), staticmethod(many)


def _(text: str) -> str:
    """This text, in the language of whoever is served now."""
    return _Words.one(text)


def ngettext(one: str, many: str, number: int) -> str:
    """The text for this number of things, in that language."""
    return _Words.many(one, many, number)
