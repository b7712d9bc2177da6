"""What operators see of copies on their way."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan import notices
from intelligent_bhutan.notices.models import Delivery
from intelligent_bhutan.people.actions import roles
from tests.factories.notices import a_kind, reachable
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client):
    """Who looks."""
    made = PersonFactory()
    roles.appoint(person=made, role="operator", by=None)
    client.force_login(made)
    return made


@pytest.fixture(autouse=True)
def kind():
    """A kind with a text message."""
    with a_kind() as made:
        yield made


def fail(kind, number, reason="undelivered"):
    """Texts to as many people that failed."""
    for n in range(number):
        person = reachable(email=f"pema{n}@example.bt", phone=f"+9751712345{n}")
        notices.tell(person=person, kind=kind, place="Paro")
    Delivery.objects.filter(channel="text").update(state="failed", reason=reason, ended_at=timezone.now())


@pytest.mark.parametrize("number", [1, 3])
def test_deliveries_are_read_with_as_many_queries_for_one_as_for_many(
    client, operator, kind, number, django_assert_num_queries
):
    fail(kind, number)
    client.get(reverse("notices:deliveries"))
    with django_assert_num_queries(6):
        page = client.get(reverse("notices:deliveries")).content.decode()
    assert page.count("tests.told") == number


def test_deliveries_are_counted_by_day_and_state(client, operator, kind):
    fail(kind, 2)
    today = client.get(reverse("notices:deliveries")).context["days"][0]
    counts = {str(state): n for state, n in today.counts}
    assert today.day == timezone.localdate()
    assert counts == {"Waiting": 2, "Handed over": 0, "Delivered": 0, "Failed": 2, "Not sent": 0}


def test_deliveries_of_the_last_seven_days_are_counted(client, operator, kind):
    assert client.get(reverse("notices:deliveries")).context["days"] == []
    fail(kind, 2)
    texts, letters = (Delivery.objects.filter(channel=channel) for channel in ("text", "email"))
    texts.update(planned_at=timezone.now() - timedelta(days=6))
    letters.filter(pk=letters.first().pk).update(planned_at=timezone.now() - timedelta(days=7))
    days = client.get(reverse("notices:deliveries")).context["days"]
    today = timezone.localdate()
    assert [(day.day, sum(n for _state, n in day.counts)) for day in days] == [
        (today, 1),
        (today - timedelta(days=6), 2),
    ]


def test_deliveries_show_nobody(client, operator, kind):
    fail(kind, 1)
    page = client.get(reverse("notices:deliveries")).content.decode()
    assert "… 50" in page
    for personal in ("17123450", "pema0@example.bt", "Pema Lhaden", "Paro"):
        assert personal not in page.replace(operator.full_name, "")


def test_failed_delivery_is_tried_again(client, operator, kind):
    fail(kind, 1, reason="gave_up")
    reference = Delivery.objects.failed().get().reference
    assert client.post(reverse("notices:retry", args=[reference])).url == reverse("notices:deliveries")
    assert Delivery.objects.get(reference=reference).state == "waiting"
    assert client.post(reverse("notices:retry", args=[reference])).status_code == 404


def test_failed_code_is_not_tried_again(client, operator):
    code = notices.text_code(phone="+97517123456", words="Your code: 482913")
    Delivery.objects.filter(pk=code.pk).update(state="failed", reason="refused", sealed=None, ended_at=timezone.now())
    page = client.get(reverse("notices:deliveries")).content.decode()
    assert reverse("notices:retry", args=[code.reference]) not in page
    page = client.post(reverse("notices:retry", args=[code.reference]), follow=True).content.decode()
    assert "asks for a new one" in page
    assert Delivery.objects.failed().count() == 1
