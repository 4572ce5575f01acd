"""Which address leads back to a page of this site, and nobody away from it."""

from django.utils.http import url_has_allowed_host_and_scheme


def own_path(asked: str) -> str:
    """The address that was asked for where it is a path of this site; empty otherwise."""
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours else ""
