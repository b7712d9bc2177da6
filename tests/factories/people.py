"""People, organisations and roles."""

import factory
from django.utils import timezone

from intelligent_bhutan.people.models import Consent, Membership, Organisation, User
from intelligent_bhutan.people.queries.consent import notice_in_force
from intelligent_bhutan.places.models import Gewog


class PersonFactory(factory.django.DjangoModelFactory):
    """A citizen without password, born in 1986, registered in some gewog, who agreed to what is kept unless told."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence("person{}".format)
    full_name = factory.Sequence("Pema Lhaden {}".format)
    date_of_birth = factory.LazyFunction(lambda: timezone.localdate().replace(year=1986, day=1))
    gewog = factory.LazyFunction(lambda: Gewog.objects.order_by("code").first())

    @factory.post_generation
    def agreed(self, create, told, **_):
        """Otherwise they are asked after signing in."""
        if create and told is not False:
            Consent.objects.create(person=self, notice=notice_in_force(), basis="self")


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
