"""Releases: once a day, frozen, adding up, small cells withheld."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.models import User
from intelligent_bhutan.places.models import Gewog
from intelligent_bhutan.targets import actions, tasks
from intelligent_bhutan.targets.models import Release
from literacy.actions import counting, standing
from tests.factories.literacy_counting import citizen, proficient

TODAY = date(2026, 11, 20)


def gewog(code):
    return Gewog.objects.filter(dzongkhag__code=code).first()


@pytest.fixture
def counted(db):
    proficient(12, gewog=gewog("BT-11"))
    proficient(7, gewog=gewog("BT-15"), audience=User.Audience.STUDENT)
    proficient(2, gewog=gewog("BT-GA"), audience=User.Audience.MONK_BODY)


def test_publish_release_withholds_small_cells_and_one_more(counted):
    figures = actions.publish_release(day=TODAY).figures
    assert figures["total"] == 21
    assert figures["by_dzongkhag"]["BT-11"] == 12
    assert figures["by_dzongkhag"]["BT-15"] is None
    assert figures["by_dzongkhag"]["BT-GA"] is None
    assert figures["by_audience"]["public"] == 12
    assert figures["by_audience"]["monk_body"] is None
    assert set(figures) == {"total", "by_dzongkhag", "by_audience", "by_gender", "by_age_band"}


def test_publish_release_counts_what_is_not_folded_yet(counted):
    counting.fold(limit=3)
    assert actions.publish_release(day=TODAY).figures["total"] == 21


def test_publish_release_names_people_without_a_place(counted):
    people = [citizen() for _ in range(6)]
    User.objects.filter(pk__in=[p.pk for p in people]).update(gewog=None)
    standing.reach_many(citizens=User.objects.filter(gewog=None), metric="proficient")
    assert actions.publish_release(day=TODAY).figures["by_dzongkhag"]["unknown"] in (None, 6)
    assert "unknown" in Release.objects.get().figures["by_dzongkhag"]


def test_publish_release_is_numbered_and_once_a_day(counted):
    first = actions.publish_release(day=TODAY)
    proficient(30)
    assert actions.publish_release(day=TODAY) == first
    second = actions.publish_release(day=date(2026, 11, 21))
    assert (first.number, second.number) == (1, 2)
    assert Entry.objects.filter(verb="release:published").count() == 2


def test_publish_release_keeps_withholding_what_it_withheld(counted):
    actions.publish_release(day=TODAY)
    proficient(30, gewog=gewog("BT-15"))
    figures = actions.publish_release(day=date(2026, 11, 21)).figures["by_dzongkhag"]
    assert (figures["BT-15"], figures["BT-11"]) == (None, 12)


def test_other_session_key_withholds_the_same_cells(db, settings):
    """Between cells of one size the key decides; whoever compared two releases must not find a second pair."""
    codes = [f"BT-{n}" for n in (11, 12, 13, 14, 15, 21)]
    for code in codes:
        proficient(6, gewog=gewog(code))
    proficient(2, gewog=gewog("BT-GA"))
    chosen = set()
    for day in range(1, 9):
        settings.SECRET_KEY = f"{day}" * 43
        figures = actions.publish_release(day=date(2026, 11, day)).figures["by_dzongkhag"]
        chosen.add(frozenset(code for code in codes if figures[code] is None))
    assert len(chosen) == 1


@pytest.mark.parametrize("statement", ["update targets_release set number = 9", "delete from targets_release"])
def test_release_is_frozen(counted, statement):
    actions.publish_release(day=TODAY)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_task_publishes_today(counted):
    tasks.publish_release()
    tasks.publish_release()
    assert Release.objects.count() == 1


def test_publish_release_at_the_same_time_makes_one(committed):
    with ThreadPoolExecutor(max_workers=3) as threads:
        numbers = list(threads.map(lambda _: publish_and_close(), range(3)))
    assert numbers == [1, 1, 1]
    assert Release.objects.count() == 1


def publish_and_close():
    try:
        return actions.publish_release(day=TODAY).number
    finally:
        connection.close()
