"""The emblem of an office, as its sheets and its public pages show it."""

from base64 import b64encode

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.office import Office


class OfficeLogo(models.Model):
    """A cleaned PNG or JPEG (organizations.logo_file), in the database: see decision 0019. Replaced, never changed."""

    office = models.OneToOneField(Office, on_delete=models.CASCADE, primary_key=True, related_name="logo")
    content = models.BinaryField()
    media_type = models.CharField(max_length=20)
    width = models.PositiveSmallIntegerField()  # pixels
    height = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("logo")

    def __str__(self) -> str:
        return f"{self.office_id}: {self.sha256[:12]}"

    @property
    def data_uri(self) -> str:
        """The picture as an address that carries it, for pages and sheets that may fetch nothing."""
        return f"data:{self.media_type};base64,{b64encode(bytes(self.content)).decode()}"
