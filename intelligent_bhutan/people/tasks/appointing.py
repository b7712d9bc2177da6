"""Roles that end, and invitations by e-mail; each may run twice."""

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from intelligent_bhutan import outbox, sealing
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.people.actions import leaving
from intelligent_bhutan.people.models import Invitation


@shared_task(name="people.end_run_out_roles")
def end_run_out_roles():
    """Write down the ends of the last night."""
    while leaving.end_run_out():
        pass


@shared_task(name="people.warn_of_ending_roles")
def warn_of_ending_roles():
    """Tell of roles that end soon."""
    leaving.warn_of_ends()


@outbox.handler("people.send_invitation", queue="notify")
def send_invitation(invitation, sealed):
    """Send the link in both languages, while it still works."""
    held = Invitation.objects.open().filter(pk=invitation).select_related("appointment__organisation").first()
    if held is None:
        return
    code, email = sealing.decrypt(sealed.encode(), *ring("SECRET_KEY")).split(" ", 1)
    parts = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            link = f"{settings.PUBLIC_URL}{reverse('people:offer', args=[code])}"
            context = {"appointment": held.appointment, "invitation": held, "link": link}
            parts.append(render_to_string("people/invitation_mail.txt", context))
    with translation.override("en"):
        subject = _("You are invited to Intelligent Bhutan")
    send_mail(subject, "\n\n".join(parts), None, [email])
