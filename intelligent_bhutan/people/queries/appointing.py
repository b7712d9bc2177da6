"""Who holds which role where, what waits for a second person, which organisations there are: as far as one sees."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from intelligent_bhutan.people import appointing
from intelligent_bhutan.people.models import Appointment, Membership, Organisation, User
from intelligent_bhutan.people.models.organisation import SOON
from intelligent_bhutan.people.rules import Role, holds, organisations_as, oversees_everybody

MOST_TOLD = 50


def organisations_seen_by(user):
    """All of them for who oversees everybody; for a coordinator their own and what lies below."""
    if oversees_everybody(user):
        return Organisation.objects.all()
    return Organisation.objects.within(organisations_as(user, Role.COORDINATOR))


def named(organisations, text):
    """Those with the text in their name, in either language."""
    return organisations.filter(Q(name_en__icontains=text) | Q(name_dz__icontains=text)) if text else organisations


def roles_seen_by(user):
    """Roles that are and were held, as far as the person oversees them."""
    if oversees_everybody(user):
        return Membership.objects.all()
    return Membership.objects.filter(organisation__in=organisations_seen_by(user))


def roles_of_state(roles, state, *, at=None):
    """Of these roles those in force, those that end within thirty days, or those that are over."""
    at = at or timezone.now()
    if state == "ended":
        return roles.filter(Q(ended_at__isnull=False) | Q(valid_until__lte=at))
    current = roles.current(at)
    return current.filter(valid_until__lte=at + SOON) if state == "soon" else current


def about(roles, text):
    """Those of people or organisations with the text in their name."""
    if not text:
        return roles
    return roles.filter(
        Q(person__full_name__icontains=text)
        | Q(person__username__iexact=text)
        | Q(organisation__name_en__icontains=text)
        | Q(organisation__name_dz__icontains=text)
    )


def appointments_seen_by(user):
    """Those that the person proposed, and those of roles that they oversee."""
    if oversees_everybody(user):
        return Appointment.objects.all()
    return Appointment.objects.filter(Q(proposed_by=user) | Q(organisation__in=organisations_seen_by(user)))


def waiting_for(user):
    """What the person may decide now: neither proposed by them nor about them, the oldest first."""
    mine = [role for role, givers in appointing.GIVEN_BY.items() if holds(user, *(givers - {appointing.COORDINATOR}))]
    waiting = Appointment.objects.waiting().filter(role__in=mine).exclude(proposed_by=user)
    return waiting.filter(~Q(person=user) | Q(person=None)).order_by("proposed_at", "pk")


def givers_of(role, organisation=None):
    """Who may give the role there, the first fifty by name; of coordinators only those of the very organisation."""
    givers = appointing.GIVEN_BY[role]
    held = Q(role__in=givers - {appointing.COORDINATOR})
    if appointing.COORDINATOR in givers and organisation is not None:
        held |= Q(role=Role.COORDINATOR, organisation=organisation)
    holding = Membership.objects.current().filter(held)
    return User.objects.filter(is_active=True, memberships__in=holding).distinct().order_by("full_name")[:MOST_TOLD]


def ends_within(days, *, at):
    """Roles in force whose last day comes within so many days."""
    return Membership.objects.current(at).filter(valid_until__lte=at + timedelta(days=days))
