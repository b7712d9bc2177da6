"""Awards."""

import factory

from intelligent_bhutan.certificates import actions
from intelligent_bhutan.certificates.models import Achievement
from tests.factories.people import PersonFactory

EVIDENCE = [{"key": "banking", "en": "Banking and payments", "dz": None, "on": "2026-11-07"}]


class AchievementFactory(factory.django.DjangoModelFactory):
    """Digital proficiency."""

    class Meta:
        model = Achievement
        django_get_or_create = ("slug", "version")

    slug = "digital-proficiency"
    version = "1"
    title_en = "Certificate of Digital Proficiency"
    statement_en = "is proficient in digital skills and safe online."


def an_award(citizen=None, **changes):
    """An award that waits for its number."""
    return actions.award(
        citizen=citizen or PersonFactory(), achievement=AchievementFactory(), evidence=EVIDENCE, **changes
    )


def an_issued(citizen=None):
    """An award with a number and no PDF yet."""
    return actions.issue(award=an_award(citizen).pk)
