"""Addresses of what an office sets for its papers."""

from django.urls import path

from documents import format_views, verify_views

urlpatterns = [
    path("periksa/naskah/<str:token>/", verify_views.verify, name="verify"),
    path("offices/<slug:office_slug>/pk-format/", format_views.pk_format, name="pk-format"),
    path("offices/<slug:office_slug>/pk-format/save/", format_views.save, name="pk-format-save"),
]
