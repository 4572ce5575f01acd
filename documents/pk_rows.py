"""The content of a PK in the database: read in three queries, written in a fixed number of statements."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from documents.models import PerjanjianKinerja, PkIndicator, PkProgram, PkSasaran
from documents.pk_checks import Remark
from documents.pk_content import Indicator, PkContent, Program, Sasaran, mapped, short
from documents.pk_numbers import read_date, read_money, write_date, write_money

INDICATOR_TEXTS = ("text", "satuan", "kind", "target", "direction", "aggregation")
QUARTER_TEXTS = ("tw1", "tw2", "tw3", "tw4")
LOWER = re.compile(
    r"(kepala\s+)?(sub\W?\s?|kasub|kasi\b|seksi\b)|(jfu|jft|staf|pelaksana|pengelola)\b", re.IGNORECASE
)


def content_of(pk: PerjanjianKinerja) -> PkContent:
    """What is saved of a PK. Three queries."""
    return contents_of([pk])[pk.pk]


def contents_of(pks: Sequence[PerjanjianKinerja]) -> dict[int, PkContent]:
    """What is saved of each of these, by their numbers. Three queries, however many there are."""
    rows: dict[int, list[Indicator]] = {}
    sasaran: dict[int, list[Sasaran]] = {pk.pk: [] for pk in pks}
    programs: dict[int, list[Program]] = {pk.pk: [] for pk in pks}
    for row in PkIndicator.objects.filter(sasaran__perjanjian_kinerja__in=pks).order_by("order", "id"):
        rows.setdefault(row.sasaran_id, []).append(value_of(row))
    for each in PkSasaran.objects.filter(perjanjian_kinerja__in=pks).order_by("order", "id"):
        found = Sasaran(each.text, tuple(rows.get(each.pk, ())), each.pk)
        sasaran[each.perjanjian_kinerja_id].append(found)
    for line in PkProgram.objects.filter(perjanjian_kinerja__in=pks).order_by("order", "id"):
        program = Program(line.name, write_money(line.anggaran), line.keterangan, line.level, line.pk)
        programs[line.perjanjian_kinerja_id].append(program)
    return {
        pk.pk: PkContent(
            sasaran=tuple(sasaran[pk.pk]),
            programs=tuple(programs[pk.pk]),
            level=pk.level if pk.version else usual_level(pk),
            place=pk.place,
            statement_date=write_date(pk.statement_date),
            reason=pk.reason,
        )
        for pk in pks
    }


def usual_level(pk: PerjanjianKinerja) -> str:
    """With what level the sasaran of a PK start that nobody has written: those of a head are strategis, of who answers
    to the head program, of seksi and subbagian and below kegiatan (Permenpan RB 53/2014: each echelon its own)."""
    post = pk.pihak_pertama
    if post.office_id is None or post.pk == pk.office.head_id:
        return "strategis"
    is_below = LOWER.match(post.title) or post.superior_id != pk.office.head_id
    return "kegiatan" if is_below else "program"


def value_of(row: PkIndicator) -> Indicator:
    """An indicator as the value."""
    texts = {name: getattr(row, name) for name in INDICATOR_TEXTS}
    four = (row.tw1, row.tw2, row.tw3, row.tw4)
    return Indicator(**texts, predictions=four, supports=row.supports_id, id=row.pk)


def starting_content(pk: PerjanjianKinerja) -> PkContent:
    """What one begins to edit: what is saved, or for a PK Perubahan without any the content of the PK it changes.

    Its rows then bear the numbers of the older ones; `write_content` makes rows that continue them.
    """
    own = content_of(pk)
    if pk.changes is None or pk.version or own.sasaran or own.programs:
        return own
    old = content_of(pk.changes)
    return replace(old, level=pk.changes.level, place=pk.changes.place, statement_date="", reason=pk.reason)


@dataclass(frozen=True)
class Above:
    """The PK of the superior: its indicators by number, and where those of its older PKs went."""

    pk: PerjanjianKinerja | None
    labels: Mapping[int, str]
    newer: Mapping[int, int]

    def renewed(self, content: PkContent) -> PkContent:
        """The content with its indicators supporting the newest of what they supported."""
        return mapped(
            content, lambda row: replace(row, supports=self.newer.get(row.supports or 0, row.supports))
        )


def above(pk: PerjanjianKinerja) -> Above:
    """What this PK may support. Two queries; none where there is no superior."""
    if pk.pihak_kedua_id is None:
        return Above(None, {}, {})
    pks = list(
        PerjanjianKinerja.objects.filter(pihak_pertama=pk.pihak_kedua_id, year=pk.year).select_related(
            "pihak_pertama"
        )
    )
    found = newest(pks)
    if found is None:
        return Above(None, {}, {})
    rows = list(
        PkIndicator.objects.filter(sasaran__perjanjian_kinerja__in=[each.pk for each in pks])
        .order_by("sasaran__order", "order", "id")
        .values_list("id", "continues", "sasaran__perjanjian_kinerja", "sasaran__order", "order", "text")
    )
    labels = {
        row: f"{outer}.{inner} {short(text)}"
        for row, _, owner, outer, inner, text in rows
        if owner == found.pk
    }
    return Above(found, labels, renewals({row: old for row, old, *_ in rows if old}, labels))


def newest(pks: Iterable[PerjanjianKinerja]) -> PerjanjianKinerja | None:
    """The PK that counts of a post and year: the newest with a content, else the newest."""
    return max(pks, key=lambda pk: (pk.version > 0, pk.pk), default=None)


def renewals(continues: Mapping[int, int], goals: Iterable[int]) -> dict[int, int]:
    """Where older indicators went: old number to the goal that continues it, over any number of changes."""
    found = {}
    for goal in goals:
        old = continues.get(goal)
        while old:
            found[old] = goal
            old = continues.get(old)
    return found


def held_rows(pk: PerjanjianKinerja, content: PkContent) -> list[Remark]:
    """Why indicators cannot go that the content no longer has: others support or continue them, or have a realisasi."""
    kept = [row.id for row in content.indicators if row.id]
    gone = PkIndicator.objects.filter(sasaran__perjanjian_kinerja=pk).exclude(pk__in=kept)
    held = gone.filter(
        models.Q(supported_by__isnull=False)
        | models.Q(continued_by__isnull=False)
        | models.Q(realisasi__isnull=False)
    )
    rows = held.annotate(
        supporter=models.F("supported_by__sasaran__perjanjian_kinerja__pihak_pertama__title"),
        measured=models.F("realisasi__id"),
    ).order_by("id")
    found: dict[int, Remark] = {}
    for row in rows:
        reason = _("didukung oleh indikator %(supporter)s; minta agar dilepas dulu") % {
            "supporter": row.supporter
        }
        if not row.supporter:
            reason = _("sudah mempunyai realisasi") if row.measured else _("dilanjutkan oleh PK Perubahan")
        text = _("Indikator “%(name)s” tidak dapat dihapus: %(reason)s.") % {
            "name": short(row.text),
            "reason": reason,
        }
        found.setdefault(row.pk, Remark("", text))
    return list(found.values())


def adopted(pk: PerjanjianKinerja, own: PkContent, content: PkContent) -> tuple[PkContent, dict[int, int]]:
    """The content with only numbers of this PK's own rows, and which place of an indicator continues which old one."""
    sasaran_ids = {each.id for each in own.sasaran}
    indicator_ids = {each.id for each in own.indicators}
    program_ids = {each.id for each in own.programs}
    ours: dict[int, int] = {}
    older: set[int] = set()
    if pk.changes_id:
        continued = PkIndicator.objects.filter(sasaran__perjanjian_kinerja=pk, continues__isnull=False)
        ours = {old: row for row, old in continued.values_list("id", "continues") if old}
        of_old = PkIndicator.objects.filter(sasaran__perjanjian_kinerja=pk.changes_id)
        older = set(of_old.values_list("id", flat=True))
    seen: set[int] = set()
    continues: dict[int, int] = {}
    sasaran, place = [], 0
    for each in content.sasaran:
        rows = []
        for row in each.indicators:
            mine = row.id if row.id in indicator_ids else ours.get(row.id or 0)
            mine = None if mine in seen else mine
            seen |= {mine} if mine else set()
            if mine is None and row.id in older and row.id not in continues.values():
                continues[place] = row.id or 0
            rows.append(replace(row, id=mine))
            place += 1
        known = each.id if each.id in sasaran_ids else None
        sasaran_ids.discard(known)
        sasaran.append(replace(each, id=known, indicators=tuple(rows)))
    programs = []
    for program in content.programs:
        known = program.id if program.id in program_ids else None
        program_ids.discard(known)
        programs.append(replace(program, id=known))
    return replace(content, sasaran=tuple(sasaran), programs=tuple(programs)), continues


def write_content(
    pk: PerjanjianKinerja, old: PkContent, content: PkContent, continues: Mapping[int, int]
) -> None:
    """Make the rows of a locked PK those of an adopted content; rows with a number stay the same rows."""
    sasaran = [
        PkSasaran(pk=each.id, perjanjian_kinerja=pk, order=order, text=each.text)
        for order, each in enumerate(content.sasaran, 1)
    ]
    write(PkSasaran, sasaran, ["order", "text"])
    indicators, place = [], 0
    for parent, each in zip(sasaran, content.sasaran, strict=True):
        for order, row in enumerate(each.indicators, 1):
            indicators.append(indicator_row(row, parent, order, continues.get(place)))
            place += 1
    fields = ["sasaran", "order", *INDICATOR_TEXTS, *QUARTER_TEXTS, "supports"]
    write(PkIndicator, indicators, fields)
    programs = [
        PkProgram(
            pk=each.id,
            perjanjian_kinerja=pk,
            order=order,
            level=each.level,
            name=each.name,
            anggaran=read_money(each.anggaran) if each.anggaran else None,
            keterangan=each.keterangan,
        )
        for order, each in enumerate(content.programs, 1)
    ]
    write(PkProgram, programs, ["order", "level", "name", "anggaran", "keterangan"])
    for model, before, after in (
        (PkIndicator, old.indicators, content.indicators),
        (PkSasaran, old.sasaran, content.sasaran),
        (PkProgram, old.programs, content.programs),
    ):
        gone = {row.id for row in before} - {row.id for row in after}
        if gone:
            model._default_manager.filter(pk__in=[row for row in gone if row]).delete()
    pk.level, pk.place, pk.reason = content.level, content.place, content.reason
    pk.statement_date = read_date(content.statement_date) if content.statement_date else None


def indicator_row(row: Indicator, sasaran: PkSasaran, order: int, continues: int | None) -> PkIndicator:
    """An indicator as a row."""
    texts = {name: getattr(row, name) for name in INDICATOR_TEXTS}
    quarters = dict(zip(QUARTER_TEXTS, row.predictions, strict=True))
    return PkIndicator(
        pk=row.id,
        sasaran=sasaran,
        order=order,
        supports_id=row.supports,
        continues_id=continues,
        **texts,
        **quarters,
    )


def write(model: type[models.Model], rows: list[Any], fields: list[str]) -> None:
    """Insert the new ones and update the others: two statements."""
    model._default_manager.bulk_create([row for row in rows if row.pk is None])
    known = [row for row in rows if row.pk is not None]
    # An insert that meets its own row: one statement, where an update would name every value of every row.
    model._default_manager.bulk_create(
        known, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )
