"""The admin outside editorial content: to look at, without names, and for operators alone."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.urls import reverse

from intelligent_bhutan.outbox import actions as outbox
from intelligent_bhutan.people.actions import identity, roles
from intelligent_bhutan.people.models import Membership
from intelligent_bhutan.read_only_admin import ViewOnly
from tests.factories.certificates import an_issued
from tests.factories.literacy_counting import proficient
from tests.factories.outbox import work
from tests.factories.people import PersonFactory, holder_of

pytestmark = pytest.mark.django_db
NUMBER = "11407001234"
SHOWN = {
    "audit.Entry", "audit.Head", "audit.Link", "outbox.Message", "certificates.Award", "certificates.SerialCounter",
    "literacy.Standing", "literacy.StandingDelta", "literacy.PlaceCount", "literacy.DayCount", "literacy.MonthCount",
    "literacy.MarginCount", "literacy.ReconciliationAlarm", "people.Organisation", "people.Membership",
    "people.Appointment", "people.Invitation",
}  # fmt: skip
EDITORIAL = {"literacy.CourseVersion", "literacy.Module", "literacy.Lesson", "literacy.Block", "literacy.CheckOption",
             "literacy.Guide", "literacy.Recording"}  # fmt: skip
NAMES = {"places.Dzongkhag", "places.Gewog", "places.Alias"}


@pytest.fixture
def administrator():
    person = PersonFactory()
    roles.make_administrator(person=person, by=None)
    return type(person).objects.get(pk=person.pk)


def address(label, page, *arguments):
    return reverse(f"admin:{label.lower().replace('.', '_')}_{page}", args=arguments)


def a_row(label):
    return apps.get_model(label).objects.order_by("pk").first()


@pytest.fixture
def one_of_each():
    """A citizen with a number, who counts and whose certificate is issued."""
    [citizen] = proficient()
    identity.claim(person=citizen, number=NUMBER, by=citizen)
    an_issued(citizen)
    with work(lambda: None):
        outbox.post("tests.work")
    return citizen


def test_admin_has_no_table_that_is_not_named_here():
    """Least of all people, identity numbers, sessions and second factors."""
    known = {model._meta.label: page for model, page in admin.site._registry.items()}
    assert set(known) == SHOWN | EDITORIAL | NAMES
    assert {label for label, page in known.items() if isinstance(page, ViewOnly)} == SHOWN


@pytest.mark.parametrize("label", sorted(SHOWN))
def test_administrator_looks_and_changes_nothing(client, administrator, one_of_each, label):
    client.force_login(administrator)
    listed = client.get(address(label, "changelist"))
    assert listed.status_code == 200
    assert client.get(address(label, "add")).status_code == 403
    if (row := a_row(label)) is None:
        return
    shown = client.get(address(label, "change", row.pk))
    assert shown.status_code == 200
    for page in (listed.text, shown.text):
        assert NUMBER not in page
        assert one_of_each.full_name not in page
    before = type(row).objects.filter(pk=row.pk).values().get()
    assert client.post(address(label, "change", row.pk), {"reason": "forged"}).status_code == 403
    assert client.post(address(label, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert type(row).objects.filter(pk=row.pk).values().get() == before


def test_editors_see_nothing_but_courses(client):
    editor = holder_of(Membership.Role.EDITOR)
    client.force_login(editor)
    assert client.get(address("audit.Entry", "changelist")).status_code == 403
    assert client.get(reverse("admin:literacy_block_changelist")).status_code == 200


def test_administrator_whose_role_ended_sees_nothing(client, administrator):
    holder_of(Membership.Role.OPERATOR)  # the last one stays
    roles.end(membership=administrator.memberships.get(), by=None)
    client.force_login(administrator)
    assert client.get(address("audit.Entry", "changelist")).status_code == 403


def test_admin_has_no_sign_in_of_its_own(client, administrator):
    administrator.set_password("yak-blue-river-seven")
    administrator.save()
    door = reverse("admin:login")
    sent = client.post(door, {"username": administrator.username, "password": "yak-blue-river-seven"})
    assert sent.url.startswith(reverse("account_login"))
    assert "_auth_user_id" not in client.session


def test_door_of_the_admin_is_shut_to_people_without_a_role():
    request = RequestFactory().get(reverse("admin:login"))
    request.user = PersonFactory()
    with pytest.raises(PermissionDenied):
        admin.site.login(request)


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_of_the_record_takes_the_same_queries(client, administrator, django_assert_num_queries, how_many):
    for _ in range(how_many):
        roles.appoint(person=PersonFactory(), role=Membership.Role.EDITOR, by=None)
    client.force_login(administrator)
    with django_assert_num_queries(5):
        client.get(address("audit.Entry", "changelist"))
