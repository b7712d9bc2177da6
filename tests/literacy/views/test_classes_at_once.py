"""Guesses and first choices that come at the same moment, with real threads and commits."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from intelligent_bhutan.people.models import Pin, SignInLimit
from literacy.actions import cohorts
from tests.factories import literacy_classes as factory
from tests.moments import at_once

pytestmark = pytest.mark.usefixtures("committed")
ADDRESS = reverse("literacy:class_pin")


def post_at_once(clients, posts):
    """Each client sends its post at the same moment; returns the answers."""
    pairs = zip(clients, posts, strict=True)
    return at_once(*[lambda client=client, post=post: client.post(ADDRESS, post) for client, post in pairs])


def browsers(cohort, how_many):
    """So many browsers in front of one learner's PIN."""
    clients = [Client() for _ in range(how_many)]
    for client in clients:
        factory.come_to_pin(client, cohort)
    return clients


def test_of_many_guesses_at_once_only_the_free_ones_are_looked_at():
    cohort = factory.a_class()
    factory.with_pin(cohort, symbols=factory.DIGITS)
    answers = post_at_once(browsers(cohort, 16), [{"pin": f"9990{number:02}"} for number in range(16)])
    assert {answer.status_code for answer in answers} == {422}
    failures = dict(SignInLimit.objects.values_list("key", "failures"))
    assert sorted(failures.values()) == [5, 5], "as many under the learner as under the class"


def test_of_two_first_choices_one_stays_and_only_its_browser_is_in():
    cohort = factory.a_class()
    cohorts.open_first_sign_ins(cohort=cohort, by=cohort.coordinator)
    clients = browsers(cohort, 4)
    for number, client in enumerate(clients, start=10):
        client.post(ADDRESS, {"kind": "number", "pin": f"3852{number:02}"})
    answers = post_at_once(clients, [{"keep": "1"}] * 4)
    assert sorted(answer.status_code for answer in answers) == [302, 422, 422, 422]
    assert sum(SESSION_KEY in client.session for client in clients) == 1
    assert Pin.objects.count() == 1


def test_whoever_keeps_a_first_pin_after_another_browser_is_told_so():
    cohort = factory.a_class()
    cohorts.open_first_sign_ins(cohort=cohort, by=cohort.coordinator)
    quick, slow = browsers(cohort, 2)
    for client, digits in ((quick, "385210"), (slow, "385211")):
        client.post(ADDRESS, {"kind": "number", "pin": digits})
    assert quick.post(ADDRESS, {"keep": "1"}).status_code == 302
    answer = slow.post(ADDRESS, {"keep": "1"})
    assert answer.status_code == 422
    assert "A PIN was chosen for this roll number already" in answer.text
    assert SESSION_KEY not in slow.session
    assert slow.post(ADDRESS, {"keep": "1"}).status_code == 200, "what was chosen is forgotten"
