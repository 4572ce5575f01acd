"""A question about one's tasks, kept under a name."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from organizations.capacity import grants, posts_read_as
from organizations.models import Appointment, Office, Post, Role, User

MAX_SAVED = 30  # of one person
MOST_OFFERED = 60  # one's own and those of colleagues


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def known_to(self, user: User, at: datetime) -> Self:
        """One's own, and what those who hold a post of an office share with it: for whoever holds one there too, and
        for its own admins. What somebody shared who has left is offered to nobody."""
        posts = Post.objects.filter(pk__in=posts_read_as(user, at), office__isnull=False)
        administered = [grant.office_id for grant in grants(user, at) if grant.role == Role.OFFICE_ADMIN]
        there = Appointment.objects.current(at).filter(user=OuterRef("user"), post__office=OuterRef("office"))
        mine = Q(office__in=posts.values("office")) | Q(office__in=administered)
        return self.filter(Q(user=user) | (mine & Q(Exists(there))))

    def offered_to(self, user: User, at: datetime) -> Self:
        """The first of them, one's own before those of others."""
        own = models.Case(models.When(user=user, then=0), default=1, output_field=models.IntegerField())
        found = self.known_to(user, at).select_related("user", "office")
        return found.order_by(own, "name", "id")[:MOST_OFFERED]


class SavedSearch(models.Model):
    """`query` is the part of the inbox's address behind its question mark (workflows.seeking). With an `office` it is
    offered to everybody who holds a post there, while its owner does too; each looks among their own tasks."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("nama saringan"), max_length=60)
    query = models.CharField(max_length=2000)  # a word of 100 characters may need 12 for each

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("saringan tersimpan")
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_search_once_by_name")]

    def __str__(self) -> str:
        return self.name
