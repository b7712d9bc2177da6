"""People, organisations and roles."""

import factory
from django.utils import timezone

from intelligent_bhutan.people.models import Membership, Organisation, User
from intelligent_bhutan.places.models import Gewog


class PersonFactory(factory.django.DjangoModelFactory):
    """A citizen without password, born in 1986, registered in some gewog."""

    class Meta:
        model = User

    username = factory.Sequence("person{}".format)
    full_name = factory.Sequence("Pema Lhaden {}".format)
    date_of_birth = factory.LazyFunction(lambda: timezone.localdate().replace(year=1986, day=1))
    gewog = factory.LazyFunction(lambda: Gewog.objects.order_by("code").first())


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A school."""

    class Meta:
        model = Organisation

    kind = Organisation.Kind.SCHOOL
    name = factory.Sequence("School {}".format)


def holder_of(role, organisation=None, **fields):
    """A person who holds the role, in the organisation or in the whole programme."""
    person = PersonFactory(**fields)
    Membership.objects.create(person=person, role=role, organisation=organisation)
    return person
