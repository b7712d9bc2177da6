"""People at a centre, officers who help them, and codes as they were sent."""

from itertools import count

from intelligent_bhutan import sealing
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.people.actions import correcting, identity, recovering
from intelligent_bhutan.people.models import Membership, Organisation
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

Role = Membership.Role
NUMBERS = count(1)
PASSWORD = "three-blue-yaks"


def an_officer(**fields):
    """A programme officer."""
    return holder_of(Role.PROGRAMME_OFFICER, **fields)


def a_centre_coordinator(kind=Organisation.Kind.COMMUNITY_CENTRE):
    """A coordinator of a community centre, or of another kind of organisation."""
    return holder_of(Role.COORDINATOR, OrganisationFactory(kind=kind))


def a_number():
    """A citizenship number that nobody has."""
    return f"11007{next(NUMBERS):06d}"


def with_card(number="", **fields):
    """A person with a password whose number was checked."""
    person = PersonFactory(**fields)
    person.set_password(PASSWORD)
    person.save()
    identity.see_card(person=person, number=number or a_number(), by=PersonFactory())
    return person


def number_of(person):
    """What stands on the person's card."""
    return sealing.decrypt(person.identity_number.ciphertext, *ring("IDENTITY_KEY"))


def a_recovery(person=None, by=None, **changes):
    """An officer saw the card of somebody whose number was checked before."""
    person = person or with_card()
    seen = {"evidence": "card", "number": number_of(person)} | changes
    return recovering.begin(person=person, by=by or an_officer(), **seen)


def a_slip(person=None, **changes):
    """The slip of such a recovery: the number on it."""
    held = a_recovery(person, **changes)
    return recovering.make_slip(recovery=held, by=held.proposed_by)


def a_correction(person=None, by=None, **changes):
    """Somebody asks for another name."""
    person = person or PersonFactory(full_name="Pema Lhamu")
    wanted = changes or {"full_name": "Pema Lhamo"}
    return correcting.ask(person=person, changes=wanted, reason="The card says Lhamo", by=by or person)


def a_proven_correction(person=None, by=None, **changes):
    """The same, its evidence seen by an officer."""
    held = a_correction(person, **changes)
    return correcting.see_evidence(correction=held, evidence="card", by=by or an_officer())


def digits_sent():
    """The digits of the last code, as the outbox carries them."""
    sealed = Message.objects.filter(kind="people.send_code").latest("pk").payload["sealed"]
    return sealing.decrypt(sealed.encode(), *ring("PIN_KEY"))
