"""Who holds a post, and since when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from activity.wording import kept
from organizations.models.periods import DatedQuerySet, period_check
from organizations.models.post import Post
from organizations.models.user import User


class Kind(models.TextChoices):
    """How a post is held (UU 30/2014; SE BKN 2/SE/VII/2019 on Plt. and Plh.)."""

    DEFINITIF = "definitif", _("definitif")
    PLT = "plt", _("Plt.")
    PLH = "plh", _("Plh.")
    PJ = "pj", _("Pj.")


class Appointment(models.Model):
    """A user holds a post for a period.

    Two layers: definitif, and acting (Plt., Plh., Pj.). No two of one layer overlap on a post: an exclusion
    constraint on PostgreSQL, triggers on SQLite (migration 0002). An absent head keeps the post while a Plh. acts.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind, default=Kind.DEFINITIF)
    order_letter = models.CharField(_("surat perintah"), max_length=200, blank=True)
    order_date = models.DateField(_("tanggal surat"), null=True, blank=True)
    start_date = models.DateField(_("mulai"))
    end_date = models.DateField(_("sampai (tidak termasuk)"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("penugasan jabatan")
        constraints = [period_check("appointment_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.capacity}: {self.user}"

    @property
    def is_acting(self) -> bool:
        """Whether this is of the acting layer."""
        return self.kind != Kind.DEFINITIF

    @property
    def capacity(self) -> str:
        """The printed capacity: "Kepala Dinas", "Plt. Kepala Dinas"."""
        return f"{kept(self.get_kind_display)} {self.post.title}" if self.is_acting else self.post.title
