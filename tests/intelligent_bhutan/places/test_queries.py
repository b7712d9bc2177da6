import pytest

from intelligent_bhutan.places.models import Alias, Gewog
from intelligent_bhutan.places.queries import place_book
from intelligent_bhutan.places.spelling import fold
from tests.intelligent_bhutan.places.test_book import ALIASES

pytestmark = pytest.mark.django_db


def test_aliases_are_loaded_folded():
    assert sorted(alias.name for alias in Alias.objects.all()) == sorted(row["alias"] for row in ALIASES)
    assert [alias.name for alias in Alias.objects.all() if alias.folded != fold(alias.name)] == []


def test_place_book_knows_every_spelling(django_assert_num_queries):
    with django_assert_num_queries(3):
        book = place_book()
    darkarla = Gewog.objects.get(code="BT-15-02")
    assert [
        book.resolve(gewog, dzongkhag).place.key
        for gewog, dzongkhag in [("Darkarla", "Thimphu"), ("Dagala", "Thimpu"), ("དར་དཀར་ལ་", "ཐིམ་ཕུག་")]
    ] == [darkarla.pk] * 3


def test_place_book_holds_gewogs_and_thromdes():
    assert len(place_book().places) == 209
