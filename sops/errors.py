"""The expected refusals of what is done with a revision. Anything else that an action raises is a bug."""

from django.core.exceptions import PermissionDenied


class Denied(PermissionDenied):
    """The person may not do this; the message is the reason, in Indonesian (403)."""


class Stale(Exception):
    """The revision has moved on; the message says where it stands, in Indonesian."""


class Incomplete(Exception):
    """Something is missing or does not fit: `field` of the form, and what to do, in Indonesian (422)."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message
