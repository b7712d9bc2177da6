"""The demonstration, small and carried in this process."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import Count

from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.management.commands.load_starter_world import Command
from intelligent_bhutan.people.models import Appointment, Invitation, Membership, MergeProposal, Pin, User
from intelligent_bhutan.starter.population import CLASSES, people
from intelligent_bhutan.starter.story import Story
from intelligent_bhutan.targets.models import Release
from literacy.models import (
    Assignment,
    Attempt,
    Attendance,
    ClassSession,
    Cohort,
    Course,
    Enrolment,
    Guide,
    Proficiency,
    Sitting,
)

pytestmark = pytest.mark.django_db
SMALL = 0.02  # two people a class


@pytest.fixture
def load(settings, tmp_path, capsys):
    """Runs the command; returns what it says."""
    settings.VAR_DIR = tmp_path

    def command():
        call_command("load_starter_world", inline=True, scale=SMALL)
        return capsys.readouterr().out

    return command


def everything():
    """Every row there is."""
    models = [model for model in apps.get_models() if model._meta.managed]
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in models}


def sign_ins(tmp_path):
    """What the command wrote down for people to sign in."""
    return (tmp_path / "demo-sign-ins.txt").read_text()


def test_the_world_is_made_through_the_real_paths_and_loading_it_twice_changes_nothing(load, tmp_path):
    assert "people are proficient" in load()
    assert Course.objects.published().count() == 6
    assert Enrolment.objects.count() == 2 * len(CLASSES) + 1  # one weaver is there twice
    assert set(Sitting.objects.values_list("state", flat=True)) == {"signed", "planned"}
    assert Attempt.objects.filter(submitted_at=None).count() == 0
    assert set(ClassSession.objects.values_list("state").annotate(n=Count("pk"))) == {
        ("held", len(CLASSES)),
        ("planned", 4 * len(CLASSES)),
    }
    assert Attendance.objects.count() == 2 * len(CLASSES)
    assert Assignment.objects.count() == 2 * len(CLASSES)
    assert Guide.objects.filter(lesson=None).count() == 6
    counted = Proficiency.objects.filter(held_for_review=False).count()
    assert Award.objects.exclude(pdf_sha256="").count() == counted > 0
    assert Release.objects.get().figures["total"] == counted
    assert Release.objects.get().is_demonstration
    waiting = Appointment.objects.waiting().get()
    assert (waiting.role, waiting.proposed_by.username) == ("invigilator", "officer")
    assert Invitation.objects.open().count() == 1
    assert [one.role for one in Membership.objects.current() if one.ends_soon] == ["trainer"]
    assert MergeProposal.objects.waiting().get().proposed_by.username == "officer"
    password = re.search(r"password: (\S+)", sign_ins(tmp_path))[1]
    assert authenticate(None, username="publisher", password=password).is_demonstration
    assert (tmp_path / "demo-sign-ins.txt").stat().st_mode & 0o077 == 0
    before, told = everything(), sign_ins(tmp_path)
    assert load() == "The starter world is there already.\n"
    assert everything() == before
    assert sign_ins(tmp_path) == told


class PowerFailure(Exception):
    """The machine stops."""


class CutOff(Story):
    """A story whose machine stops in the middle of the second class's examination."""

    def sit(self, candidate, *arguments, **named):
        super().sit(candidate, *arguments, **named)
        if candidate.sitting.centre.name.endswith(CLASSES[1].gewog[1]):
            raise PowerFailure


def test_a_loading_that_was_cut_off_goes_on(load, tmp_path):
    with pytest.raises(PowerFailure):
        CutOff(lambda said: None, Command().carry_until, scale=SMALL).tell()
    load()
    assert Cohort.objects.count() == len(CLASSES)
    assert Enrolment.objects.count() == 2 * len(CLASSES) + 1  # one weaver is there twice
    begun = Sitting.objects.exclude(state=Sitting.State.PLANNED)
    assert sorted(begun.values_list("state", flat=True)) == ["signed"] * len(CLASSES) + ["voided"]
    assert Attempt.objects.filter(submitted_at=None).count() == 0
    password = re.search(r"password: (\S+)", sign_ins(tmp_path))[1]
    assert authenticate(None, username="editor", password=password) == User.objects.get(username="editor")
    assert sign_ins(tmp_path).count(", pictures ") == Pin.objects.count() == len(CLASSES)


@pytest.mark.parametrize("told", [{"PRODUCTION": True}, {"DEMONSTRATION": False}])
def test_it_is_refused_where_it_is_no_demonstration(load, settings, tmp_path, told):
    for name, value in told.items():
        setattr(settings, name, value)
    with pytest.raises(CommandError, match="the starter world is refused"):
        load()
    assert not User.objects.exists()
    assert not (tmp_path / "demo-sign-ins.txt").exists()


def test_people_of_the_demonstration_are_the_same_each_time_and_nobody_real():
    for one in CLASSES:
        rows = list(people(one, today=date(2026, 11, 2)))
        assert rows == list(people(one, today=date(2026, 11, 2)))
        assert len({row["full_name"] for row in rows}) == len(rows) == one.size
        numbers = [row["identity_number"] for row in rows if row["identity_number"]]
        assert len(set(numbers)) == len(numbers)
        assert {number[0] for number in numbers} == {"9"}
