"""One person's own page: what the strands and the foundation know of them, put together for the portal."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.people.models import Recovery
from intelligent_bhutan.people.queries.recovering import recovered_lately
from intelligent_bhutan.people.rules import Role, helps_at_centre, holds
from literacy.models import Asked, Candidate, ClassSession
from literacy.queries.assigning import asked_of, with_titles
from literacy.queries.booking import ahead_of
from literacy.queries.learning import Dashboard, dashboard
from literacy.queries.teaching import next_session

PROBLEM_SOLVERS = (Role.OPERATOR, Role.PROGRAMME_OFFICER, Role.EDITOR, Role.PUBLISHER)
# the role, its page, what people read, its icon
DESKS = (
    ((Role.COORDINATOR, Role.TRAINER), "literacy:cohorts", _("My classes"), "users"),
    ((Role.COORDINATOR, Role.TRAINER), "literacy:teaching", _("Teaching"), "graduation-cap"),
    ((Role.COORDINATOR,), "literacy:assignments", _("Asked of my people"), "calendar"),
    ((Role.INVIGILATOR, Role.PROGRAMME_OFFICER), "literacy:sittings", _("Sittings"), "clipboard-list"),
    ((Role.COORDINATOR, Role.PROGRAMME_OFFICER), "literacy:centres", _("Centres"), "map-pin"),
    ((Role.PROGRAMME_OFFICER,), "certificates:staff", _("Certificates"), "award"),
    ((Role.PROGRAMME_OFFICER,), "people:merging", _("One person, two records"), "users"),
    ((Role.ANALYST, Role.PROGRAMME_OFFICER), "targets:dashboard", _("Staff dashboard"), "chart-line"),
    ((Role.EDITOR, Role.PUBLISHER), "literacy:editing", _("Courses in the making"), "pencil"),
    (PROBLEM_SOLVERS, "service:problems", _("What people say is wrong"), "message-circle"),
    ((Role.OPERATOR,), "notices:deliveries", _("Notices on their way"), "mail"),
    (
        (Role.COORDINATOR, Role.PROGRAMME_OFFICER, Role.OPERATOR),
        "people:roles",
        _("Staff and organisations"),
        "building-2",
    ),
    ((Role.PROGRAMME_OFFICER, Role.OPERATOR), "people:waiting", _("What waits for a second person"), "shield-check"),
    ((Role.OPERATOR,), "outbox:dead", _("Work that got stuck"), "triangle-alert"),
    ((Role.OPERATOR,), "operating:keys", _("Keys"), "key-round"),
    ((Role.OPERATOR,), "operating:schedule", _("What is cleared away"), "trash-2"),
    (tuple(Role), "people:my_roles", _("My roles"), "id-card"),
)


@dataclass(frozen=True)
class Desk:
    """A page that a role opens."""

    url: str
    label: str
    icon: str


@dataclass(frozen=True)
class MyPage:
    """All that the page shows."""

    learning: Dashboard
    places: list[Candidate]
    asked: list[Asked]
    next_session: ClassSession | None
    awards: list[Award]
    desks: list[Desk]
    recovery: Recovery | None  # for a day after a way in was given anew at a centre


def page_of(person) -> MyPage:
    """The person's page; four queries beside those of the strands."""
    awards = Award.objects.visible_to(person).select_related("achievement").order_by("-awarded_at")
    return MyPage(
        learning=dashboard(person),
        places=ahead_of(person),
        asked=with_titles(asked_of(person)),
        next_session=next_session(person),
        awards=list(awards),
        desks=desks_of(person),
        recovery=recovered_lately(person),
    )


def desks_of(person):
    """The pages of the person's roles."""
    desks = [Desk(reverse(page), label, icon) for roles, page, label, icon in DESKS if holds(person, *roles)]
    if helps_at_centre(person):  # a coordinator, but not of every kind of organisation
        desks.append(Desk(reverse("people:recoveries"), _("Somebody lost their way in"), "key-round"))
    return desks
