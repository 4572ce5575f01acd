"""Addresses of SOPs."""

from django.urls import path

from sops import views

urlpatterns = [
    path("sops/", views.sop_list, name="sop-list"),
    path("sops/load/", views.load, name="sop-load"),
    path("sops/<slug:office_slug>/<slug:slug>/", views.sop, name="sop"),
    path("sops/<slug:office_slug>/<slug:slug>/load/", views.load, name="sop-reload"),
]
