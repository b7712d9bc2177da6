"""Folding and checking: nothing counted twice, nothing lost."""

from io import StringIO

import pytest
from django.db import connection, transaction

from intelligent_bhutan.people.models import User
from intelligent_bhutan.places.models import Gewog
from literacy import counts
from literacy.actions import counting, standing
from literacy.models import (
    DayCount,
    MarginCount,
    Metric,
    MonthCount,
    PlaceCount,
    ReconciliationAlarm,
    Standing,
    StandingDelta,
)
from literacy.queries.standing import cells
from tests.factories.literacy_counting import DAY, citizen, proficient

pytestmark = pytest.mark.django_db


def test_fold_moves_deltas_into_every_table():
    proficient(3)
    assert counting.fold() > 0
    assert StandingDelta.objects.count() == 0
    assert list(PlaceCount.objects.filter(metric="proficient").values_list("n", flat=True)) == [3]
    assert list(DayCount.objects.filter(metric="proficient").values_list("day", "n")) == [(DAY, 3)]
    assert list(MonthCount.objects.filter(metric="proficient").values_list("month", "n")) == [(DAY.replace(day=1), 3)]
    assert MarginCount.objects.filter(metric="proficient", dimension="people", month=None).get().n == 3


def test_fold_twice_counts_once():
    proficient(2)
    assert counting.fold() > 0
    assert counting.fold() == 0
    assert list(PlaceCount.objects.filter(metric="proficient").values_list("n", flat=True)) == [2]


def test_fold_takes_no_more_than_its_limit_and_fold_all_takes_the_rest():
    proficient(2)
    proficient(2, gender=User.Gender.FEMALE)
    assert counting.fold(limit=3) == 3
    assert counting.fold_all(limit=2) == 5
    assert cells().totals["proficient"] == 4
    assert counting.reconcile() == []


def test_fold_counts_people_without_a_place():
    person = citizen()
    person.gewog = None
    person.save()
    standing.reach(citizen=person, metric="proficient", on=DAY)
    standing.reach(citizen=proficient_elsewhere(), metric="proficient", on=DAY)
    counting.fold(limit=1)
    counting.fold()
    assert PlaceCount.objects.filter(metric="proficient", gewog=None).get().n == 2
    assert cells().of("dzongkhag") == {None: 2}


def proficient_elsewhere():
    person = citizen()
    person.gewog = None
    person.save()
    return person


def test_fold_that_is_rolled_back_leaves_all_pending():
    proficient(2)
    pending = StandingDelta.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        counting.fold() / 0
    assert StandingDelta.objects.count() == pending
    assert PlaceCount.objects.count() == 0
    assert cells().totals["proficient"] == 2


def test_triggers_count_bulk_copy():
    people = [citizen() for _ in range(3)]
    gewog = people[0].gewog_id
    rows = "".join(f"{p.pk}\t{gewog}\tpublic\tfemale\t18_34\tno\t2026-11-02\t2026-11-02 00:00:00+06\n" for p in people)

    with connection.cursor() as cursor:
        cursor.copy_expert(
            "copy literacy_standing (citizen_id, gewog_id, audience, gender, age_band, disability, proficient_on,"
            " changed_at) from stdin",
            StringIO(rows),
        )
    assert cells().totals["proficient"] == 3
    assert StandingDelta.objects.count() == 1


def test_triggers_count_raw_sql():
    proficient(4)
    with connection.cursor() as cursor:
        cursor.execute(
            "update literacy_standing set proficient_on = null where id = (select min(id) from literacy_standing)"
        )
        cursor.execute("delete from literacy_standing where id = (select max(id) from literacy_standing)")
    assert cells().totals == {"enrolled": 3, "completed": 3, "assessed": 3, "proficient": 2}


def test_move_is_counted_in_the_new_gewog():
    [person] = proficient()
    counting.fold()
    person.gewog = Gewog.objects.order_by("pk").last()
    person.save()
    standing.correct(citizen=person, by=person)
    assert cells().of("gewog") == {person.gewog_id: 1}
    counting.fold()
    assert cells().of("gewog") == {person.gewog_id: 1}


def test_reconcile_finds_nothing_where_counts_are_right():
    proficient(2)
    assert counting.reconcile() == []
    counting.fold(limit=3)
    assert counting.reconcile() == []
    counting.fold()
    assert counting.reconcile() == []


def test_reconcile_raises_one_alarm_for_each_table_that_differs():
    proficient(2)
    counting.fold()
    PlaceCount.objects.filter(metric=Metric.PROFICIENT).update(n=5)
    [alarm] = counting.reconcile()
    assert (alarm.table, alarm.differing_cells, alarm.counted, alarm.recounted) == ("literacy_placecount", 1, 5, 2)
    assert counting.reconcile() == []


def test_reconcile_watches_every_table():
    proficient(1)
    counting.fold()
    for model in (PlaceCount, DayCount, MonthCount, MarginCount):
        model.objects.filter(metric=Metric.PROFICIENT).delete()
    assert {alarm.table for alarm in counting.reconcile()} == {table.name for table in counts.TABLES}


def test_reconcile_sees_a_lost_delta():
    proficient(1)
    StandingDelta.objects.filter(metric=Metric.ENROLLED).delete()
    assert len(counting.reconcile()) == len(counts.TABLES)


def test_resolve_closes_an_alarm_once():
    alarm = ReconciliationAlarm.objects.create(table="x", differing_cells=1, counted=1, recounted=2)
    first, second = citizen(), citizen()
    counting.resolve(alarm=alarm, by=first)
    assert counting.resolve(alarm=alarm, by=second).resolved_by == first


def test_standings_are_what_is_counted():
    proficient(3)
    assert Standing.objects.count() == cells().totals["enrolled"]
