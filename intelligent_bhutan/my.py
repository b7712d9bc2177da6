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

TEACH = (Role.COORDINATOR, Role.TRAINER)
KEEP_CENTRES = (Role.COORDINATOR, Role.PROGRAMME_OFFICER)
SEE_ROLES = (Role.COORDINATOR, Role.PROGRAMME_OFFICER, Role.OPERATOR)
SOLVE_PROBLEMS = (Role.OPERATOR, Role.PROGRAMME_OFFICER, Role.EDITOR, Role.PUBLISHER)
OFFICER, OPERATOR = (Role.PROGRAMME_OFFICER,), (Role.OPERATOR,)


# groups of desks: what people read above them; of each desk who opens it (roles, or a rule), its page, name and icon
DESKS = (
    (
        _("Classes"),
        (
            (TEACH, "literacy:cohorts", _("My classes"), "users"),
            (TEACH, "literacy:teaching", _("Teaching"), "graduation-cap"),
            ((Role.COORDINATOR,), "literacy:assignments", _("Asked of my people"), "calendar"),
            ((Role.EDITOR, Role.PUBLISHER), "literacy:editing", _("Courses in the making"), "pencil"),
        ),
    ),
    (
        _("Examinations"),
        (
            ((Role.INVIGILATOR, *OFFICER), "literacy:sittings", _("Sittings"), "clipboard-list"),
            (KEEP_CENTRES, "literacy:centres", _("Centres"), "map-pin"),
            (OFFICER, "certificates:staff", _("Certificates"), "award"),
            ((Role.ANALYST, *OFFICER), "targets:dashboard", _("Staff dashboard"), "chart-line"),
        ),
    ),
    (
        _("People"),
        (
            (SEE_ROLES, "people:roles", _("Staff and organisations"), "building-2"),
            (OFFICER + OPERATOR, "people:waiting", _("What waits for a second person"), "shield-check"),
            (helps_at_centre, "people:recoveries", _("Somebody lost their way in"), "key-round"),
            (OFFICER, "people:merging", _("One person, two records"), "users"),
        ),
    ),
    (
        _("The portal"),
        (
            (SOLVE_PROBLEMS, "service:problems", _("What people say is wrong"), "message-circle"),
            (OPERATOR, "notices:deliveries", _("Notices on their way"), "mail"),
            (OPERATOR, "outbox:dead", _("Work that got stuck"), "triangle-alert"),
            (OPERATOR, "operating:keys", _("Keys"), "key-round"),
            (OPERATOR, "operating:schedule", _("What is cleared away"), "trash-2"),
        ),
    ),
)


@dataclass(frozen=True)
class Desk:
    """A page that a role opens."""

    url: str
    label: str
    icon: str


@dataclass(frozen=True)
class Room:
    """Desks that belong together."""

    label: str
    desks: list[Desk]


@dataclass(frozen=True)
class MyPage:
    """All that the page shows."""

    learning: Dashboard
    places: list[Candidate]
    asked: list[Asked]
    next_session: ClassSession | None
    awards: list[Award]
    rooms: list[Room]
    has_roles: bool
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
        rooms=rooms_of(person),
        has_roles=holds(person, *Role),
        recovery=recovered_lately(person),
    )


def rooms_of(person):
    """The pages that the person's roles open, by what they are about; rooms without a desk are left out."""
    rooms = []
    for heading, desks in DESKS:
        opened = [Desk(reverse(page), label, icon) for who, page, label, icon in desks if opens(person, who)]
        rooms += [Room(heading, opened)] if opened else []
    return rooms


def opens(person, who):
    """Whether the person is among these: holds one of the roles, or fulfils the rule."""
    return who(person) if callable(who) else holds(person, *who)
