"""The item bank. Exam items never occur in practice, pages, exports or logs."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from literacy.models.course import Competence
from literacy.models.domain import Domain


class ItemQuerySet(models.QuerySet):
    """Adjectives of items."""

    def in_use(self):
        """May be drawn for papers."""
        return self.filter(state=Item.State.IN_USE)


class Item(models.Model):
    """One question of the examination; it tests one outcome in a situation."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("One answer")
        MULTIPLE = "multiple", _("Several answers")
        ORDERING = "ordering", _("Put in order")
        MATCHING = "matching", _("Match")

    class Difficulty(models.TextChoices):
        MOST = "most", _("Most people get it")
        MIDDLING = "middling", _("Middling")
        DEMANDING = "demanding", _("Demanding")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_USE = "in_use", _("In use")
        RETIRED = "retired", _("Retired")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.CharField(max_length=20, unique=True)
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="items")
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    difficulty = models.CharField(max_length=9, choices=Difficulty.choices)
    state = models.CharField(max_length=7, choices=State.choices, default=State.DRAFT)
    outcome = models.CharField(max_length=200)
    stem = models.TextField(max_length=1200)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ItemQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["domain", "kind"], condition=Q(state="in_use"), name="literacy_item_to_draw")]

    def __str__(self):
        return self.code


class ItemOption(models.Model):
    """An option, a step to be ordered, or the left side of a pair.

    single, multiple: `correct`. ordering: `rank` is the right place, from 1. matching: `match` is the right partner.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="options")
    key = models.CharField(max_length=2)
    text = models.CharField(max_length=400)
    correct = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    match = models.CharField(max_length=300, blank=True)
    rationale = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering = ["item", "key"]
        constraints = [
            models.UniqueConstraint(fields=["item", "key"], name="literacy_option_key_once"),
            models.UniqueConstraint(fields=["item", "rank"], name="literacy_option_rank_once"),
        ]

    def __str__(self):
        return self.text
