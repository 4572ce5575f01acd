"""An office that has counted and begun its yearly evaluation, for tests of pages."""

from django.utils import timezone

from organizations.capacity import holder
from workflows.actions.assess import begin_assessment
from workflows.models import AssessedSop, Assessment, Case
from workflows.periods import periods_of
from workflows.summarizing import count


def assessed(case: Case) -> Case:
    """The case, whose SOP was counted this year and stands in the evaluation of its office."""
    now, office = timezone.now(), case.office
    year = periods_of(now.astimezone(office.zone))[2]
    count(case.revision, year, now)
    assert office.head
    head = holder(office.head, now)
    assert head
    begin_assessment(office, "evaluasi", year, by=head, at=now)
    return case


def numbers_of_assessment(case: Case) -> dict[str, int]:
    """The numbers for the addresses of evaluations, by what stands before them; none where nothing was begun."""
    found = Assessment.objects.filter(office=case.office).first()
    row = AssessedSop.objects.filter(assessment=found, revision=case.revision_id).first()
    return {"assessments/": found.pk, "rows/": row.pk} if found and row else {}
