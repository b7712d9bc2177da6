"""Finding the person who lost the way in, without ever listing people."""

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone

from intelligent_bhutan.people.models import Code, Correction, IdentityNumber, Recovery, User
from intelligent_bhutan.people.phones import e164
from intelligent_bhutan.people.queries.finding import with_proven_phone, with_username

Way = Code.Way
REMEMBERED = timedelta(hours=24)


@dataclass(frozen=True)
class Reach:
    """A person and the way in which a code gets to them."""

    person: User
    way: str


def verified_email(person):
    """The address that the person has confirmed, or an empty text."""
    addresses = EmailAddress.objects.filter(user=person, verified=True).order_by("-primary")
    return addresses.values_list("email", flat=True).first() or ""


def reach_of(name):
    """How a code gets to whoever calls themselves so: user name, verified phone or verified e-mail; or None."""
    address = EmailAddress.objects.filter(email__iexact=name, verified=True).select_related("user").first()
    if address is not None and address.user.is_active:
        return Reach(address.user, Way.EMAIL)
    if number := e164(name):
        person = with_proven_phone(number)
        return Reach(person, Way.PHONE) if person else None
    person = with_username(name)
    if person is None:
        return None
    if verified_email(person):
        return Reach(person, Way.EMAIL)
    return Reach(person, Way.PHONE) if person.phone_verified else None


def shown_at_centre(*, digests, full_name, date_of_birth, gewog):
    """The one person whom the card names, or None where it is nobody or not sure.

    `digests` are those of the number on the card, none without one. A checked number is enough. A number that was only
    claimed by one account is, too; where several claim it, or for no number, name, birth date and gewog must all be
    right and lead to one person.
    """
    people = User.objects.filter(is_active=True).select_related("gewog__dzongkhag")
    if digests:
        held = IdentityNumber.objects.filter(digest__in=digests)
        checked = people.filter(identity_number__in=held.filter(checked_at__isnull=False)).first()
        claimed = list(people.filter(identity_number__in=held.filter(checked_at__isnull=True))[:2])
        if checked or len(claimed) == 1:
            return checked or claimed[0]
    if not (full_name and date_of_birth and gewog):
        return None
    alike = people.filter(date_of_birth=date_of_birth, gewog=gewog)
    found = list((alike.filter(full_name__iexact=full_name) | alike.filter(full_name_dz=full_name))[:2])
    return found[0] if len(found) == 1 else None


def number_is_checked(person):
    """Whether somebody has compared the person's number with the card."""
    return IdentityNumber.objects.filter(person=person, checked_at__isnull=False).exists()


def recovered_lately(person, at=None):
    """The person's last recovery at a centre, for a day after it was used; or None."""
    since = (at or timezone.now()) - REMEMBERED
    return Recovery.objects.filter(person=person, used_at__gte=since).order_by("-used_at").first()


def open_correction(person):
    """What the person has asked to be put right and nobody has decided yet, or None."""
    return Correction.objects.waiting().filter(person=person).first()
