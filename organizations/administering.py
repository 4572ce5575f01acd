"""The office whose settings a page changes: found only by its admins."""

from typing import cast

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from organizations.capacity import Capacity, admin_capacity
from organizations.models import Office, User


def administered_office(request: HttpRequest, office_slug: str) -> tuple[Office, Capacity]:
    """The office, with the user as its admin; who is none finds no such page."""
    office = get_object_or_404(Office.objects.real().select_related("government"), slug=office_slug)
    by = admin_capacity(cast(User, request.user), office, timezone.now())
    if by is None:
        raise Http404
    return office, by
