"""What the pages' tests share."""

import pytest

from intelligent_bhutan.people.models import Membership
from tests.factories.certificates import an_issued
from tests.factories.people import PersonFactory, holder_of


@pytest.fixture
def award():
    """Sonam Choden's certificate, numbered, its PDF not yet made."""
    return an_issued(PersonFactory(full_name="Sonam Choden", full_name_dz="བསོད་ནམས་ཆོས་སྒྲོན"))


@pytest.fixture
def officer():
    return holder_of(Membership.Role.PROGRAMME_OFFICER)
