"""Addresses of signing in and of accounts. Names with an underscore in front of which allauth or mfa stands are
allauth's: it looks its pages up by them. Of its other pages none exists here."""

from django.urls import path

from organizations.accounts import factor_views, office_views, oidc, session_views, views

OFFICE = "offices/<slug:office_slug>/accounts/"
sign_in = views.SignIn.as_view()

urlpatterns = [
    path("login/", sign_in, name="login"),
    path("login/", sign_in, name="account_login"),
    path("login/code/", factor_views.Code.as_view(), name="mfa_authenticate"),
    path("login/sso/", oidc.start, name="sso"),
    path("login/sso/back/", oidc.back, name="sso-back"),
    path("logout/", views.sign_out, name="logout"),
    path("password/", views.PasswordChange.as_view(), name="password_change"),
    path("password/done/", views.password_change_done, name="password_change_done"),
    path("sandi/lupa/", views.forgotten, name="password-forgotten"),
    path("sandi/lupa/terkirim/", views.forgotten_sent, name="password-forgotten-sent"),
    path("sandi/baru/", views.new_password, name="password-new"),
    path("sandi/<str:token>/", views.link, name="password-link"),
    path("akun/konfirmasi/", views.Confirm.as_view(), name="account_reauthenticate"),
    path("akun/konfirmasi/kode/", factor_views.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("akun/faktor-kedua/", factor_views.Factors.as_view(), name="mfa_index"),
    path("akun/faktor-kedua/pasang/", factor_views.Enrol.as_view(), name="mfa_activate_totp"),
    path("akun/faktor-kedua/matikan/", factor_views.TakeAway.as_view(), name="mfa_deactivate_totp"),
    path("akun/faktor-kedua/kode/", factor_views.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "akun/faktor-kedua/kode/baru/",
        factor_views.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("akun/sesi/", session_views.sessions, name="sessions"),
    path("akun/sesi/end-others/", session_views.end_others, name="sessions-end-others"),
    path("akun/sesi/<int:pk>/end/", session_views.end_one, name="session-end"),
    path(OFFICE, office_views.accounts, name="accounts"),
    path(f"{OFFICE}invite/", office_views.invite, name="account-invite"),
    path(f"{OFFICE}withdraw/", office_views.withdraw, name="account-withdraw"),
    path(f"{OFFICE}reset-factor/", office_views.reset_factor, name="account-reset-factor"),
    path(f"{OFFICE}deactivate/", office_views.deactivate, name="account-deactivate"),
    path(f"{OFFICE}reactivate/", office_views.reactivate, name="account-reactivate"),
    path(f"{OFFICE}policy/", office_views.policy, name="account-policy"),
]
