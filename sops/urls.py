"""Addresses of SOPs."""

from django.urls import path

from sops import (
    approval_views,
    book_views,
    look_views,
    naskah_views,
    portal_views,
    public_views,
    reading_views,
    setting_views,
    sheet_views,
    views,
    warning_views,
)

PORTAL = "portal/<slug:office_slug>/"
REVISION = "sops/<slug:office_slug>/<slug:slug>/revisions/<int:number>/"

urlpatterns = [
    path("sops/", views.sop_list, name="sop-list"),
    path("sops/load/", views.load, name="sop-load"),
    path("sops/<slug:office_slug>/<slug:slug>/", views.sop, name="sop"),
    path("sops/<slug:office_slug>/<slug:slug>/load/", views.load, name="sop-reload"),
    path(f"{REVISION}sheet.pdf", sheet_views.sheet, name="sop-sheet"),
    path(REVISION, approval_views.revision, name="revision"),
    path(f"{REVISION}read/", reading_views.read, name="revision-read"),
    path(f"{REVISION}submit/", approval_views.submit, name="revision-submit"),
    path(f"{REVISION}withdraw/", approval_views.withdraw, name="revision-withdraw"),
    path(f"{REVISION}agree/", approval_views.agree, name="revision-agree"),
    path(f"{REVISION}initial/", approval_views.initial, name="revision-initial"),
    path(f"{REVISION}send-back/", approval_views.send_back, name="revision-send-back"),
    path(f"{REVISION}sign/", approval_views.sign, name="revision-sign"),
    path(f"{REVISION}attest/", approval_views.attest, name="revision-attest"),
    path(f"{REVISION}revoke/", approval_views.revoke, name="revision-revoke"),
    path(f"{REVISION}penetapan/", approval_views.penetapan, name="revision-penetapan"),
    path("offices/<slug:office_slug>/approval/", setting_views.approval, name="approval"),
    path("offices/<slug:office_slug>/approval/save/", setting_views.save, name="approval-save"),
    path("offices/<slug:office_slug>/look/", look_views.look, name="look"),
    path("offices/<slug:office_slug>/look/save/", look_views.save, name="look-save"),
    path("offices/<slug:office_slug>/look/logo/", look_views.upload, name="logo-put"),
    path("offices/<slug:office_slug>/look/logo/remove/", look_views.remove, name="logo-remove"),
    path("offices/<slug:office_slug>/logo/", look_views.logo, name="office-logo"),
    path("offices/<slug:office_slug>/naskah/", naskah_views.naskah, name="naskah"),
    path("offices/<slug:office_slug>/naskah/save/", naskah_views.save, name="naskah-save"),
    path("offices/<slug:office_slug>/book/", book_views.book, name="sop-book"),
    path("offices/<slug:office_slug>/book/make/", book_views.make, name="sop-book-make"),
    path("offices/<slug:office_slug>/book/file/", book_views.download, name="sop-book-file"),
    path("portal/", portal_views.offices, name="portal-offices"),
    path(PORTAL, portal_views.portal, name="portal"),
    path(f"{PORTAL}logo/", portal_views.logo, name="portal-logo"),
    path(f"{PORTAL}pk/", portal_views.pks, name="portal-pk"),
    path(f"{PORTAL}sop/<slug:slug>/", portal_views.sop, name="portal-sop"),
    path(f"{PORTAL}sop/<slug:slug>/lembar.pdf", portal_views.pdf, name="portal-sop-pdf"),
    path(f"{PORTAL}sop/<slug:slug>/sop.yaml", portal_views.yaml, name="portal-sop-yaml"),
    path("periksa/sop/<slug:office_slug>/<slug:slug>/<slug:short>/", public_views.public, name="sop-public"),
    path("sops/<slug:office_slug>/<slug:slug>/answer/", warning_views.answer, name="sop-remark-answer"),
    path(
        "sops/<slug:office_slug>/<slug:slug>/answer/take-back/",
        warning_views.take_back,
        name="sop-remark-take-back",
    ),
]
