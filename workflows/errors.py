"""The expected refusals of the actions. Anything else that an action raises is a bug."""

from datetime import datetime


class Denied(Exception):
    """The person may not do this; the message is the reason, in Indonesian (403)."""


class Stale(Exception):
    """It was done already, or the case has moved on (409): `what` happened, `who` did it, `at` what time."""

    def __init__(self, what: str, *, case_id: int, who: str = "", at: datetime | None = None) -> None:
        super().__init__(what)
        self.what, self.case_id, self.who, self.at = what, case_id, who, at


class Incomplete(Exception):
    """The act lacks something, or offers something that is not asked: `field` of the form, and what to do (422)."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message
