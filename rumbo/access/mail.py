"""The mail that carries an invitation, in English and Spanish."""

from smtplib import SMTPException

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import override

from rumbo.access.models import Invitation


def mail_invitation(invitation: Invitation, *, link: str, site: str) -> bool:
    """Send the link to the invited person.

    Args:
        invitation: whom and what for.
        link: the whole address with the token.
        site: the name of this installation.
    Returns:
        False when the mail server did not take it; the link must then be given by hand.
    """
    context = {"invitation": invitation, "link": link, "site": site}
    with override("en"):
        subject = render_to_string("access/mail/invitation_subject.txt", context).strip()
        english = render_to_string("access/mail/invitation.txt", context)
    with override("es"):
        spanish = render_to_string("access/mail/invitation.txt", context)
    text = f"{english.strip()}\n\n--\n\n{spanish.strip()}\n"
    try:
        return send_mail(subject, text, None, [invitation.email]) == 1
    except (OSError, SMTPException):
        return False
