"""The evaluation of an SOP as its page, its spreadsheet and its print show it. No query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sops.definition import Definition
from sops.document import Step
from sops.drawn import Drawn, drawn, said
from workflows.measures import BINS, Act, Facts, Spread, StepFigures, from_json
from workflows.models import Summary
from workflows.periods import Period, periods_of, read_period
from workflows.spans import office_hours, percent, used_percent, whole_percent

WELL, FAIR = 0.9, 0.75  # the shares within waktu from which a step counts as kept, and as slipping
FULL = 300  # where the bars end, in per cent of waktu
# In what words the heat of a step is told, beside its colour and its mark (sops.flowchart.slices.MARKS).
HEAT = {
    "well": gettext_lazy("terjaga"),
    "fair": gettext_lazy("mulai lewat"),
    "poor": gettext_lazy("sering lewat"),
    "idle": gettext_lazy("tidak terukur"),
}


@dataclass(frozen=True)
class Bar:
    """Two shares of waktu in per cent, cut at FULL: that of the median act, and that of the 90th percentile."""

    median: int
    p90: int

    @property
    def is_over(self) -> bool:
        """Whether even the median act took longer than waktu."""
        return self.median > 100


@dataclass(frozen=True)
class Count:
    """A row of a picture of counts: its name, the number, its part of the greatest in per cent."""

    name: str
    number: int
    part: int
    is_over: bool = False


@dataclass(frozen=True)
class StepLine:
    """A step of the sheet with what happened at it, each time in words."""

    order: int
    step: Step
    figures: StepFigures
    heat: str
    heat_label: str
    on_time: str
    worked: str
    waited: str
    limit: str
    bar: Bar | None
    picture: SafeString
    said: str


@dataclass(frozen=True)
class MonthLine:
    """A month: how much of what was judged in it was within waktu."""

    name: str
    judged: int
    on_time: int
    part: int

    @property
    def text(self) -> str:
        """83 % of 12 acts, or that there were none."""
        if not self.judged:
            return _("tidak ada tindakan")
        return _("%(part)s %% dari %(judged)s tindakan") % {"part": self.part, "judged": self.judged}


@dataclass(frozen=True)
class WorstLine:
    """One act far beyond waktu: which case, whose post, how long it took, and how much too long."""

    case: int
    agenda: str
    post: str
    worked: str
    share: int


@dataclass(frozen=True)
class EvaluationPage:
    """Everything that is shown of a summary."""

    facts: Facts
    lines: list[StepLine]
    drawn: Drawn
    months: list[MonthLine]
    share: str
    change: str
    days: str


def evaluation_page(
    written: Definition, period: Period, summary: Summary, before: Summary | None
) -> EvaluationPage:
    """The page of a summary, beside the one of the period before it where that was made."""
    found, former = facts_in(summary), facts_in(before) if before else None
    heats = {order: heat(found.step(order)) for order in range(1, len(written.steps) + 1)}
    picture = drawn(written.revision_id, heats)
    words = said(written.document)
    lines = [
        step_line(order, step, found.step(order), picture.rows[order - 1].picture, words[order - 1].actors)
        for order, step in enumerate(written.steps, 1)
    ]
    return EvaluationPage(
        facts=found,
        lines=lines,
        drawn=picture,
        months=[month_line(month, found) for month in period.months] if period.length > 1 else [],
        share=percent(found.part),
        change=change_of(found, former, period.before),
        days=days_of(found.cases.days),
    )


def facts_in(summary: Summary) -> Facts:
    """The facts of a summary as a value."""
    return from_json(summary.facts)


def step_line(order: int, step: Step, figures: StepFigures, picture: SafeString, actors: str) -> StepLine:
    """The line of a step."""
    hot = heat(figures)
    return StepLine(
        order=order,
        step=step,
        figures=figures,
        heat=hot,
        heat_label=str(HEAT[hot]),
        on_time=percent(figures.part),
        worked=two_times(figures.worked),
        waited=two_times(figures.waited),
        limit=office_hours(timedelta(seconds=figures.limit)) if figures.limit else "",
        bar=bar_of(figures.share),
        picture=picture,
        said=actors,
    )


def heat(figures: StepFigures) -> str:
    """How well a step keeps its waktu, as the drawing marks it."""
    if figures.part is None:
        return "idle"
    if figures.part >= WELL:
        return "well"
    return "fair" if figures.part >= FAIR else "poor"


def two_times(found: Spread) -> str:
    """The median and the 90th percentile as lengths of office time; "-" where there are none."""
    if found.median is None or found.p90 is None:
        return "-"
    median, p90 = (office_hours(timedelta(seconds=each)) for each in (found.median, found.p90))
    return f"{median} / {p90}".replace(" kerja /", " /")


def days_of(found: Spread) -> str:
    """How many days cases took, median and 90th percentile; nothing where none was finished."""
    if found.median is None or found.p90 is None:
        return ""
    return f"{decimal(found.median)} / {decimal(found.p90)}"


def decimal(number: float) -> str:
    """With one decimal, after a comma."""
    return f"{number:.1f}".replace(".", ",")


def bar_of(share: Spread) -> Bar | None:
    """The bar of a step; None where nothing was judged."""
    if share.median is None or share.p90 is None:
        return None
    return Bar(min(used_percent(share.median), FULL), min(used_percent(share.p90), FULL))


def month_line(month: Period, found: Facts) -> MonthLine:
    """The line of a month."""
    judged, on_time = found.months.get(str(month), (0, 0))
    part = whole_percent(on_time / judged) if judged else 0
    return MonthLine(month.label, judged, on_time, part)


def change_of(found: Facts, former: Facts | None, before: Period) -> str:
    """How the share moved since the period before, in points; nothing where one of them has none."""
    if former is None or found.part is None or former.part is None:
        return ""
    points = whole_percent(found.part) - whole_percent(former.part)
    how = _("naik") if points > 0 else _("turun") if points < 0 else _("tetap")
    amount = _("%(how)s %(points)s poin") % {"how": how, "points": abs(points)} if points else how
    return _("%(amount)s dari %(before)s (%(share)s)") % {
        "amount": amount,
        "before": before.label,
        "share": percent(former.part),
    }


def counts_of(figures: StepFigures) -> list[Count]:
    """The picture of how much of waktu the acts of a step took."""
    most = max(figures.bins) or 1
    edges = [0.0, *BINS]
    names = [
        _("sampai %(edge)s %%") % {"edge": round(high * 100)}
        if not low
        else f"{round(low * 100)}–{round(high * 100)} %"
        for low, high in zip(edges, BINS, strict=False)
    ]
    names.append(_("lebih dari %(edge)s %%") % {"edge": round(BINS[-1] * 100)})
    return [
        Count(name, number, round(number * 100 / most), at >= BINS.index(1.0) + 1)
        for at, (name, number) in enumerate(zip(names, figures.bins, strict=True))
    ]


def worst_lines(acts: Sequence[Act]) -> list[WorstLine]:
    """The acts of a step furthest beyond waktu."""
    return [
        WorstLine(
            act.case,
            act.agenda,
            act.post,
            office_hours(timedelta(seconds=act.worked)),
            used_percent(act.worked / (act.limit or 1)),
        )
        for act in acts
    ]


def offered_periods(chosen: Period, since: datetime | None, now: datetime) -> list[Period]:
    """The periods one may choose: every year since the SOP has cases, and the semesters and months of the chosen one.
    Both moments in the office's zone."""
    first = since.year if since else now.year
    years = [Period(year, 1, 12) for year in range(now.year, min(first, chosen.year) - 1, -1)]
    halves = [Period(chosen.year, month, 6) for month in (7, 1)]
    months = [Period(chosen.year, month, 1) for month in range(12, 0, -1)]
    limit = periods_of(now)
    begun = {1: limit[0], 6: limit[1], 12: limit[2]}
    return [each for each in (*years, *halves, *months) if each <= begun[each.length] or each == chosen]


def chosen_period(text: str, now: datetime) -> Period:
    """The period that an address asks for, else the year that goes on."""
    return read_period(text) or periods_of(now)[2]
