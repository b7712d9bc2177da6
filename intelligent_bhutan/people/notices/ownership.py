"""What people are told about their own data: consents, copies, erasing, two records that become one."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.notices.kinds import Kind, Topic, at_moment, on_day
from intelligent_bhutan.people.models import ConsentNotice


def purpose(value):
    """The purpose of a consent in words."""
    return str(ConsentNotice.Purpose(value).label)


CONSENT_WITHDRAWN = Kind(
    name="people.consent_withdrawn",
    topic=Topic.ACCOUNT,
    subject=_("You took back your agreement"),
    body=_(
        "On %(day)s the agreement to “%(purpose)s” was taken back. Was it not you? Sign in, and agree again under "
        "“My data”, or ask at any centre."
    ),
    text=_("Your agreement to “%(purpose)s” was taken back. Not you? Ask at any centre."),
    writes={"day": on_day, "purpose": purpose},
    page=lambda facts: reverse("ownership:consent"),
)
DATA_READY = Kind(
    name="people.data_ready",
    topic=Topic.ACCOUNT,
    subject=_("The copy of your data is ready"),
    body=_("Open “My data” and take it. It is removed on %(until)s."),
    writes={"until": on_day},
    page=lambda facts: reverse("ownership:data"),
)
ERASURE_ASKED = Kind(
    name="people.erasure_asked",
    topic=Topic.ACCOUNT,
    subject=_("Your data will be erased"),
    body=_("Your data will be erased on %(due)s. To keep it, just sign in before. Was it not you? Sign in now."),
    text=_("Your data on Intelligent Bhutan will be erased on %(due)s. To keep it, sign in before."),
    urgent=True,
    writes={"due": at_moment},
    page=lambda facts: reverse("ownership:data"),
)
ERASURE_CANCELLED = Kind(
    name="people.erasure_cancelled",
    topic=Topic.ACCOUNT,
    subject=_("Nothing is erased"),
    body=_("You signed in, so your data stays. If you still want it erased, ask again under “My data”."),
    page=lambda facts: reverse("ownership:data"),
)
RECORDS_MERGED = Kind(
    name="people.records_merged",
    topic=Topic.ACCOUNT,
    subject=_("Your two records are one now"),
    body=_(
        "You were here twice. All that stood under %(closed)s stands here now. Sign in as %(kept)s from now on. "
        "Is that wrong? Ask at any centre within 30 days."
    ),
    text=_("You were here twice. Your two records are one now. Sign in as %(kept)s from now on."),
    page=lambda facts: reverse("ownership:data"),
)
RECORDS_PARTED = Kind(
    name="people.records_parted",
    topic=Topic.ACCOUNT,
    subject=_("Your records are two again"),
    body=_("Two records had been put together by mistake. What is yours stands here as before."),
    page=lambda facts: reverse("ownership:data"),
)
