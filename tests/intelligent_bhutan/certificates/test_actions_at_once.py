"""What happens to a certificate while something else happens to its holder."""

import pytest

from intelligent_bhutan.certificates import actions
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.people.actions import details
from tests.factories.certificates import an_award
from tests.moments import beside

pytestmark = pytest.mark.usefixtures("committed")


def test_a_certificate_bears_the_name_that_is_changed_while_it_is_numbered():
    award = an_award()
    person = award.citizen
    beside(
        lambda: details.change(person=person, answers={"full_name": "Karma Yangzom"}, has_passed=False, by=person),
        lambda: actions.issue(award=award.pk),
    )
    assert Award.objects.get().printed_name == "Karma Yangzom"
