"""What people are told of their certificates."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.notices.kinds import Kind, Topic, named


def page_of(facts):
    """The certificate's own page."""
    return reverse("certificates:detail", args=[facts["award"]])


ISSUED = Kind(
    name="certificates.issued",
    topic=Topic.EXAMINATION,
    subject=_("Your certificate is here"),
    body=_(
        "Well done: you have earned a certificate. It says: %(title)s. Its number is %(serial)s.\n\n"
        "On its page you can look at it, save it and print it."
    ),
    text=_("Intelligent Bhutan: well done, you have earned a certificate. Its number is %(serial)s."),
    writes={"title": named, "serial": str},
    page=page_of,
)
REVOKED = Kind(
    name="certificates.revoked",
    topic=Topic.EXAMINATION,
    subject=_("Your certificate is not valid any more"),
    body=_(
        "Your certificate with the number %(serial)s is not valid any more. The reason: %(reason)s.\n\n"
        "If you think that this is wrong, ask at the centre where you were examined."
    ),
    text=_("Intelligent Bhutan: your certificate %(serial)s is not valid any more. Ask at your centre."),
    writes={"serial": str, "reason": lambda key: Award.Reason(key).label},
    page=page_of,
)
