"""Posts (jabatan): what acts, waits and signs. Persons come and go."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from organizations.models.office import Government, Office, Unit

BELOW = """
    WITH RECURSIVE below(id) AS (
        SELECT id FROM organizations_post WHERE id IN ({marks})
        UNION
        SELECT post.id FROM organizations_post post JOIN below ON post.superior_id = below.id
    ) SELECT id FROM below
"""


# Of rows that name a post: those of an office that is real, or of a government. What is held in an office to practise
# in says nothing about who somebody is. (organizations.practice makes no post of a government.)
IN_EARNEST = models.Q(post__office__learner=None)


class PostQuerySet(models.QuerySet["Post"]):
    def existing(self) -> Self:
        """Those that were not abolished."""
        return self.filter(abolished_at=None)

    def at_or_below(self, ids: Iterable[int]) -> Self:
        """The posts of these ids and all posts under them, however deep, across offices."""
        found = sorted(set(ids))
        if not found:
            return self.none()
        return self.filter(id__in=RawSQL(BELOW.format(marks=", ".join(["%s"] * len(found))), found))  # noqa: S611  parameters


class Post(models.Model):
    """A jabatan of an office, or of the government itself (Wali Kota, Sekda).

    One post has one holder per layer; a pool (JFU, Staf) is several posts. The superior may sit in another office.
    """

    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="posts")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="posts")
    slug = models.SlugField(_("kode"), max_length=60)
    title = models.CharField(_("nama jabatan"), max_length=200)
    superior = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="subordinates"
    )

    # The row stays for what was done for the post; nobody holds it and nothing comes to it any more.
    abolished_at = models.DateTimeField(_("dihapus"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("jabatan")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "slug"],
                condition=models.Q(office__isnull=False),
                name="post_slug_once_per_office",
            ),
            models.UniqueConstraint(
                fields=["government", "slug"],
                condition=models.Q(office__isnull=True),
                name="post_slug_once_per_government",
            ),
            models.CheckConstraint(
                name="post_is_not_its_own_superior", condition=~models.Q(superior=models.F("id"))
            ),
        ]

    def __str__(self) -> str:
        return self.title
