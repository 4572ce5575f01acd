"""The calendars of an office: everybody in it reads them, its admins change them."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from organizations.calendar_file import CLOSED, WEEKDAYS, hours_text
from organizations.calendars import office_time, week_of
from organizations.capacity import Capacity, admin_capacity, offices_of
from organizations.models import CalendarDay, Office, Unit, WorkWeek
from organizations.shown_texts import shown
from organizations.waktu import in_words
from organizations.yaml_reader import Fault, FaultsFound
from workflows.actions.calendars import NewDay, load, put_day, remove_day
from workflows.calendar_forms import CalendarDayForm, CalendarFileForm
from workflows.errors import Incomplete
from workflows.fetching import user_of


@require_safe
def calendar_list(request: HttpRequest) -> HttpResponse:
    """The offices whose calendar one may read; where there is one, straight to it."""
    offices = list(offices_of(user_of(request), timezone.now()))
    if len(offices) == 1:
        return redirect("calendar", offices[0].slug)
    return render(request, "workflows/calendar_list.html", {"offices": offices})


@require_safe
def calendar(request: HttpRequest, office_slug: str) -> HttpResponse:
    """The hours and the days of one office."""
    return calendar_page(request, office_of(request, office_slug))


def office_of(request: HttpRequest, office_slug: str) -> Office:
    """An office that the user belongs to."""
    offices = offices_of(user_of(request), timezone.now())
    return get_object_or_404(offices.select_related("government"), slug=office_slug)


def admin_of(request: HttpRequest, office: Office) -> Capacity:
    """The user as admin of the office; who is none finds no such page."""
    by = admin_capacity(user_of(request), office, timezone.now())
    if by is None:
        raise Http404
    return by


def calendar_page(
    request: HttpRequest,
    office: Office,
    *,
    day_form: forms.Form | None = None,
    file_form: forms.Form | None = None,
    faults: list[Fault] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one office, with the forms as they stand."""
    today = timezone.now().astimezone(office.zone).date()
    days = CalendarDay.objects.filter(office=office)
    years = sorted({day.year for day in days.dates("date", "year")} | {today.year})
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked in {str(each) for each in years} else today.year
    weeks = office.work_weeks.exclude(end_date__lte=today)
    time = office_time(office)
    context = {
        "office": office,
        "weekdays": [shown(weekday.capitalize()) for weekday in WEEKDAYS],
        "weeks": [week_line(row, today) for row in weeks.select_related("unit")],
        "days": days.filter(date__year=year).select_related("unit").order_by("date", "id"),
        "years": years,
        "year": year,
        "is_loaded": time.is_loaded,
        "allowance": in_words(time.allowance),
        "is_admin": admin_capacity(user_of(request), office, timezone.now()) is not None,
        "day_form": day_form or CalendarDayForm(units_of(office)),
        "file_form": file_form or CalendarFileForm(),
        "faults": faults or [],
    }
    return render(request, "workflows/calendar.html", context, status=status)


def units_of(office: Office) -> QuerySet[Unit]:
    """The units that keep a calendar of their own; the others go by the office's."""
    return Unit.objects.filter(office=office, work_weeks__isnull=False).distinct().order_by("id")


def week_line(row: WorkWeek, today: date) -> dict[str, Any]:
    """A week as the page prints it."""
    week = week_of(row)
    hours = [hours_text(spans) if spans else shown(CLOSED) for spans in week.days]
    total = divmod(week.minutes(), 60)
    last = week.end_date - timedelta(days=1) if week.end_date else None
    return {"row": row, "hours": hours, "total": total, "last": last, "holds": week.holds_on(today)}


@require_POST
def put(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Add a day that differs, or change the one of that date."""
    office = office_of(request, office_slug)
    by = admin_of(request, office)
    form = CalendarDayForm(units_of(office), request.POST)
    if not form.is_valid():
        return calendar_page(request, office, day_form=form, status=422)
    data = form.cleaned_data
    new = NewDay(data["date"], data["name"], data["kind"], data["reason"], data["unit"])
    moved = put_day(office, by=by, at=timezone.now(), new=new)
    messages.success(
        request,
        ngettext(
            "%(name)s tersimpan; %(count)s batas waktu dihitung ulang.",
            "%(name)s tersimpan; %(count)s batas waktu dihitung ulang.",
            moved,
        )
        % {"name": new.name, "count": moved},
    )
    return redirect("calendar", office_slug)


@require_POST
def remove(request: HttpRequest, office_slug: str, pk: int) -> HttpResponse:
    """Take back a day."""
    office = office_of(request, office_slug)
    by = admin_of(request, office)
    day = get_object_or_404(CalendarDay.objects.select_related("office", "unit").filter(office=office), pk=pk)
    try:
        moved = remove_day(day, by=by, at=timezone.now(), reason=request.POST.get("reason", ""))
    except Incomplete as lack:
        messages.error(request, lack.message)
    else:
        messages.success(
            request,
            ngettext(
                "%(name)s dihapus; %(count)s batas waktu dihitung ulang.",
                "%(name)s dihapus; %(count)s batas waktu dihitung ulang.",
                moved,
            )
            % {"name": day.name, "count": moved},
        )
    return redirect("calendar", office_slug)


@require_POST
def upload(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Load a calendar file into the office."""
    office = office_of(request, office_slug)
    by = admin_of(request, office)
    form = CalendarFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return calendar_page(request, office, file_form=form, status=422)
    file, reason = form.cleaned_data["file"], form.cleaned_data["reason"]
    try:
        found = load(
            [(file.name[:100], file.read())],
            by=by.actor,
            at=timezone.now(),
            reason=reason,
            only_offices={office.pk},
        )
    except FaultsFound as error:
        return calendar_page(request, office, file_form=form, faults=error.faults, status=422)
    changes, moved = sum(len(one.changes) for one, _ in found), sum(moved for _, moved in found)
    messages.success(
        request,
        _("Kalender dimuat: %(changes)s perubahan; %(moved)s batas waktu dihitung ulang.")
        % {"changes": changes, "moved": moved},
    )
    return redirect("calendar", office_slug)
