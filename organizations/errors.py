"""The expected refusals of what is done to posts, appointments, delegations and roles."""


class Refused(Exception):
    """It cannot be done so: the `field` of the form that it is about, and what to do, in Indonesian (422)."""

    def __init__(self, field: str | None, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message
