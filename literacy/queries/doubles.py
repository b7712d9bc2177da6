"""Who might be the same person: only a question for a human, never an answer."""

from datetime import timedelta

from intelligent_bhutan.people.models import IdentityNumber, User

LIMIT = 10


def of(person):
    """People who already are proficient and resemble this one; nobody for a person with a checked citizenship number.

    Alike means the same unchecked number, or the same birth date (a day either way) and the same name without regard to
    case and spacing.
    """
    own = IdentityNumber.objects.filter(person=person).first()
    if own is not None and own.checked_at is not None:
        return []
    counted = User.objects.exclude(pk=person.pk).filter(proficiencies__revoked_at=None, proficiencies__isnull=False)
    found = set(counted.filter(identity_number__digest=own.digest)[:LIMIT]) if own else set()
    if person.date_of_birth:
        near = counted.filter(
            date_of_birth__range=(person.date_of_birth - timedelta(days=1), person.date_of_birth + timedelta(days=1))
        )
        found |= {other for other in near if folded(other.full_name) == folded(person.full_name)}
    return sorted(found, key=lambda other: other.pk)[:LIMIT]


def folded(name):
    """A name as it is compared."""
    return "".join(name.casefold().split())
