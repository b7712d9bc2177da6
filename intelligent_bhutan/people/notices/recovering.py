"""What people are told about getting back in, and about what is known of them: always, since it is for their safety."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.notices.kinds import Kind, Topic, at_moment


def my_sessions(facts):
    """Where one sees who is signed in."""
    return reverse("my_sessions")


def my_corrections(facts):
    """Where one sees what was asked."""
    return reverse("people:my_corrections")


PASSWORD_CHANGED = Kind(
    name="people.password_changed",
    topic=Topic.ACCOUNT,
    subject=_("Your password was changed"),
    body=_(
        "Your password was changed on %(at)s. Everybody else who was signed in as you is signed out. If that was not "
        "you, get a new password at once, or go to a centre with your card."
    ),
    text=_("Your password was changed. Not you? Get a new one at once, or go to a centre with your card."),
    urgent=True,
    writes={"at": at_moment},
    page=my_sessions,
)
RECOVERY_ASKED = Kind(
    name="people.recovery_asked",
    topic=Topic.ACCOUNT,
    subject=_("Somebody at a centre asked for a new way into your account"),
    body=_(
        "On %(at)s somebody who said that they are you asked an officer for a new way into your account. If that was "
        "not you, sign in and change your password, or go to a centre with your card, today."
    ),
    text=_("Somebody asks at a centre for a new way into your account. Not you? Go to a centre with your card today."),
    urgent=True,
    writes={"at": at_moment},
    page=my_sessions,
)
RECOVERED = Kind(
    name="people.recovered",
    topic=Topic.ACCOUNT,
    subject=_("You are back in your account"),
    body=_(
        "A new way into your account was set on %(at)s with a slip from a centre. Everybody who was signed in as you "
        "is signed out. If that was not you, go to a centre with your card today."
    ),
    text=_("A new way into your account was set with a slip from a centre. Not you? Go to a centre with your card."),
    urgent=True,
    writes={"at": at_moment},
    page=my_sessions,
)
RECOVERIES_UNUSUAL = Kind(
    name="people.recoveries_unusual",
    topic=Topic.WORK,
    subject=_("One officer lets many people back in"),
    body=_("%(officer)s has begun %(n)s recoveries today. Ask whether that is right."),
    page=lambda facts: reverse("people:recoveries"),
)
PHONE_CHANGED = Kind(
    name="people.phone_changed",
    topic=Topic.ACCOUNT,
    subject=_("Your phone number was changed"),
    body=_("A new phone number stands on your account since %(at)s. If that was not you, change your password."),
    urgent=True,
    writes={"at": at_moment},
    page=my_sessions,
)
PHONE_PROVEN_BY_ANOTHER = Kind(
    name="people.phone_proven_by_another",
    topic=Topic.ACCOUNT,
    subject=_("Your phone number was taken off your account"),
    body=_(
        "Somebody else has shown that the phone number on your account is theirs. If it is yours, write it again and "
        "type the code that we send to it."
    ),
    page=lambda facts: reverse("account_change_phone"),
)
EMAIL_CHANGED = Kind(
    name="people.email_changed",
    topic=Topic.ACCOUNT,
    subject=_("Your e-mail was changed"),
    body=_("A new e-mail stands on your account since %(at)s. If that was not you, change your password."),
    text=_("A new e-mail stands on your account. Not you? Change your password."),
    urgent=True,
    writes={"at": at_moment},
    page=my_sessions,
)
CORRECTION_ASKED = Kind(
    name="people.correction_asked",
    topic=Topic.ACCOUNT,
    subject=_("Your details are to be corrected"),
    body=_(
        "It was asked to correct your details. Bring what proves it to a centre. Then another officer decides. If you "
        "did not ask for this, say so at a centre."
    ),
    page=my_corrections,
)
CORRECTION_APPROVED = Kind(
    name="people.correction_approved",
    topic=Topic.ACCOUNT,
    subject=_("Your details are corrected"),
    body=_("What you asked for is done. If your certificate bears an old name, a new one comes by itself."),
    text=_("Your details are corrected. A new certificate comes by itself where the old one bears another name."),
    page=my_corrections,
)
CORRECTION_REFUSED = Kind(
    name="people.correction_refused",
    topic=Topic.ACCOUNT,
    subject=_("Your details were not corrected"),
    body=_("An officer looked at what you asked for and did not agree. The reason: %(reason)s"),
    text=_("Your details were not corrected. You read the reason on your page."),
    page=my_corrections,
)
CERTIFICATE_REISSUED = Kind(
    name="people.certificate_reissued",
    topic=Topic.ACCOUNT,
    subject=_("You get a new certificate"),
    body=_(
        "Your certificate %(serial)s bore another name. A new one with your right name takes its place. Whoever checks "
        "the old one reads that it was replaced."
    ),
    text=_("A new certificate with your right name takes the place of %(serial)s."),
    page=lambda facts: reverse("certificates:mine"),
)
