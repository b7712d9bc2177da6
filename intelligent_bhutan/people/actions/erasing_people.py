"""What an erasure does to a person's own rows. Called by `erasing` alone, in its transaction; safe to repeat."""

from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from intelligent_bhutan.people.actions import limits, roles, sessions
from intelligent_bhutan.people.models import (
    Appointment,
    Consent,
    IdentityNumber,
    Membership,
    MergeProposal,
    Pin,
    UndoProposal,
    User,
)

NOBODY = "–"  # the name of somebody who was erased, in every language


def wipe(person):
    """Nothing of the person stays but an empty row, to which counts and the audit record can point."""
    held = User.objects.select_for_update().get(pk=person.pk)
    if not held.username.startswith("gone-"):
        held.username = f"gone-{uuid4().hex[:20]}"
    held.full_name, held.full_name_dz = NOBODY, ""
    held.date_of_birth = held.gewog = held.email = held.phone = None
    held.gender, held.disability = User.Gender.UNSAID, User.Disability.UNSAID
    held.audience, held.spoken_language = User.Audience.OTHER, User.SpokenLanguage.DZONGKHA
    held.phone_verified = held.is_active = held.is_staff = held.is_superuser = False
    held.password = make_password(None)
    held.last_login = None
    held.save()
    held.groups.clear()
    held.user_permissions.clear()
    EmailAddress.objects.filter(user=held).delete()


def wipe_proofs(person):
    """No number, no PIN, no failures to sign in."""
    IdentityNumber.objects.filter(person=person).delete()
    Pin.objects.filter(person=person).delete()
    limits.forget(limits.of_person(person))


def wipe_sign_ins(person):
    """Signed out everywhere, with no second factor left."""
    Authenticator.objects.filter(user=person).delete()
    sessions.end_all(person)


def end_roles(person):
    """No role goes on, and what was written down of the person when one was offered, decided or ended is wiped out."""
    Appointment.objects.filter(person=person).update(called=NOBODY, why=NOBODY, decision_reason="")
    for membership in Membership.objects.filter(person=person, ended_at=None).order_by("pk"):
        roles.end(membership=membership, by=None)
    Membership.objects.filter(person=person).update(end_reason="")


def wipe_consents(person):
    """That somebody agreed stays; nobody is named, and nothing holds any more."""
    now = timezone.now()
    Consent.objects.filter(person=person, withdrawn_at=None).update(withdrawn_at=now)
    Consent.objects.filter(person=person).update(guardian_name="", guardian_relation="")


def wipe_copies(person):
    """Copies go with their files, the guardian's name from the wish, and what was written about merging records."""
    for copy in person.data_copies.all():
        remove_file(copy)
    person.data_copies.all().delete()
    person.erasures.update(guardian_name="", guardian_relation="")
    proposed = MergeProposal.objects.filter(Q(survivor=person) | Q(loser=person))
    undone = UndoProposal.objects.filter(merge__proposal__in=proposed.values("pk"))
    for words in (proposed, undone):
        words.update(reason=NOBODY, decision_reason="")


def remove_file(copy):
    """The sealed file goes once this is committed; what a crash leaves behind, `copying.sweep_orphans` finds."""
    if copy.file:
        storage, name = copy.file.storage, copy.file.name
        transaction.on_commit(lambda: storage.delete(name), robust=True)
