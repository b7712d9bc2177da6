"""Who may, in terms of roles: every role predicate stands here; apps compose them in their own `rules.py`.

A predicate of the form `is_x(user)` asks about the whole programme; `is_x_of(user, organisation)` about one
organisation, where a role held in a parent counts in its children.
"""

import rules

from intelligent_bhutan.people import appointing
from intelligent_bhutan.people.models import Membership, Organisation

Role = Membership.Role
STAFF_ROLES = {
    Role.COORDINATOR,
    Role.TRAINER,
    Role.INVIGILATOR,
    Role.EDITOR,
    Role.PUBLISHER,
    Role.PROGRAMME_OFFICER,
    Role.ANALYST,
    Role.OPERATOR,
}


def roles_of(user):
    """The person's roles in force as a set of (role, organisation id or None); read once for each request's user."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if not hasattr(user, "_roles_in_force"):
        user._roles_in_force = frozenset(user.memberships.current().values_list("role", "organisation_id"))
    return user._roles_in_force


def holds(user, *roles):
    """Whether the person holds one of these roles anywhere."""
    return any(role in roles for role, _organisation in roles_of(user))


def organisations_as(user, *roles):
    """Ids of the organisations where the person holds one of these roles."""
    return {organisation for role, organisation in roles_of(user) if role in roles and organisation}


def holds_in(user, organisation, *roles):
    """Whether the person holds one of these roles in the organisation or above it, however far."""
    mine = organisations_as(user, *roles)
    if organisation is None or not mine:
        return False
    return organisation.pk in mine or Organisation.objects.within(mine).filter(pk=organisation.pk).exists()


@rules.predicate
def is_staff_member(user):
    """Holds any role but plain membership: a second factor is demanded."""
    return user.is_staff or holds(user, *STAFF_ROLES)


@rules.predicate
def may_be_given_pin(person):
    """May sign in by PIN alone: no staff, whose second factor it would go around, and nobody who keeps a password, so
    that no coordinator takes over an account that is its owner's own."""
    return person.is_active and not person.has_usable_password() and not is_staff_member(person)


@rules.predicate
def is_coordinator(user):
    """Coordinates at least one organisation."""
    return holds(user, Role.COORDINATOR)


@rules.predicate
def is_coordinator_of(user, organisation):
    """Coordinates this organisation."""
    return holds_in(user, organisation, Role.COORDINATOR)


@rules.predicate
def is_trainer_of(user, organisation):
    """Teaches in this organisation."""
    return holds_in(user, organisation, Role.TRAINER)


@rules.predicate
def is_invigilator(user):
    """May be assigned to sittings."""
    return holds(user, Role.INVIGILATOR)


@rules.predicate
def is_editor(user):
    """Writes courses and items."""
    return holds(user, Role.EDITOR)


@rules.predicate
def is_publisher(user):
    """Reviews and publishes what an editor wrote."""
    return holds(user, Role.PUBLISHER)


@rules.predicate
def is_programme_officer(user):
    """Plans sittings, assigns invigilators, decides on doubles, revokes certificates."""
    return holds(user, Role.PROGRAMME_OFFICER)


@rules.predicate
def is_analyst(user):
    """Reads the staff dashboards."""
    return holds(user, Role.ANALYST)


@rules.predicate
def is_operator(user):
    """Looks after the machinery: the outbox, alarms, health."""
    return holds(user, Role.OPERATOR)


@rules.predicate
def opens_admin(user):
    """Has something to do in the admin: courses, places, or, as its administrator, the machinery."""
    return user.is_active and (user.is_staff or is_editor(user) or is_publisher(user) or is_programme_officer(user))


def roles_to_give(user, organisation=None):
    """The roles that the person may give there, or in the whole programme, as the table in `appointing.py` says."""
    here = appointing.IN_ONE_ORGANISATION | appointing.MAY_HAVE_ORGANISATION
    fit = here if organisation else set(appointing.GIVEN_BY) - appointing.IN_ONE_ORGANISATION
    return [role for role in Role if role in fit and may_give(user, role, organisation)]


def may_give(user, role, organisation=None):
    """May propose that somebody holds this role there, decide on another's proposal, and end the role."""
    givers = appointing.GIVEN_BY[role]
    if holds(user, *(givers - {appointing.COORDINATOR})):
        return True
    return appointing.COORDINATOR in givers and is_coordinator_of(user, organisation)


def may_renew(user, appointment):
    """May make a new code for what was offered; where two must agree only the one who proposed."""
    alone = appointment.role in appointing.BY_TWO and appointment.proposed_by_id != user.pk
    return not alone and may_give(user, appointment.role, appointment.organisation)


def is_called(person, name):
    """Whether the account bears this name in either language; case and spaces do not matter."""
    names = {" ".join(known.split()).casefold() for known in (person.full_name, person.full_name_dz) if known}
    return " ".join(name.split()).casefold() in names


@rules.predicate
def oversees_everybody(user):
    """Sees who holds which role anywhere."""
    return is_programme_officer(user) or is_operator(user)


rules.add_perm("people.see_roles", oversees_everybody | is_coordinator)
rules.add_perm("people.decide_appointments", oversees_everybody)
rules.add_perm("people.found_organisations", is_programme_officer)
rules.add_perm("people.take_lists_away", oversees_everybody)
HELPING_KINDS = {Organisation.Kind.COMMUNITY_CENTRE, Organisation.Kind.AGENCY}


@rules.predicate
def helps_at_centre(user):
    """May see who stands there with a card: programme officers, operators, coordinators of community centres and
    agencies. A school's or monastery's own coordinator gives new PINs to its classes, and no more."""
    if holds(user, Role.PROGRAMME_OFFICER, Role.OPERATOR):
        return True
    mine = organisations_as(user, Role.COORDINATOR)
    return bool(mine) and Organisation.objects.filter(pk__in=mine, kind__in=HELPING_KINDS).exists()


rules.add_perm("people.help_at_centre", helps_at_centre)
rules.add_perm("people.confirm_recoveries", is_programme_officer | is_operator)
rules.add_perm("people.decide_corrections", is_programme_officer)
rules.add_perm("people.open_admin", opens_admin)
rules.add_perm("places.write_names", is_operator | is_programme_officer)  # places know no roles
rules.add_perm("people.see_dashboards", is_analyst | is_programme_officer)
rules.add_perm("people.operate", is_operator)
rules.add_perm("people.merge_records", is_programme_officer)
