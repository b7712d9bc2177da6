"""Notices about roles: offered, waiting for a second person, decided, begun, ending, ended."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intelligent_bhutan.notices.kinds import Kind, Topic, both, named, on_day
from intelligent_bhutan.people.models import Membership


def role(value):
    """A role's name in the page's language."""
    return str(Membership.Role(value).label)


def place(value):
    """The organisation, or that there is none."""
    return named(value) if value else _("the whole programme")


WRITES = {"role": role, "place": place, "until": on_day}


def facts_of(thing):
    """What every notice about a role says: which, and where. `thing` is an appointment or a membership."""
    return {"role": thing.role, "place": both(thing.organisation, "name") if thing.organisation else None}


def page(name):
    """A page that stands alone, whatever the facts."""
    return lambda facts: reverse(name)


def of_appointment(facts):
    """The page of the appointment that the notice is about."""
    return reverse("people:appointment", args=[facts["appointment"]])


OFFERED = Kind(
    name="people.role_offered",
    topic=Topic.WORK,
    subject=gettext_lazy("You are proposed for a role: %(role)s"),
    body=gettext_lazy(
        "%(by)s proposes you as %(role)s, %(place)s. A second person decides. We tell you when it is decided."
    ),
    writes=WRITES,
    page=page("people:my_roles"),
)
WAITING = Kind(
    name="people.appointment_waits",
    topic=Topic.WORK,
    subject=gettext_lazy("A role waits for your decision: %(role)s"),
    body=gettext_lazy("%(by)s proposes %(called)s as %(role)s, %(place)s. Another person must agree. Please decide."),
    writes=WRITES,
    page=of_appointment,
)
APPROVED = Kind(
    name="people.appointment_approved",
    topic=Topic.WORK,
    subject=gettext_lazy("Approved: %(called)s as %(role)s"),
    body=gettext_lazy(
        "%(by)s approved what you proposed: %(called)s as %(role)s, %(place)s. "
        "If the person still has to accept, the role begins then."
    ),
    writes=WRITES,
    page=of_appointment,
)
REFUSED = Kind(
    name="people.appointment_refused",
    topic=Topic.WORK,
    subject=gettext_lazy("Not approved: %(called)s as %(role)s"),
    body=gettext_lazy("%(by)s did not approve %(called)s as %(role)s, %(place)s. The reason: %(reason)s"),
    writes=WRITES,
)
TAKEN = Kind(
    name="people.invitation_taken",
    topic=Topic.WORK,
    subject=gettext_lazy("Accepted: %(called)s as %(role)s"),
    body=gettext_lazy(
        "The invitation of %(called)s as %(role)s, %(place)s, was accepted by the account %(account)s. "
        "If this is somebody else, end the role at once."
    ),
    writes=WRITES,
    page=of_appointment,
)
BEGUN = Kind(
    name="people.role_begun",
    topic=Topic.WORK,
    subject=gettext_lazy("You have a new role: %(role)s"),
    body=gettext_lazy("You are %(role)s, %(place)s. The last day is %(until)s. Your work stands on your page."),
    text=gettext_lazy("You are now %(role)s, %(place)s. Sign in to see your work."),
    writes=WRITES,
    page=page("my_page"),
)
EXTENDED = Kind(
    name="people.role_extended",
    topic=Topic.WORK,
    subject=gettext_lazy("Your role lasts longer: %(role)s"),
    body=gettext_lazy("You stay %(role)s, %(place)s. The last day is now %(until)s."),
    writes=WRITES,
    page=page("people:my_roles"),
)
ENDS_SOON = Kind(
    name="people.role_ends_soon",
    topic=Topic.WORK,
    subject=gettext_lazy("Your role ends soon: %(role)s"),
    body=gettext_lazy("You are %(role)s, %(place)s, until %(until)s. If you go on, ask for more time before that day."),
    text=gettext_lazy("Your role %(role)s ends on %(until)s. If you go on, ask for more time."),
    writes=WRITES,
    page=page("people:my_roles"),
)
OF_OTHERS_ENDS_SOON = Kind(
    name="people.role_of_others_ends_soon",
    topic=Topic.WORK,
    subject=gettext_lazy("The role of %(called)s ends soon: %(role)s"),
    body=gettext_lazy("%(called)s is %(role)s, %(place)s, until %(until)s. Extend the role if the person goes on."),
    writes=WRITES,
    page=lambda facts: reverse("people:role", args=[facts["membership"]]),
)
ENDED = Kind(
    name="people.role_ended",
    topic=Topic.WORK,
    subject=gettext_lazy("Your role has ended: %(role)s"),
    body=gettext_lazy("You are not %(role)s any more, %(place)s. Thank you for your work. %(reason)s"),
    writes=WRITES,
    page=page("people:my_roles"),
)
