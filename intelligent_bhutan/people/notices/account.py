"""What people are told of their accounts."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.notices.kinds import Kind, Topic

WELCOME = Kind(
    name="people.welcome",
    topic=Topic.LEARNING,
    subject=_("Welcome"),
    body=_(
        "Your account is ready. What you must know comes into this inbox: your classes, your examinations, your "
        "certificates.\n\nYou can also get it by e-mail or as a text message. The button leads to where you choose."
    ),
    page=lambda facts: reverse("notices:choices"),
)
