"""The second factor: setting it up, using it, its recovery codes, taking it away."""

from typing import Any

from allauth.mfa.base.views import AuthenticateView, IndexView, ReauthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.http import HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from organizations.accounts.adapters import MUST_ENROL
from organizations.accounts.forms import CodeAgainForm, CodeForm, EnrolForm
from organizations.accounts.recording import record_of_user
from organizations.accounts.views import OnlyWhereThereIsAWay

secret = [sensitive_post_parameters(), never_cache]


@method_decorator(secret, name="dispatch")
class Code(AuthenticateView):
    """After the password: the code."""

    form_class = CodeForm
    template_name = "registration/code.html"


@method_decorator(secret, name="dispatch")
class CodeAgain(OnlyWhereThereIsAWay, ReauthenticateView):
    """A code once more, before something that a session alone must not do."""

    form_class = CodeAgainForm
    template_name = "registration/confirm.html"


class Factors(IndexView):
    """What one has."""

    template_name = "accounts/factors.html"


@method_decorator(secret, name="dispatch")
class Enrol(ActivateTOTPView):
    """Set up an authenticator app. Recorded; whoever was led here goes free."""

    form_class = EnrolForm
    template_name = "accounts/enrol.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.request.session.pop(MUST_ENROL, None)
        record_of_user(self.request.user, "user.second_factor_on", at=timezone.now())
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"led_here": bool(self.request.session.get(MUST_ENROL))}


@method_decorator(secret, name="dispatch")
class TakeAway(DeactivateTOTPView):
    """Sign in without a code again, where the office allows it. Recorded."""

    template_name = "accounts/take_away.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        record_of_user(self.request.user, "user.second_factor_off", at=timezone.now())
        return response


@method_decorator(secret, name="dispatch")
class RecoveryCodes(ViewRecoveryCodesView):
    """The codes, once."""

    template_name = "accounts/recovery_codes.html"


@method_decorator(secret, name="dispatch")
class NewRecoveryCodes(GenerateRecoveryCodesView):
    """Other codes; the ones before open nothing any more. Recorded."""

    template_name = "accounts/new_recovery_codes.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        record_of_user(self.request.user, "user.recovery_codes_renewed", at=timezone.now())
        return response
