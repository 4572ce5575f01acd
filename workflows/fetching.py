"""How views reach objects: only what the user may see at this moment; everything else is 404."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from organizations.capacity import Capacity, admin_capacity, capacities, holder, practice_capacities
from organizations.models import Office, User
from workflows.models import Assignment, Case


def user_of(request: HttpRequest) -> User:
    """The signed-in user; views behind the sign-in have one."""
    return cast(User, request.user)


def task_of(request: HttpRequest, pk: int, at: datetime) -> tuple[Assignment, Capacity]:
    """An assignment that is the user's to act on at that moment, with the capacity in which."""
    user = user_of(request)
    tasks = Assignment.objects.open_to(user, at).select_related(
        "post",
        "office",
        "acted_by",
        "run__step",
        "run__case__revision__sop",
        "run__case__office",
        "run__case__letter",
    )
    task = get_object_or_404(tasks, pk=pk)
    by = holder(task.post, at)
    if by is None or by.user.pk != user.pk:
        raise Http404
    return task, by


def case_of(request: HttpRequest, pk: int, at: datetime) -> Case:
    """A case that the user may see."""
    cases = Case.objects.open_to(user_of(request), at).select_related(
        "office__government", "office__head", "revision__sop", "letter", "started_by", "berkas"
    )
    return get_object_or_404(cases, pk=pk)


def office_asked(request: HttpRequest, headed: Sequence[Office]) -> Office:
    """Of the offices that the user heads the one that the address names (`?kantor=SLUG`), the first where it names
    none; everything else is 404."""
    slug = request.GET.get("kantor", "")
    found = next((office for office in headed if slug in ("", office.slug)), None)
    if found is None:
        raise Http404
    return found


def capacities_in(user: User, office: Office, at: datetime) -> list[Capacity]:
    """All capacities in which the user could act in an office: posts first, then as its admin. In one to practise in
    only the posts that are played there, and those nowhere else."""
    if office.is_practice:
        return practice_capacities(user, at) if office.learner_id == user.pk else []
    found = capacities(user, at)
    admin = admin_capacity(user, office, at)
    return [*found, *([admin] if admin else [])]
