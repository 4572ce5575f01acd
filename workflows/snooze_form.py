"""The form by which one puts a task aside until a day."""

from collections.abc import Mapping
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.actions.snooze import MOST_DAYS


class DayInput(forms.DateInput):
    """The browser's own date picker, for days to come."""

    input_type = "date"

    def __init__(self, first: date, last: date) -> None:
        attrs = {"min": first.isoformat(), "max": last.isoformat()}
        super().__init__(format="%Y-%m-%d", attrs=attrs)


class SnoozeForm(forms.Form):
    """Until when; the action checks the day."""

    day = forms.DateField(label=_("Tunda sampai"))

    def __init__(self, today: date, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data, prefix="snooze")
        first, last = today + timedelta(days=1), today + timedelta(days=MOST_DAYS)
        self.fields["day"].widget = DayInput(first, last)
