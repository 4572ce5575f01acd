"""A notice as an e-mail: plain text and HTML, a link to the page, and nothing that is not for every eye."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from activity.models import Notice


def compose(notice: Notice) -> EmailMultiAlternatives:
    """The e-mail of a notice. The same notice always has the same Message-ID, so that a mail program shows a second
    sending as the same mail."""
    context = {"notice": notice, "url": f"{settings.SITE_URL}{notice.path}", "site": settings.SITE_URL}
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
