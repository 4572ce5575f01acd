"""The page "Pejabat dan jabatan": who holds the posts of an office. Each change is shown before it is saved."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organizations.administering import administered_office
from organizations.appointing import NewAppointment, appoint, correct, end, move
from organizations.capacity import Capacity
from organizations.errors import Refused
from organizations.granting import gives_wide
from organizations.models import Appointment, Office, Post, User
from organizations.models.periods import day_of
from organizations.staff_forms import (
    AppointmentForm,
    EndForm,
    MoveForm,
    OfficialForm,
    PostForm,
    WhyForm,
    officials_of,
)
from workflows.actions.posts import NewPost, abolish_post, hindrances, make_post
from workflows.presenting.staffing import Preview, post_lines, posts_of, preview, remarks_on


@require_safe
def staff(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Every post with who holds it, now and later; the vacant ones with what waits for them."""
    office, _ = administered_office(request, office_slug)
    return staff_page(request, office)


def staff_page(
    request: HttpRequest,
    office: Office,
    *,
    post_form: forms.Form | None = None,
    move_form: forms.Form | None = None,
    official_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with the forms as they stand."""
    at = timezone.now()
    lines = post_lines(office, posts_of(office), at)
    context = {
        "office": office,
        "lines": [line for line in lines if line.post.office_id],
        "of_government": [line for line in lines if not line.post.office_id],
        "vacant": [line for line in lines if line.is_vacant and line.waiting],
        "post_form": post_form or PostForm(office),
        "official_form": official_form or OfficialForm(auto_id="orang_%s"),
        "move_form": move_form or MoveForm(officials_of(office, at), auto_id="pindah_%s"),
    }
    return render(request, "workflows/staff.html", context, status=status)


def post_of(office: Office, pk: int) -> Post:
    """A post of the office or of its government that was not abolished."""
    return get_object_or_404(
        Post.objects.filter(pk__in=[post.pk for post in posts_of(office)]).select_related(
            "office", "superior"
        ),
        pk=pk,
    )


@require_safe
def post(request: HttpRequest, office_slug: str, pk: int) -> HttpResponse:
    """One post: who held and holds it, and the forms to change that."""
    office, by = administered_office(request, office_slug)
    return post_page(request, office, by, post_of(office, pk))


def post_page(
    request: HttpRequest,
    office: Office,
    by: Capacity,
    found: Post,
    *,
    bound: forms.Form | None = None,
    to: int | None = None,
) -> HttpResponse:
    """The page; `bound` was refused (422): the form to appoint, or the one that ends or corrects appointment `to`."""
    at = timezone.now()
    line = post_lines(office, [found], at)[0]
    rows = [
        (row, *row_forms(office, row, bound if to == row.pk else None, at))
        for row in (*line.now, *line.coming)
    ]
    past = found.appointments.filter(end_date__lte=day_of(at)).select_related("user", "post")
    context = {
        "office": office,
        "line": line,
        "may_change": found.office_id is not None or gives_wide(by),
        "rows": rows,
        "past": past.order_by("-start_date"),
        "form": bound if bound and to is None else AppointmentForm(office),
        "hindrances": hindrances(office, found, at),
        "abolish_form": WhyForm(auto_id="hapus_%s"),
    }
    return render(request, "workflows/staff_post.html", context, status=422 if bound else 200)


def row_forms(
    office: Office, row: Appointment, bound: forms.Form | None, at: datetime
) -> tuple[forms.Form, forms.Form | None]:
    """The form that ends an appointment, and, where it has not begun, the one that corrects it."""
    ending: forms.Form = EndForm(auto_id=f"akhiri-{row.pk}_%s")
    correcting: forms.Form | None = None
    if row.start_date > day_of(at):
        correcting = AppointmentForm(office, initial=initial_of(row), auto_id=f"koreksi-{row.pk}_%s")
    if isinstance(bound, AppointmentForm):
        correcting = bound
    elif bound:
        ending = bound
    return ending, correcting


def initial_of(row: Appointment) -> dict[str, Any]:
    """An appointment as its form shows it."""
    return {
        "user": row.user,
        "kind": row.kind,
        "letter": row.order_letter,
        "letter_date": row.order_date,
        "start": row.start_date,
        "last": row.end_date - timedelta(days=1) if row.end_date else None,
    }


def new_of(form: AppointmentForm, found: Post) -> NewAppointment:
    """What a form that is valid says."""
    data = form.cleaned_data
    return NewAppointment(
        post=found,
        user=data["user"],
        kind=data["kind"],
        start=data["start"],
        end=form.end,
        letter=data["letter"],
        letter_date=data["letter_date"],
    )


def asked(
    request: HttpRequest,
    office: Office,
    form: forms.Form,
    act: Callable[[], object],
    *,
    on: date,
    remarks: list[str],
    done: str,
    back: HttpResponse,
) -> HttpResponse | None:
    """Do it where it was confirmed, else show what it would change; None where it is refused (the form says why)."""
    at = timezone.now()
    try:
        if "confirm" in request.POST:
            act()
            messages.success(request, done)
            return back
        shown: Preview = preview(office, act, on=on, at=at, remarks=remarks)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None
    context = {
        "office": office,
        "preview": shown,
        "last": form.cleaned_data.get("last"),
        "sent": [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"],
        "back": back.headers["Location"],
    }
    return render(request, "workflows/staff_preview.html", context)


@require_POST
def appoint_one(request: HttpRequest, office_slug: str, pk: int) -> HttpResponse:
    """Appoint somebody to a post."""
    office, by = administered_office(request, office_slug)
    found, form, at = post_of(office, pk), AppointmentForm(office, request.POST), timezone.now()
    if form.is_valid():
        new = new_of(form, found)
        answer = asked(
            request, office, form, lambda: appoint(office, new, by=by, at=at), on=new.start,
            remarks=remarks_on(found, new.user, new.kind, new.start, new.end),
            done=_("%(person)s tersimpan untuk %(post)s.") % {"person": new.user.name, "post": found.title},
            back=redirect("staff", office.slug),
        )  # fmt: skip
        if answer:
            return answer
    return post_page(request, office, by, found, bound=form)


def row_of(office: Office, pk: int) -> Appointment:
    """An appointment to a post of the office or of its government."""
    rows = Appointment.objects.filter(post__in=[post.pk for post in posts_of(office)])
    return get_object_or_404(rows.select_related("post__office", "user"), pk=pk)


@require_POST
def correct_one(request: HttpRequest, office_slug: str, pk: int) -> HttpResponse:
    """Correct an appointment that has not begun."""
    office, by = administered_office(request, office_slug)
    row, at = row_of(office, pk), timezone.now()
    form = AppointmentForm(office, request.POST, auto_id=f"koreksi-{row.pk}_%s")
    if form.is_valid():
        new = new_of(form, row.post)
        answer = asked(
            request, office, form, lambda: correct(office, row, new, by=by, at=at), on=new.start,
            remarks=remarks_on(row.post, new.user, new.kind, new.start, new.end),
            done=_("Penugasan terkoreksi."), back=redirect("staff-post", office.slug, row.post_id),
        )  # fmt: skip
        if answer:
            return answer
    return post_page(request, office, by, row.post, bound=form, to=row.pk)


@require_POST
def end_one(request: HttpRequest, office_slug: str, pk: int) -> HttpResponse:
    """End an appointment, or cancel one that has not begun."""
    office, by = administered_office(request, office_slug)
    row, at = row_of(office, pk), timezone.now()
    form = EndForm(request.POST, auto_id=f"akhiri-{row.pk}_%s")
    if form.is_valid():
        data = form.cleaned_data
        answer = asked(
            request, office, form,
            lambda: end(office, row, on=data["on"], by=by, at=at, reason=data["reason"]),
            on=data["on"], remarks=[], done=_("Penugasan %(person)s diakhiri.") % {"person": row.user.name},
            back=redirect("staff-post", office.slug, row.post_id),
        )  # fmt: skip
        if answer:
            return answer
    return post_page(request, office, by, row.post, bound=form, to=row.pk)


@require_POST
def move_one(request: HttpRequest, office_slug: str) -> HttpResponse:
    """An official leaves the office."""
    office, by = administered_office(request, office_slug)
    at = timezone.now()
    form = MoveForm(officials_of(office, at), request.POST, auto_id="pindah_%s")
    if form.is_valid():
        data = form.cleaned_data
        leaving: User = data["user"]
        answer = asked(
            request, office, form,
            lambda: move(office, leaving, on=data["on"], by=by, at=at, reason=data["reason"]),
            on=data["on"], remarks=[],
            done=_("Semua yang dipegang %(name)s di kantor ini diakhiri.") % {"name": leaving.name},
            back=redirect("staff", office.slug),
        )  # fmt: skip
        if answer:
            return answer
    return staff_page(request, office, move_form=form, status=422)


@require_POST
def make(request: HttpRequest, office_slug: str) -> HttpResponse:
    """A new post."""
    office, by = administered_office(request, office_slug)
    form = PostForm(office, request.POST)
    if form.is_valid():
        try:
            made = make_post(office, NewPost(**form.cleaned_data), by=by, at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(
                request, _("Jabatan %(post)s dibuat; sekarang tunjuk pejabatnya.") % {"post": made.title}
            )
            return redirect("staff-post", office.slug, made.pk)
    return staff_page(request, office, post_form=form, status=422)


@require_POST
def abolish(request: HttpRequest, office_slug: str, pk: int) -> HttpResponse:
    """Abolish a post for which nothing waits."""
    office, by = administered_office(request, office_slug)
    found, form = post_of(office, pk), WhyForm(request.POST, auto_id="hapus_%s")
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        abolish_post(office, found, by=by, at=timezone.now(), reason=reason)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("staff-post", office.slug, pk)
    messages.success(request, _("Jabatan %(post)s dihapus.") % {"post": found.title})
    return redirect("staff", office.slug)
