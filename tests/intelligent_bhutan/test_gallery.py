"""The gallery shows every component."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
COMPONENTS = {path.name for path in (Path(settings.BASE_DIR) / "templates" / "components").glob("*.html")}


def shown(page):
    """The components of which a page is made, also inside of one another."""
    assert page.status_code == 200
    return {Path(template.name).name for template in page.templates if template.name and "components" in template.name}


def test_every_component_is_in_the_gallery(client):
    client.force_login(PersonFactory())
    assert COMPONENTS - shown(client.get("/en/components/")) == set()


@pytest.mark.parametrize("language", ["en", "dz"])
def test_mark_of_english_that_stands_in_is_seen_once_in_either_gallery(client, language):
    assert client.get(f"/{language}/components/").content.count(b'class="fallback"') == 1


def test_answers_are_shown_in_each_state_of_their_way(client):
    page = client.get("/en/components/").content.decode()
    assert [page.count(f'<span data-when="{state}">') for state in ("saved", "waiting", "refused")] == [1, 1, 1]
    assert "js-answer-state" not in page
