"""Which centres there are, and which are near."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelligent_bhutan.people.models import Membership
from intelligent_bhutan.places.models import Dzongkhag
from literacy.actions import centres as actions
from literacy.models import Centre
from literacy.queries import centres
from tests.factories.literacy_centres import a_centre, gewog_of
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

pytestmark = pytest.mark.django_db
KHOMA = {"latitude": 27.68, "longitude": 91.22}
KANGLUNG = {"latitude": 27.28, "longitude": 91.52}
THIMPHU = {"latitude": 27.47, "longitude": 89.64}


def at(gewog):
    return centres.of_person(PersonFactory(gewog=gewog_of(gewog)))


def names(found):
    return [near.centre.name_en for near in found]


def test_the_own_gewog_comes_first_then_the_own_dzongkhag_then_distance():
    a_centre("Chang", name="Thimphu", **THIMPHU)
    a_centre("Kanglung", name="Kanglung", **KANGLUNG)
    a_centre("Minjey", name="Minjey")  # in Lhuentse, of unknown position
    a_centre("Khoma", name="Khoma", **THIMPHU)  # wherever it says that it lies
    found = centres.near(at("Khoma"))
    assert names(found) == ["Khoma", "Minjey", "Kanglung", "Thimphu"]
    assert [(near.in_gewog, near.in_dzongkhag) for near in found] == [
        (True, True),
        (False, True),
        *[(False, False)] * 2,
    ]
    assert [near.km for near in found] == [None, None, 55, 153]


def test_what_the_device_tells_goes_before_any_border():
    a_centre("Khoma", name="Khoma", **KHOMA)
    a_centre("Kanglung", name="Kanglung", **KANGLUNG)
    a_centre("Chang", name="Chang")  # of unknown position: counts as lying in Thimphu town
    found = centres.near(centres.Whereabouts(told=(27.33, 91.55)))
    assert names(found) == ["Kanglung", "Khoma", "Chang"]
    assert [near.km for near in found] == [6, 51, None]


def test_closed_centres_are_in_no_list():
    officer = holder_of(Membership.Role.PROGRAMME_OFFICER)
    closed, works = a_centre("Khoma", name="Closed"), a_centre("Khoma", name="Works")
    actions.close(centre=closed, reason="The roof leaks.", by=officer)
    assert names(centres.near(at("Khoma"))) == ["Works"]
    assert list(centres.listed()) == [works]
    assert list(centres.listed(closed=True)) == [closed]
    assert {place.name_en: many for place, many in centres.by_dzongkhag() if many} == {"Lhuentse": 1}
    assert len(centres.by_dzongkhag()) == 20


def test_the_list_keeps_to_a_dzongkhag():
    a_centre("Khoma", name="East"), a_centre("Chang", name="West")
    assert [centre.name_en for centre in centres.listed("BT-44")] == ["East"]
    assert [centre.name_en for centre in centres.listed()] == ["East", "West"]


@pytest.mark.parametrize("how_many", [1, 3])
def test_what_is_near_takes_the_same_queries(how_many, django_assert_num_queries):
    for _ in range(how_many):
        a_centre("Khoma", **KHOMA)
    where = at("Khoma")
    with django_assert_num_queries(2):
        found = centres.near(where)
        assert {str(near.centre.gewog.dzongkhag) for near in found} == {"Lhuentse"}
    assert len(found) == how_many


def test_no_more_than_the_nearest_are_given():
    for _ in range(3):
        a_centre("Khoma", **KHOMA)
    assert len(centres.near(at("Khoma"), many=2)) == 2


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(told=st.tuples(st.floats(26.7, 28.2), st.floats(88.8, 92.1)))
def test_from_a_position_the_order_is_that_of_the_distances(told):
    if not Centre.objects.exists():
        for gewog, place in (("Khoma", KHOMA), ("Kanglung", KANGLUNG), ("Chang", THIMPHU)):
            a_centre(gewog, **place)
    far = [centres.kilometres(told, near.centre.position) for near in centres.near(centres.Whereabouts(told=told))]
    assert far == sorted(far)
    assert len(far) == 3


@pytest.mark.parametrize(
    ("name", "gewog", "dzongkhag"),
    [
        ("Khoma", "Khoma", "Lhuentse"),
        ("khoma gewog, lhuntse", "Khoma", "Lhuentse"),
        ("Lhuntse", None, "Lhuentse"),
        ("ཐིམ་ཕུག་", None, "Thimphu"),
    ],
)
def test_a_place_is_found_in_any_spelling(name, gewog, dzongkhag):
    where = centres.named(name).where
    assert (where.gewog and where.gewog.name_en, where.dzongkhag.name_en) == (gewog, dzongkhag)


def test_a_name_that_is_not_one_place_brings_those_that_may_be_meant():
    found = centres.named("Norboogang")
    assert found.where is None
    assert {gewog.dzongkhag.name_en for gewog in found.suggestions} == {"Samtse", "Pema Gatshel"}
    assert centres.named("Xyzzy") == centres.PlaceFound(None)


def test_a_person_without_a_gewog_is_nowhere():
    assert centres.of_person(PersonFactory(gewog=None)) is None
    assert centres.of_gewog("BT-00-00") is None
    assert centres.of_dzongkhag("BT-44").dzongkhag == Dzongkhag.objects.get(name_en="Lhuentse")


def test_centres_are_kept_by_those_who_coordinate_their_organisation_or_one_above():
    house = OrganisationFactory()
    centre = a_centre(organisation=OrganisationFactory(parent=house))
    a_centre()
    assert list(Centre.objects.kept_by(holder_of(Membership.Role.COORDINATOR, house))) == [centre]
    assert not Centre.objects.kept_by(holder_of(Membership.Role.TRAINER, house)).exists()
