"""Where people are examined."""

from uuid import uuid4

from django.db import models

from intelligent_bhutan.people.models import Organisation
from intelligent_bhutan.places.models import Gewog


class Centre(models.Model):
    """A place where people are examined."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    gewog = models.ForeignKey(Gewog, on_delete=models.PROTECT, related_name="centres")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="centres")
    seats = models.PositiveSmallIntegerField(default=20)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["gewog", "name"], name="literacy_centre_once_a_gewog")]

    def __str__(self):
        return self.name
