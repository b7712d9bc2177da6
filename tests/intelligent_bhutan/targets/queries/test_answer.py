"""The national answer."""

from datetime import date

import pytest

from intelligent_bhutan.targets import queries
from intelligent_bhutan.targets.queries.answer import full_months
from literacy.actions import counting
from tests.factories.literacy_counting import proficient

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def test_national_answer_before_anybody_passed():
    answer = queries.national_answer(today=TODAY)
    assert (answer.reached, answer.goal, answer.forecast.expected) == (0, 400_000, 0)
    assert answer.planned == answer.gap == 173_390
    assert not answer.will_reach


def test_national_answer_is_live_and_cheap(django_assert_num_queries):
    proficient(3, on=date(2026, 11, 20))
    proficient(2, on=date(2025, 3, 1))
    counting.fold(limit=5)
    with django_assert_num_queries(4):
        answer = queries.national_answer(today=TODAY)
    assert answer.reached == 5
    assert answer.months == [(date(2025, 3, 1), 2), (date(2026, 11, 1), 3)]
    assert answer.forecast.pace == pytest.approx(3 / 90 * 30.44)


def test_full_months_has_zeros_and_leaves_out_the_present_one():
    months = [(date(2026, 9, 1), 4), (date(2026, 11, 1), 9)]
    assert full_months(months, date(2026, 7, 12), date(2026, 11, 25)) == [0, 4, 0]


def test_target_of_the_strategy_says_where_it_comes_from():
    target = queries.national_answer(today=TODAY).target
    assert "Kuensel" in target.source
    assert target.title_dz
    assert (target.starts_on, target.due_on) == (date(2024, 7, 12), date(2029, 12, 31))
