"""What happens when several do the same at the same moment, with real threads and commits."""

import pytest

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.certificates.models import Award
from literacy.actions import assessing, sittings
from literacy.models import Answer, Attempt, DomainPass, Proficiency
from tests.factories.literacy_assessment import an_attempt, an_open, answer, sit_everything
from tests.moments import many_at_once

pytestmark = pytest.mark.usefixtures("committed")


def test_fifty_submissions_give_one_result():
    attempt = an_attempt()
    answer(attempt)
    results = many_at_once(lambda _: assessing.submit(attempt=attempt, by=attempt.citizen), 50)
    assert {(one.pk, one.points, one.submitted_at) for one in results} == {
        Attempt.objects.values_list("pk", "points", "submitted_at").get()
    }
    assert DomainPass.objects.count() == 1
    assert Entry.objects.filter(verb="attempt:submitted").count() == 1


def test_two_opens_give_one_paper():
    sitting = an_open()
    opened = many_at_once(lambda _: an_attempt(sitting), 8)
    assert {one.pk for one in opened} == {Attempt.objects.get().pk}


def test_opens_of_two_domains_give_one_paper():
    sitting = an_open()
    domains = list(sitting.domains.order_by("pk"))
    many_at_once(lambda number: an_attempt(sitting, domains[number]), 2)
    assert Attempt.objects.count() == 1


def test_of_many_saves_the_highest_sequence_stays():
    attempt = an_attempt()
    item = attempt.paper[0]["item"]

    def save(number):
        assessing.save_answer(
            attempt=attempt, item=item, response={"chosen": [str(number)]}, sequence=number, by=attempt.citizen
        )

    many_at_once(save, 20)
    assert (Answer.objects.get().sequence, Answer.objects.get().response) == (19, {"chosen": ["19"]})


def test_an_answer_is_either_scored_or_refused():
    attempt = an_attempt()
    answer(attempt, 4)
    last = attempt.paper[4]["item"]

    def race(number):
        if number:
            return assessing.submit(attempt=attempt, by=attempt.citizen).points
        answer(attempt, 5, sequence=2)

    refused, points = many_at_once(race, 2)
    taken = Answer.objects.filter(attempt=attempt, item=last).exists()
    assert (points, refused) == ((5, None) if taken else (4, "The time is over. This answer was not taken."))


def test_signing_twice_signs_once():
    sitting = an_open()
    sit_everything(sitting)
    sittings.close(sitting=sitting, by=sitting.invigilator)
    results = many_at_once(lambda _: sittings.sign(sitting=sitting, by=sitting.invigilator), 4)
    assert sum(isinstance(one, str) for one in results) == 3
    assert (Proficiency.objects.count(), Award.objects.count()) == (1, 1)
    assert Entry.objects.filter(verb="sitting:signed").count() == 1
