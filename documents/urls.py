"""Addresses of how an office and its officials sign, of verifying that, and of what an office sets for its papers."""

from django.urls import path

from documents import bsre_views, certificate_views, format_views, portal_views, verify_views

urlpatterns = [
    path("periksa/naskah/<str:token>/", verify_views.verify, name="verify"),
    path("akun/", certificate_views.account, name="account"),
    path("akun/nik/", bsre_views.my_nik, name="my-nik"),
    path("akun/sertifikat/", certificate_views.my_certificate, name="my-certificate"),
    path("akun/sertifikat/revoke/", certificate_views.revoke, name="my-certificate-revoke"),
    path("offices/<slug:office_slug>/signing/", certificate_views.signing, name="signing"),
    path("offices/<slug:office_slug>/signing/save/", certificate_views.save, name="signing-save"),
    path("offices/<slug:office_slug>/signing/unlock/", certificate_views.unlock_one, name="signing-unlock"),
    path(
        "offices/<slug:office_slug>/signing/authority/", certificate_views.authority, name="signing-authority"
    ),
    path("offices/<slug:office_slug>/signing/ca.pem", certificate_views.ca_pem, name="signing-ca"),
    path("offices/<slug:office_slug>/bsre/", bsre_views.bsre, name="bsre"),
    path("offices/<slug:office_slug>/bsre/save/", bsre_views.save, name="bsre-save"),
    path("offices/<slug:office_slug>/bsre/test/", bsre_views.test, name="bsre-test"),
    path("offices/<slug:office_slug>/portal/", portal_views.setting, name="portal-setting"),
    path("offices/<slug:office_slug>/portal/save/", portal_views.save, name="portal-save"),
    path("portal/<slug:office_slug>/pk/<str:token>.pdf", portal_views.published_pdf, name="portal-pk-pdf"),
    path("offices/<slug:office_slug>/pk-format/", format_views.pk_format, name="pk-format"),
    path("offices/<slug:office_slug>/pk-format/save/", format_views.save, name="pk-format-save"),
]
