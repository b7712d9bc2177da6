from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from intelligent_bhutan.outbox.models import Message
from literacy.actions import assessing, sittings
from literacy.models import Answer, Attempt, DomainPass, Incident, Item, Sitting, Standing
from tests.factories.literacy_assessment import a_planned, an_attempt, an_open, answer, right_response, sit

pytestmark = pytest.mark.django_db


def age(attempt, **by):
    """Let the attempt have begun earlier."""
    attempt.opened_at -= timedelta(**by)
    attempt.deadline_at -= timedelta(**by)
    attempt.save(update_fields=["opened_at", "deadline_at"])
    return attempt


def test_open_attempt_draws_a_paper_and_promises_to_hand_it_in():
    attempt = an_attempt()
    assert len({slot["item"] for slot in attempt.paper}) == 5
    assert attempt.deadline_at - attempt.opened_at == timedelta(minutes=30)
    message = Message.objects.get(kind="literacy.submit_overdue")
    assert message.payload == {"attempt": attempt.pk}
    assert message.next_at > attempt.deadline_at


def test_open_attempt_twice_goes_on_with_the_first():
    sitting = an_open()
    assert an_attempt(sitting) == an_attempt(sitting)


def test_open_attempt_draws_no_item_that_is_not_in_use():
    sitting = an_open()
    domain = sitting.domains.order_by("pk").first()
    retired = set(domain.items.filter(kind="single").values_list("pk", flat=True)[:2])
    Item.objects.filter(pk__in=retired).update(state=Item.State.RETIRED)
    assert retired.isdisjoint(slot["item"] for slot in an_attempt(sitting, domain).paper)


def test_open_attempt_refuses_who_was_not_admitted():
    planned = a_planned()
    held = sittings.open_sitting(sitting=planned, by=planned.invigilator)
    with pytest.raises(ValidationError, match="not let you in"):
        an_attempt(held)


def test_open_attempt_refuses_a_closed_sitting():
    sitting = an_open()
    sittings.close(sitting=sitting, by=sitting.invigilator)
    with pytest.raises(ValidationError, match="not let you in"):
        an_attempt(sitting)


def test_open_attempt_refuses_a_domain_that_the_sitting_does_not_examine():
    sitting = an_open()
    domain = sitting.domains.order_by("pk").first()
    sitting.domains.remove(domain)
    with pytest.raises(ValidationError, match="does not examine"):
        an_attempt(sitting, domain)


def test_open_attempt_refuses_a_second_paper_beside_the_first():
    sitting = an_open()
    first, second = sitting.domains.order_by("pk")
    an_attempt(sitting, first)
    with pytest.raises(ValidationError, match="Hand in"):
        an_attempt(sitting, second)


def test_open_attempt_refuses_during_the_pause_and_what_was_passed():
    first = an_open()
    person = first.candidates.get().citizen
    passed, failed = first.domains.order_by("pk")
    assert sit(first.candidates.get(), passed).passed
    assert not sit(first.candidates.get(), failed, 3).passed
    second = an_open(first.standard, [person])
    with pytest.raises(ValidationError, match="passed this already"):
        an_attempt(second, passed)
    with pytest.raises(ValidationError, match="too early"):
        an_attempt(second, failed)
    Attempt.objects.filter(domain=failed).update(submitted_at=timezone.now() - timedelta(days=2))
    assert an_attempt(second, failed).submitted_at is None


def test_save_answer_keeps_the_highest_sequence():
    attempt = an_attempt()
    item = attempt.paper[0]["item"]
    for sequence, chosen in [(5, "a"), (4, "b"), (5, "c"), (7, "d")]:
        assessing.save_answer(
            attempt=attempt, item=item, response={"chosen": [chosen]}, sequence=sequence, by=attempt.citizen
        )
        kept = Answer.objects.get(attempt=attempt, item=item)
        assert (kept.response, kept.sequence) == (({"chosen": ["d"]}, 7) if chosen == "d" else ({"chosen": ["a"]}, 5))


def test_save_answer_takes_two_statements(django_assert_num_queries):
    attempt = an_attempt()
    with django_assert_num_queries(4):  # with the savepoint of a test around them
        assessing.save_answer(
            attempt=attempt, item=attempt.paper[0]["item"], response={}, sequence=1, by=attempt.citizen
        )


def test_save_answer_refuses_an_item_of_another_paper():
    attempt = an_attempt()
    other = Item.objects.exclude(pk__in=[slot["item"] for slot in attempt.paper]).first()
    with pytest.raises(ValidationError, match="not on your paper"):
        assessing.save_answer(attempt=attempt, item=other.pk, response={}, sequence=1, by=attempt.citizen)


def test_save_answer_refuses_what_comes_late_and_gives_lost_minutes_back():
    attempt = age(an_attempt(), minutes=35)
    with pytest.raises(assessing.Late):
        answer(attempt, 1)
    attempt.candidate.extra_minutes = 10
    attempt.candidate.save()
    answer(attempt, 1)
    age(attempt, minutes=10)
    with pytest.raises(assessing.Late):
        answer(attempt, 1, sequence=2)
    sitting = attempt.candidate.sitting
    Incident.objects.create(sitting=sitting, text="Power cut", minutes_lost=15, recorded_by=sitting.invigilator)
    answer(attempt, 1, sequence=2)
    assert Answer.objects.get().sequence == 2


def test_save_answer_refuses_after_handing_in():
    attempt = an_attempt()
    assessing.submit(attempt=attempt, by=attempt.citizen)
    with pytest.raises(assessing.Late):
        answer(attempt, 1)


@pytest.mark.parametrize(("right", "passed"), [(5, True), (4, True), (3, False), (0, False)])
def test_submit_scores_against_the_standard(right, passed):
    attempt = an_attempt()
    answer(attempt, right)
    result = assessing.submit(attempt=attempt, by=attempt.citizen)
    assert (result.points, result.points_possible, result.passed) == (right, 5, passed)
    assert DomainPass.objects.filter(attempt=attempt, confirmed_at=None).count() == passed
    assert Standing.objects.get(citizen=attempt.citizen).assessed_on == timezone.localdate()


def test_submit_again_changes_nothing():
    attempt = an_attempt()
    first = assessing.submit(attempt=attempt, by=attempt.citizen)
    again = assessing.submit(attempt=attempt, by=attempt.citizen)
    assert again.submitted_at == first.submitted_at


def test_submit_overdue_hands_in_what_is_over_and_looks_again_at_the_rest():
    attempt = an_attempt()
    assessing.submit_overdue(attempt=attempt.pk)
    assert Attempt.objects.get().submitted_at is None
    assert Message.objects.filter(kind="literacy.submit_overdue").count() == 2
    answer(attempt, 5)
    assessing.submit_overdue(attempt=age(attempt, minutes=31).pk)
    assert Attempt.objects.get().passed is True


def test_right_responses_are_right_whatever_the_kind():
    attempt = an_attempt()
    kinds = {Item.objects.get(pk=slot["item"]).kind for slot in attempt.paper}
    assert kinds == set(Item.Kind.values)
    assert all(right_response(slot["item"]) for slot in attempt.paper)
    assert Sitting.objects.get().state == Sitting.State.OPEN
