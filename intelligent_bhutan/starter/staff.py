"""The demonstration's organisations and staff. Each may be made again: what is there stays, but for the password."""

import secrets

from intelligent_bhutan import notices
from intelligent_bhutan.people.actions import consent, roles
from intelligent_bhutan.people.actions import organisations as founding
from intelligent_bhutan.people.models import Membership, Organisation, User
from intelligent_bhutan.people.notices.account import WELCOME
from intelligent_bhutan.people.queries.consent import notice_in_force
from intelligent_bhutan.places.models import Gewog
from intelligent_bhutan.starter.centres import PLACES
from intelligent_bhutan.starter.population import CLASSES
from literacy.actions import centres as founding_centres
from literacy.models import Centre

Role = Membership.Role
OFFICE = "Demonstration Examination Office"
# user name: what they are called, their role in the whole programme
PROGRAMME = {
    "editor": ("Demo Editor", Role.EDITOR),
    "publisher": ("Demo Publisher", Role.PUBLISHER),
    "officer": ("Demo Programme Officer", Role.PROGRAMME_OFFICER),
    "second.officer": ("Demo Second Officer", Role.PROGRAMME_OFFICER),
    "analyst": ("Demo Analyst", Role.ANALYST),
    "operator": ("Demo Operator", Role.OPERATOR),
}


def organisations():
    """The classes' organisations and the examination office, by slug."""
    found = {one.slug: organisation(one.kind, one.organisation, one.gewog) for one in CLASSES}
    found["office"] = organisation(Organisation.Kind.AGENCY, OFFICE, ("Thimphu", "Chang"))
    return found


def organisation(kind, name, where):
    """One organisation, marked as demonstration."""
    gewog = gewog_of(where)
    there = Organisation.objects.filter(name_en=name, gewog=gewog).first()
    return there or founding.found(kind=kind, name=name, gewog=gewog, is_demonstration=True, by=None)


def gewog_of(where):
    """A gewog by the names of dzongkhag and gewog."""
    dzongkhag, name = where
    return Gewog.objects.get(dzongkhag__name_en=dzongkhag, name_en=name, kind=Gewog.Kind.GEWOG)


def people(houses, password):
    """Everybody with a role, by user name; all get this password, since nobody read that of a loading cut off."""
    made = {}
    for username, (name, role) in PROGRAMME.items():
        made[username] = person(username, name, password, role, None)
    made["invigilator"] = person("invigilator", "Demo Invigilator", password, Role.INVIGILATOR, houses["office"])
    for one in CLASSES:
        for role in (Role.COORDINATOR, Role.TRAINER):
            username = f"{one.slug}.{role}"
            made[username] = person(username, f"Demo {role.label}, {one.slug}", password, role, houses[one.slug])
    return made


def person(username, name, password, role, organisation):
    """One person with one role."""
    found = User.objects.filter(username=username, is_demonstration=True).first()
    if found:
        found.set_password(password)
        found.save(update_fields=["password"])
    else:
        found = User.objects.create_user(username, password, full_name=name, is_demonstration=True)
        consent.give(person=found, notice=notice_in_force(), by=found)
    notices.tell(person=found, kind=WELCOME, once="")
    roles.appoint(person=found, role=role, organisation=organisation, by=None)
    return found


def centres(houses):
    """Every centre, by the gewog where it stands; all belong to the examination office."""
    return {place.gewog: centre(place, houses["office"]) for place in PLACES}


def centre(place, office):
    """One centre, marked as demonstration."""
    gewog = gewog_of(place.gewog)
    there = Centre.objects.filter(name_en=place.name, gewog=gewog).first()
    return there or founding_centres.found(
        organisation=office, gewog=gewog, is_demonstration=True, by=None, **place.facts()
    )


def new_password():
    """Twelve random signs that can be read aloud."""
    return "-".join(secrets.token_hex(2) for _ in range(3))
