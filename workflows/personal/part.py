"""One part of the copy: the rows of one table that belong to a person by one of its columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils.functional import Promise

from organizations.models import User

Shown = str | Combinable


@dataclass(frozen=True)
class Part:
    """`key` is its name in the copy and `meaning` what a reader is told of it; `by` the column that names the person,
    and `shows` what is copied of each row: its name there, and where it stands (a lookup, or an expression)."""

    key: str
    meaning: Promise
    model: type[Model]
    by: str
    shows: Mapping[str, Shown] = field(default_factory=dict)

    @property
    def column(self) -> str:
        """What it decides about: "workflows.Assignment.acted_by"."""
        return f"{self.model._meta.label}.{self.by}"

    def rows(self, user: User) -> "QuerySet[Model]":
        """Those of the person, the oldest first."""
        return self.model._default_manager.filter(self.belongs_to(user)).order_by("pk")

    def belongs_to(self, user: User) -> Q:
        """Which rows are the person's."""
        return Q(**{self.by: user.pk})
