"""A question about one's tasks, kept under a name."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.capacity import posts_read_as
from organizations.models import Office, Post, User

MAX_SAVED = 30  # of one person


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def offered_to(self, user: User, at: datetime) -> Self:
        """One's own, and those that colleagues share with an office where one holds a post; one's own first."""
        offices = Post.objects.filter(pk__in=posts_read_as(user, at), office__isnull=False).values("office")
        own = models.Case(models.When(user=user, then=0), default=1, output_field=models.IntegerField())
        found = self.filter(Q(user=user) | Q(office__in=offices)).select_related("user")
        return found.order_by(own, "name", "id")


class SavedSearch(models.Model):
    """`query` is the part of the inbox's address behind its question mark (workflows.seeking). With an `office` it is
    offered to everybody who holds a post there; each looks among their own tasks."""

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
