"""What signing in needs to know of the rooms above organizations."""

from datetime import datetime

from documents.models import SigningIdentity, SigningKey
from organizations.accounts.adapters import AccountAdapter
from organizations.models import User


class HouseAdapter(AccountAdapter):
    """Who has a certificate, or a NIK for BSrE, signs too, whatever their post."""

    def signs(self, user: User, at: datetime) -> bool:
        return (
            super().signs(user, at)
            or SigningKey.objects.usable(user, at).exists()
            or SigningIdentity.objects.filter(user=user).exists()
        )
