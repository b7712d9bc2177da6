"""The editing pages."""

import pytest
from django.urls import reverse

from tests.factories import literacy_learning as factory

pytestmark = pytest.mark.django_db


def test_editing_is_for_editors_and_publishers(client):
    version = factory.course()
    addresses = [reverse("literacy:editing"), reverse("literacy:editing_version", args=[version.course.slug, 1])]
    for address in addresses:
        assert client.get(address).status_code == 302
    client.force_login(factory.person())
    for address in addresses:
        assert client.get(address).status_code == 403
    client.force_login(factory.person("editor"))
    for address in addresses:
        assert client.get(address).status_code == 200


def test_an_editor_starts_and_a_publisher_publishes(client):
    version = factory.course()
    client.force_login(factory.person("editor"))
    page = client.post(reverse("literacy:editing_start", args=[version.course.slug]))
    assert page.status_code == 302
    assert client.post(page.url, {"act": "review"}).status_code == 403
    client.force_login(factory.person("publisher"))
    client.post(page.url, {"act": "review"})
    client.post(page.url, {"act": "publish"})
    version.refresh_from_db()
    assert version.state == "withdrawn"
