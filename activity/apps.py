from django.apps import AppConfig
from django.utils.translation import gettext, ngettext

from activity.words import translate_with


class ActivityConfig(AppConfig):
    name = "activity"
    verbose_name = "Catatan kegiatan"

    def ready(self) -> None:
        translate_with(gettext, ngettext)
