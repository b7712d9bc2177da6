"""Notices in people's inboxes, their copies on the way by e-mail and text message, and what people chose."""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan import days
from intelligent_bhutan.notices.kinds import KINDS, Topic


class Channel(models.TextChoices):
    """Where a copy of a notice goes; the inbox itself is none."""

    EMAIL = "email", _("E-mail")
    TEXT = "text", _("Text message")


class NoticeQuerySet(models.QuerySet):
    """Adjectives of notices."""

    def unread(self):
        """Not opened yet."""
        return self.filter(read_at=None)

    def older_than(self, day):
        """Told before that day began in Thimphu."""
        return self.filter(told_at__lt=days.start_of(day))


class Notice(models.Model):
    """Something that one person was told. The inbox is the record; e-mail and text messages are copies of it."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    topic = models.CharField(max_length=11, choices=Topic.choices)
    facts = models.JSONField(default=dict)
    once = models.CharField(max_length=120, null=True, blank=True)  # telling twice under one key is telling once
    told_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-told_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "once"], name="notices_told_once"),
        ]
        indexes = [
            models.Index(fields=["person", "-told_at"], name="notices_inbox"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notices_unread"),
        ]

    def __str__(self):
        return f"{self.kind} to person {self.person_id}"

    def get_absolute_url(self):
        return reverse("notices:detail", args=[self.public_id])

    @property
    def subject(self):
        """The first line, in the active language."""
        return KINDS[self.kind].written("subject", self.facts)

    @property
    def body(self):
        """What it says, in the active language."""
        return KINDS[self.kind].written("body", self.facts)

    @property
    def text(self):
        """What a text message says of it, in the active language; "" for a kind that never goes out as one."""
        return KINDS[self.kind].written("text", self.facts)

    @property
    def page(self):
        """The address where the person goes on, or None."""
        page = KINDS[self.kind].page
        return page(self.facts) if page else None

    @property
    def is_urgent(self):
        """Whether it waits for no quiet hour and counts toward no limit."""
        return KINDS[self.kind].urgent


class DeliveryQuerySet(models.QuerySet):
    """Adjectives of deliveries."""

    def failed(self):
        """Their channel gave up on them; a person may look."""
        return self.filter(state=Delivery.State.FAILED)

    def texts_of(self, person, day):
        """Texts that went to the person on a day of Thimphu's and count toward the limit: no urgent ones."""
        urgent = [kind.name for kind in KINDS.values() if kind.urgent]
        return self.filter(
            notice__person=person,
            channel=Channel.TEXT,
            handed_at__gte=days.start_of(day),
            handed_at__lt=days.end_of(day),
        ).exclude(notice__kind__in=urgent)

    def older_than(self, day):
        """At their end, and planned before that day began in Thimphu."""
        return self.filter(planned_at__lt=days.start_of(day)).exclude(state=Delivery.State.WAITING)


class Delivery(models.Model):
    """One copy of a notice on its way, or a single text under seal, such as a code, which is no notice.

    It goes once: `reference` is what the provider knows it by. A sealed one keeps its words only while it waits.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        HANDED_OVER = "handed_over", _("Handed over")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Failed")
        NOT_SENT = "not_sent", _("Not sent")

    class Reason(models.TextChoices):
        NO_ADDRESS = "no_address", _("There is no address")
        UNVERIFIED = "unverified", _("The address is not checked yet")
        CHOSEN = "chosen", _("The person chose not to get it")
        LIMIT = "limit", _("Enough texts for one day")
        DEMONSTRATION = "demonstration", _("The person is part of the demonstration")
        OFF = "off", _("No provider of text messages is set up")
        TOO_LATE = "too_late", _("The code was out of date")
        REFUSED = "refused", _("It was refused: the address or the words are wrong")
        GAVE_UP = "gave_up", _("It did not go through, however often it was tried")
        UNDELIVERED = "undelivered", _("The provider could not deliver it")

    reference = models.UUIDField(default=uuid4, unique=True, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries")
    channel = models.CharField(max_length=5, choices=Channel.choices)
    state = models.CharField(max_length=11, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=13, choices=Reason.choices, blank=True)
    sealed = models.BinaryField(null=True)  # number and words of what is no notice
    tries = models.PositiveSmallIntegerField(default=0)
    parts = models.PositiveSmallIntegerField(null=True, blank=True)  # of a text, which is what it costs
    number = models.CharField(max_length=80, blank=True)  # the provider's own, for questions to its office
    planned_at = models.DateTimeField(default=timezone.now)
    handed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # when it was delivered, failed, or was not to be sent

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_at", "-pk"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="notices_one_delivery_a_channel"),
            models.CheckConstraint(
                condition=Q(notice__isnull=False, sealed__isnull=True) | Q(notice__isnull=True, channel="text"),
                name="notices_delivery_is_of_a_notice_or_sealed",
            ),
            models.CheckConstraint(
                condition=Q(sealed__isnull=True) | Q(state="waiting"), name="notices_seal_ends_with_the_wait"
            ),
            models.CheckConstraint(
                condition=Q(reason="", state__in=["waiting", "handed_over", "delivered"])
                | (~Q(reason="") & Q(state__in=["failed", "not_sent"])),
                name="notices_what_did_not_go_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(handed_at__isnull=False) | ~Q(state__in=["handed_over", "delivered"]),
                name="notices_handed_over_at_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["-planned_at"], name="notices_deliveries_by_day"),
            models.Index(fields=["-ended_at"], condition=Q(state="failed"), name="notices_failed"),
        ]

    def __str__(self):
        return f"{self.channel} {self.reference} ({self.state})"

    @property
    def last_digits(self):
        """The end of the number that a text goes to, for whoever helps its owner; "" for all else."""
        return (self.notice.person.phone or "")[-2:] if self.notice and self.channel == Channel.TEXT else ""

    @property
    def is_urgent(self):
        """Whether it waits for no quiet hour: what is under seal always is."""
        return self.notice is None or self.notice.is_urgent


class Choices(models.Model):
    """What a person chose; without a row everything is on. The inbox gets every notice, whatever was chosen."""

    class Shows(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        UNKNOWN = "unknown", _("I do not know")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="notice_choices"
    )
    no_email = ArrayField(models.CharField(max_length=11, choices=Topic.choices), default=list, blank=True)
    no_text = ArrayField(models.CharField(max_length=11, choices=Topic.choices), default=list, blank=True)
    phone_shows_dzongkha = models.CharField(max_length=7, choices=Shows.choices, default=Shows.UNKNOWN)

    class Meta:
        verbose_name_plural = "choices"
        constraints = [
            models.CheckConstraint(
                condition=~Q(no_email__contains=["account"]) & ~Q(no_text__contains=["account"]),
                name="notices_of_the_account_are_always_sent",
            )
        ]

    def __str__(self):
        return f"choices of person {self.person_id}"

    def refuse(self, topic, channel):
        """Whether the person wants nothing of this topic by this channel."""
        return topic in (self.no_email if channel == Channel.EMAIL else self.no_text)
