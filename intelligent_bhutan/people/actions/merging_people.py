"""What a merge moves of a person's own rows, and back. Called by `merging` alone, in its transaction."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from intelligent_bhutan.holdings import move_rows
from intelligent_bhutan.people.actions import sessions
from intelligent_bhutan.people.models import Consent, Correction, IdentityNumber, Membership, User

NUMBER = ("digest", "ciphertext", "checked_at", "checked_by_id", "created_at")


def close(loser, survivor):
    """The record cannot sign in any more; its user name stays its own, its e-mail goes to the survivor."""
    sessions.end_all(loser)
    was_active = User.objects.filter(pk=loser.pk, is_active=True).update(is_active=False)
    return {"was_active": bool(was_active), "addresses": hand_over_addresses(loser, survivor)}


def reopen(loser, survivor, moved):
    """It can sign in again, as it could."""
    give_addresses_back(loser, survivor, moved.get("addresses", []))
    if moved["was_active"]:
        User.objects.filter(pk=loser.pk).update(is_active=True)


def hand_over_addresses(loser, survivor):
    """Addresses wait at the survivor to be verified anew: until then nobody gets in there by them.

    They are new rows there, so that no link of before verifies one. Returns their ids, and what each was.
    """
    own, states = dict(EmailAddress.objects.filter(user=survivor).values_list("email", "pk")), []
    # allauth's page shows the newest that waits
    for address in EmailAddress.objects.filter(user=loser).order_by("verified", "primary", "pk"):
        is_new = address.email not in own
        row = EmailAddress.objects.create(user=survivor, email=address.email).pk if is_new else own[address.email]
        states.append({"row": row, "is_new": is_new, "verified": address.verified, "primary": address.primary})
    EmailAddress.objects.filter(user=loser).delete()
    User.objects.filter(pk=loser.pk).update(email=None)
    return states


def give_addresses_back(loser, survivor, states):
    """They are the loser's again as they were, but for those that were verified or removed since."""
    for state in states:
        held = EmailAddress.objects.filter(pk=state["row"], user=survivor, verified=False).first()
        if held is None:
            continue
        if state["is_new"]:
            User.objects.filter(pk=survivor.pk, email=held.email).update(email=None)
            EmailAddress.objects.filter(pk=held.pk).delete()
        as_before = {"verified": state["verified"], "primary": state["primary"]}
        EmailAddress.objects.create(user=loser, email=held.email, **as_before)
        if state["primary"] and not User.objects.filter(email=held.email).exists():
            User.objects.filter(pk=loser.pk).update(email=held.email)


def numbers_of(loser, survivor):
    """The number of each, locked, or None."""
    held = IdentityNumber.objects.select_for_update().filter(person__in=[loser, survivor]).order_by("pk")
    found = {one.person_id: one for one in held}
    return found.get(loser.pk), found.get(survivor.pk)


def number_conflicts(loser, survivor):
    """What becomes of two numbers. Raises: ValidationError where both were checked: then they are two people."""
    held = {one.person_id: one for one in IdentityNumber.objects.filter(person__in=[loser, survivor])}
    theirs, own = held.get(loser.pk), held.get(survivor.pk)
    if theirs and own and theirs.checked_at and own.checked_at:
        raise ValidationError(_("Two different identity numbers were checked. These are two people."))
    if theirs and own and theirs.checked_at:
        return [_("The checked identity number is kept, the claimed one is set aside.")]
    return []


def move_number(loser, survivor):
    """A checked number follows, and changes places with a claim; a claim follows where there is none."""
    theirs, own = numbers_of(loser, survivor)
    if theirs and own and theirs.checked_at and own.checked_at:
        raise ValidationError(_("Two different identity numbers were checked. These are two people."))
    if theirs and own is None:
        IdentityNumber.objects.filter(pk=theirs.pk).update(person=survivor)
        return {"rows": [theirs.pk]}
    if theirs and theirs.checked_at:
        swap(theirs, own)
        return {"swapped": [theirs.pk, own.pk]}
    return {}


def swap(one, other):
    """Two rows change their numbers. Neither is checked in between: a checked number stands once."""
    first, second = ({name: getattr(row, name) for name in NUMBER} for row in (one, other))
    both = IdentityNumber.objects.filter(pk__in=[one.pk, other.pk])
    both.update(checked_at=None, checked_by=None)
    IdentityNumber.objects.filter(pk=one.pk).update(**second)
    IdentityNumber.objects.filter(pk=other.pk).update(**first)


def move_number_back(loser, survivor, moved):
    """The number goes back; one that was checked since goes with the record it was claimed in."""
    IdentityNumber.objects.filter(pk__in=moved.get("rows", []), person=survivor).update(person=loser)
    if moved.get("swapped"):
        held = IdentityNumber.objects.select_for_update().in_bulk(moved["swapped"])
        if len(held) == 2:
            swap(*held.values())


def move_roles(loser, survivor):
    """Roles follow, but for those that the survivor holds already."""
    own = Membership.objects.filter(person=survivor, ended_at=None)
    held = {(one.organisation_id, one.role) for one in own}
    rest = [
        one.pk
        for one in Membership.objects.filter(person=loser)
        if one.ended_at or (one.organisation_id, one.role) not in held
    ]
    return {"rows": move_rows("person", Membership.objects.filter(pk__in=rest), survivor)}


def move_roles_back(loser, survivor, moved):
    """They go back."""
    Membership.objects.filter(pk__in=moved["rows"], person=survivor).update(person=loser)


def move_consents(loser, survivor):
    """Consents follow, but for those to a notice that the survivor agreed to as well."""
    own = Consent.objects.living().filter(person=survivor).values("notice")
    rest = Consent.objects.filter(person=loser).exclude(withdrawn_at=None, notice__in=own)
    return {"rows": move_rows("person", rest, survivor)}


def move_consents_back(loser, survivor, moved):
    """They go back."""
    Consent.objects.filter(pk__in=moved["rows"], person=survivor).update(person=loser)


def correction_conflicts(loser, survivor):
    """Corrections stay where they were asked for. Raises: ValidationError while one waits: it would come to nothing."""
    if Correction.objects.waiting().filter(person=loser).exists():
        raise ValidationError(_("A correction of the record that ends waits. It must be decided or taken back first."))
    return []
