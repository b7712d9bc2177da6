"""What people say is wrong."""

from uuid import uuid4

import factory

from intelligent_bhutan.service.models import Problem


class ProblemFactory(factory.django.DjangoModelFactory):
    """Told without an account."""

    class Meta:
        model = Problem

    once = factory.LazyFunction(uuid4)
    kind = Problem.Kind.BROKEN
    page = "/en/learn/"
    language = "en"
    text = factory.Sequence("The button does nothing {}.".format)
