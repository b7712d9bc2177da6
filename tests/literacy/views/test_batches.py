"""The page on which a coordinator books a class."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intelligent_bhutan.people.models import Membership
from literacy.models import Candidate, Centre, Sitting
from tests.factories.literacy_booking import a_centre, a_coming
from tests.factories.literacy_classes import a_class
from tests.factories.people import holder_of

pytestmark = pytest.mark.django_db


def asked(centre):
    day = timezone.localdate() + timedelta(days=1)
    return {"centre": centre.public_id, "first_day_0": day.day, "first_day_1": day.month, "first_day_2": day.year}


def test_a_coordinator_sees_the_plan_books_it_and_asks_for_what_is_missing(client):
    centre = a_centre()
    for days in (2, 3):
        a_coming(centre=centre, days=days, seats=2, is_public=False)
    cohort = a_class(learners=5)
    holder_of(Membership.Role.PROGRAMME_OFFICER)
    client.force_login(cohort.coordinator)
    there = reverse("literacy:cohort_seats", args=[cohort.public_id])
    assert there in client.get(cohort.get_absolute_url()).text
    assert client.get(there).status_code == 200
    plan = client.get(there, asked(centre)).text
    assert ("Roll numbers 1 to 2" in plan, "Roll numbers 3 to 4" in plan, "Book 4 seats" in plan) == (True, True, True)
    assert "For 1 person there is no free seat" in plan
    done = client.post(there, asked(centre), follow=True).text
    assert ("4 people have a seat now." in done, done.count("2 people of this class")) == (True, 2)
    assert Candidate.objects.count() == 4
    told = client.post(there, asked(centre) | {"act": "ask"}, follow=True).text
    assert "The officers know now that 1 seat is missing." in told
    assert client.post(there, {}).status_code == 422


def test_an_officer_plans_three_sittings_a_day_at_once(client):
    centre = a_centre(seats=60)
    officer = holder_of(Membership.Role.PROGRAMME_OFFICER)
    client.force_login(officer)
    plan = reverse("literacy:sitting_plan")
    form = client.get(plan, {"centre": centre.public_id}).text
    assert f'value="{centre.pk}" selected' in form
    Centre.objects.filter(pk=a_centre().pk).update(closed_since=timezone.localdate(), closed_reason="The roof leaks")
    for wrong in ("nonsense", Centre.objects.exclude(closed_since=None).get().public_id):
        assert client.get(plan, {"centre": wrong}).context["form"].initial == {"centre": None}
    day = timezone.localdate() + timedelta(days=1)
    sent = {
        "centre": centre.pk,
        "day_0": day.day,
        "day_1": day.month,
        "day_2": day.year,
        "hour": "08:00",
        "hours": "3",
        "domains": list(a_coming().domains.values_list("pk", flat=True)),
        "is_public": "on",
        "times_over": "4",
        "a_day": "3",
        "pause": "30",
    }
    assert client.post(plan, sent)["Location"] == reverse("literacy:sittings")
    made = Sitting.objects.filter(centre=centre).order_by("starts_at")
    assert [timezone.localtime(one.starts_at).strftime("%H:%M") for one in made] == ["08:00", "11:30", "15:00", "08:00"]
    assert set(made.values_list("seats", "is_public")) == {(60, True)}
    refused = client.post(plan, sent)
    assert (refused.status_code, ": 0. A place needs a seat and a device." in refused.text) == (422, True)
    late = client.post(plan, sent | {"hour": "12:00"})
    assert (late.status_code, "after eight in the evening" in late.text) == (422, True)
