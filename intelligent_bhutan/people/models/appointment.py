"""What leads to a role: its proposal, which some roles need a second person for, and the invitation to take it."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.people.models.organisation import Membership, Organisation, last_day_of
from intelligent_bhutan.people.models.person import User
from intelligent_bhutan.people.models.proposal import Proposal


class Appointment(Proposal):
    """Somebody proposes that a person shall hold a role, or hold it longer.

    The role begins once it is approved and the person is known: appointed by name, or by taking an invitation. Roles
    that need no second person are approved by the rule, which leaves `decided_by` empty.
    """

    role = models.CharField(max_length=17, choices=Membership.Role.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    valid_until = models.DateTimeField()
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")
    called = models.CharField(max_length=120)  # the person's name, as the proposer wrote it
    why = models.CharField(max_length=400)
    longer = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="extensions"
    )  # the role that is to last longer
    membership = models.OneToOneField(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="appointment"
    )  # the role that came of it

    class Meta(Proposal.Meta):
        indexes = [models.Index(fields=["state", "-proposed_at"], name="people_appointments_by_state")]
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(
                condition=Q(person__isnull=True) | ~Q(person=F("proposed_by")),
                name="people_appointment_not_of_the_proposer",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(person__isnull=True) | ~Q(person=F("decided_by")),
                name="people_appointment_not_of_the_decider",
            ),
            models.CheckConstraint(
                condition=Q(membership__isnull=True) | Q(state="approved", person__isnull=False),
                name="people_appointment_begins_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved", role__in=["invigilator", "publisher", "programme_officer", "operator"])
                | Q(decided_by__isnull=False),
                name="people_mighty_roles_are_given_by_two",
            ),
            models.UniqueConstraint(
                fields=["longer"], condition=Q(state="waiting"), name="people_one_open_extension_a_role"
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(state="waiting", person__isnull=False),
                nulls_distinct=False,
                name="people_one_open_appointment_a_role",
            ),
        ]

    def __str__(self):
        return f"{self.called}: {self.get_role_display()}"

    def get_absolute_url(self):
        return reverse("people:appointment", args=[self.public_id])

    @property
    def last_day(self):
        """The last whole day of the role."""
        return last_day_of(self.valid_until)


class InvitationQuerySet(models.QuerySet):
    """Adjectives of invitations."""

    def open(self, at=None):
        """Neither taken nor called back nor run out."""
        at = at or timezone.now()
        return self.filter(taken_at=None, revoked_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """A secret that lets one person take an appointment, once: as a link, or as a code on paper.

    Only a keyed digest of the secret is kept, so that nobody who reads the database can take the role.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="invitation")
    digest = models.BinaryField(max_length=32, unique=True)  # HMAC-SHA256 under SECRET_KEY
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="people_invitation_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(revoked_at__isnull=True),
                name="people_invitation_taken_or_revoked",
            ),
        ]

    def __str__(self):
        return f"invitation of appointment {self.appointment_id}"

    @property
    def is_offered(self):
        """Whether it was neither taken nor called back; its time may be over."""
        return not self.taken_at and not self.revoked_at

    def is_open(self, at=None):
        """Whether it can still be taken."""
        return self.is_offered and self.expires_at > (at or timezone.now())
