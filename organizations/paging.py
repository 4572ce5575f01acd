"""Pages of a list without counting it and without skipping rows: each begins where the one before ended.

The address of a page names the last row before it by what the list is ordered by, so the hundredth page costs what
the first one does, and a row that comes or goes meanwhile moves no other one to a page already read.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from django.db.models import CharField, DateTimeField, F, Model, Q, QuerySet, TextField
from django.db.models.expressions import OrderBy

PAGE = 25
ON, BACK = "sesudah", "sebelum"
LONGEST, HIGHEST = 700, 10**18  # characters of a place, and a number in it
FIRST_YEAR, LAST_YEAR = 1900, 2200
Value = datetime | int | str | None


@dataclass(frozen=True)
class Page:
    """A page of a list: the addresses of those beside it; empty where there is none."""

    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Key:
    """One thing that a list is ordered by: a field of its rows, upwards or downwards, and what it holds (`kind`:
    datetime, int or str); `may_be_empty` is whether there are rows without it, which then come last."""

    name: str
    is_down: bool
    kind: type
    may_be_empty: bool

    def beyond(self, value: Value, *, back: bool) -> Q:
        """The rows that come after one with that value, or before it."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if back else Q(pk__in=[])
        found = Q(**{f"{self.name}__{'lt' if self.is_down != back else 'gt'}": value})
        return found | Q(**{f"{self.name}__isnull": True}) if self.may_be_empty and not back else found


def page_of(rows: "QuerySet[Any]", asked: str) -> tuple[list[Any], Page]:
    """The rows of the page that an address names; anything that makes no sense is the first one, and so is a page of
    which nothing is left. One query, a second one where a page was turned back to the beginning.

    The rows must be ordered by fields, the last of which tells any two apart.
    """
    keys = keys_of(rows)
    way, _, text = asked.partition(":")
    place = place_of(text, keys) if way in (ON, BACK) else None
    if place is None:
        return first_page(rows, keys)
    if way == ON:
        found = list(rows.filter(beyond(keys, place, back=False))[: PAGE + 1])
        if not found:  # worked off meanwhile; what came before it still waits
            return first_page(rows, keys)
        shown = found[:PAGE]
        after = written(ON, keys, shown[-1]) if len(found) > PAGE else ""
        return shown, Page(written(BACK, keys, shown[0]), after)
    found = list(rows.filter(beyond(keys, place, back=True)).reverse()[: PAGE + 1])
    if len(found) <= PAGE:
        return first_page(rows, keys)
    shown = found[PAGE - 1 :: -1]
    return shown, Page(written(BACK, keys, shown[0]), written(ON, keys, shown[-1]))


def first_page(rows: "QuerySet[Any]", keys: Sequence[Key]) -> tuple[list[Any], Page]:
    """The beginning of the list."""
    found = list(rows[: PAGE + 1])
    return found[:PAGE], Page(after=written(ON, keys, found[PAGE - 1]) if len(found) > PAGE else "")


def keys_of(rows: "QuerySet[Any]") -> list[Key]:
    """What the rows are ordered by."""
    return [key_of(rows.model, order) for order in rows.query.order_by]


def key_of(model: type[Model], order: Any) -> Key:
    """One of them, as `order_by` takes it: "-filed_at", or F("due_at").asc(nulls_last=True)."""
    if isinstance(order, OrderBy) and isinstance(order.expression, F):
        name: str = order.expression.name  # type: ignore[attr-defined]
        is_down, may_be_empty = order.descending, bool(order.nulls_last)
    else:
        name, is_down, may_be_empty = order.lstrip("-"), order.startswith("-"), False
    return Key(name, is_down, kind_of(model, name), may_be_empty)


def kind_of(model: type[Model], name: str) -> type:
    """What a field holds; the name may lead over other rows ("pihak_pertama__title")."""
    first, _, rest = name.partition("__")
    field = model._meta.pk if first == "pk" else model._meta.get_field(first)
    if rest:
        return kind_of(field.related_model, rest)  # type: ignore[arg-type]
    if isinstance(field, DateTimeField):
        return datetime
    return str if isinstance(field, CharField | TextField) else int


def beyond(keys: Sequence[Key], place: Sequence[Value], *, back: bool) -> Q:
    """The rows after that place, or before it: beyond it in the first key in which they differ."""
    found, same = Q(), Q()
    for key, value in zip(keys, place, strict=True):
        found |= same & key.beyond(value, back=back)
        same &= Q(**({f"{key.name}__isnull": True} if value is None else {key.name: value}))
    first, value = keys[0], place[0]
    if value is None or first.may_be_empty:
        return found
    # It says nothing new, but an index can begin there.
    return Q(**{f"{first.name}__{'lte' if first.is_down != back else 'gte'}": value}) & found


def written(way: str, keys: Sequence[Key], row: Any) -> str:
    """How an address names the page on that side of a row."""
    values = [attrgetter(key.name.replace("__", "."))(row) for key in keys]
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return f"{way}:{json.dumps(plain, ensure_ascii=False, separators=(',', ':'))}"


def place_of(text: str, keys: Sequence[Key]) -> list[Value] | None:
    """The values that an address names; None where it is nonsense."""
    if len(text) > LONGEST:
        return None
    try:
        values = json.loads(text)
        if not isinstance(values, list):
            return None
        return [value_of(value, key) for value, key in zip(values, keys, strict=True)]
    except ValueError:
        return None


def value_of(value: object, key: Key) -> Value:
    """A value, as the key has them; None where rows may be without it. Raises ValueError for anything else."""
    if value is None and key.may_be_empty:
        return None
    if key.kind is int and type(value) is int and abs(value) < HIGHEST:
        return value
    if key.kind is str and isinstance(value, str) and "\0" not in value:
        value.encode()  # JSON can write half a character, which no database takes: a UnicodeEncodeError, so ValueError
        return value
    if key.kind is datetime and isinstance(value, str):
        found = datetime.fromisoformat(value)
        if found.tzinfo and FIRST_YEAR < found.year < LAST_YEAR:
            return found.astimezone(UTC)  # PostgreSQL takes no distance from it of 16 hours or more
    raise ValueError(value)
