"""A notice as an e-mail: plain text and HTML, a link to the page, and nothing that is not for every eye."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from activity.models import Notice
from activity.wording import as_kept
from organizations.accounts import mailing
from organizations.accounts.links import OWN_KINDS, path_of
from workflows import telling


@sensitive_variables()
@as_kept()
def compose(notice: Notice) -> EmailMultiAlternatives:
    """The e-mail of a notice. The same notice always has the same Message-ID, so that a mail program shows a second
    sending as the same mail."""
    context = {
        "notice": notice,
        "url": f"{settings.SITE_URL}{path_of(notice, timezone.now())}",
        "site": settings.SITE_URL,
    }
    host = settings.SITE_URL.split("://")[-1].split("/")[0].split(":")[0]
    message = EmailMultiAlternatives(
        subject=f"[SOPFlow] {notice.title}",
        body=render_to_string("mail/notice.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[notice.email],
        headers={"Message-ID": f"<pemberitahuan-{notice.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("mail/notice.html", context), "text/html")
    return message


def may_go(notices: Sequence[Notice], at: datetime) -> dict[int, datetime]:
    """When the mail of each may go, as the room says that it is about; one that is not in it goes to nobody."""
    about_accounts = [notice for notice in notices if notice.kind in OWN_KINDS]
    others = [notice for notice in notices if notice.kind not in OWN_KINDS]
    return telling.may_go(others, at) | mailing.may_go(about_accounts, at)
