"""From the file to checked rows: what is kept, what is found, what is known already."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from intelligent_bhutan.people.actions.registering import digest_of, register_many
from intelligent_bhutan.people.models import IdentityNumber, User
from intelligent_bhutan.people.queries.consent import notice_in_force
from literacy.actions import reading
from literacy.actions.enrolling import enrol
from literacy.actions.importing import settle
from literacy.models import Enrolment, ImportRow
from tests.factories.literacy_importing import (
    a_cohort,
    a_list,
    begun,
    carry,
    checked,
    enrolled,
    problems,
    sent,
    someone,
    states,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
NUMBER, BORN = "11345678901", date(1986, 3, 27)


def files():
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def with_number(number, *, checked_by=None, **fields):
    """A person with a citizenship number, checked or claimed."""
    person = register_many(people=[PersonFactory.build(gewog=None, **fields)], numbers=[number], by=None)[0]
    if checked_by:
        IdentityNumber.objects.update(checked_at=timezone.now(), checked_by=checked_by)
    return person


def in_class(cohort, person, roll_number=None):
    return enrol(
        cohort=cohort,
        citizen=person,
        basis="self",
        notice=notice_in_force(),
        roll_number=roll_number,
        by=cohort.coordinator,
    )


def test_every_row_is_checked_and_nobody_enrolled():
    sheet = checked(a_cohort(), someone(), someone(date_of_birth="31/2/1986"), someone(consent=""))
    assert (sheet.state, sheet.rows_read, states(sheet)) == ("checked", 3, ["ready", "to_fix", "to_fix"])
    assert problems(sheet) == [(3, "date_of_birth", "no_date"), (4, "consent", "missing")]
    assert (Enrolment.objects.count(), ImportRow.objects.first().raw["full_name"][:4]) == (0, "Pema")


def test_a_file_that_cannot_be_read_ends_with_its_reason():
    for content, problem in [
        (b"Name,Shoe\nPema,38\n", {"code": "missing_columns", "details": {"columns": ["Date of birth", "Consent"]}}),
        (b"Name,Born,Consent\n", {"code": "no_rows", "details": {}}),
        (b'Name,Born,Consent\nPema,1/1/1986,self\n"Dorji\n', {"code": "broken_line", "details": {"line": 3}}),
    ]:
        sheet = checked(a_cohort(), content=content)
        assert (sheet.state, sheet.problem, sheet.rows.count()) == ("broken", problem, 0)


def test_a_citizenship_number_is_nowhere_in_the_clear(django_capture_on_commit_callbacks):
    cohort = a_cohort()
    with django_capture_on_commit_callbacks(execute=True):
        sheet = sent(cohort, a_list(someone(identity_number=NUMBER)))
    assert [NUMBER.encode() in path.read_bytes() for path in files()] == [False]
    with django_capture_on_commit_callbacks(execute=True):
        carry()
    row = sheet.rows.get()
    assert (NUMBER in str(row.raw), NUMBER in str(row.cleaned)) == (False, False)
    assert (reading.unsealed(row.raw), reading.unsealed(row.cleaned)) == (NUMBER, NUMBER)
    assert files() == []


def test_a_file_is_checked_slice_by_slice(monkeypatch):
    monkeypatch.setattr(reading, "SLICE", 2)
    twin = someone(identity_number=NUMBER)
    cohort = a_cohort()
    sheet = sent(cohort, a_list(twin, someone(phone="17123456"), someone(phone="17123456"), someone(), twin))
    carry("literacy.read_import")
    assert states(sheet) == ["waiting"] * 5
    carry("literacy.check_rows", times=1)
    assert states(sheet) == ["ready", "ready", "waiting", "waiting", "waiting"]
    carry()
    sheet.refresh_from_db()
    assert (sheet.state, states(sheet)) == ("checked", ["ready", "ready", "to_confirm", "ready", "to_fix"])
    assert problems(sheet) == [(4, "phone", "phone_taken"), (6, "identity_number", "twice_in_file")]


def test_checking_again_changes_nothing():
    sheet = checked(a_cohort(), someone(), someone(consent=""))
    before = list(sheet.rows.values())
    reading.read(cohort_import=sheet.pk)
    reading.check_rows(cohort_import=sheet.pk)
    assert list(sheet.rows.values()) == before


def test_an_empty_group_means_what_is_usual_in_the_house():
    usual = {"school": "student", "nunnery": "monk_body", "agency": "civil_servant", "community_centre": "public"}
    found = {kind: checked(a_cohort(kind=kind), someone()).rows.get().cleaned["audience"] for kind in usual}
    assert found == usual


@pytest.mark.parametrize(
    ("second", "state", "found"),
    [
        ({}, "to_confirm", [(3, "full_name", "same_name_and_birth")]),
        ({"full_name": "PEMA  DORJI"}, "to_confirm", [(3, "full_name", "same_name_and_birth")]),
        ({"date_of_birth": "28/3/1986"}, "ready", []),
        ({"full_name": "Karma", "phone": "+975 17 12 34 56"}, "to_confirm", [(3, "phone", "phone_taken")]),
        ({"full_name": "Karma", "roll_number": "4"}, "to_confirm", [(3, "roll_number", "roll_taken")]),
        ({"full_name": "Karma", "identity_number": NUMBER}, "to_fix", [(3, "identity_number", "twice_in_file")]),
    ],
)
def test_who_stands_in_the_file_twice_is_seen(second, state, found):
    one = {"date_of_birth": "27/3/1986", "consent": "self", "full_name": "Pema Dorji"}
    first = {**one, "phone": "17123456", "roll_number": "4", "identity_number": NUMBER}
    sheet = checked(a_cohort(), first, {**one, **second})
    assert (states(sheet), problems(sheet)) == (["ready", state], found)


def test_a_number_that_an_official_checked_means_the_person_it_belongs_to():
    officer = PersonFactory()
    person = with_number(NUMBER, checked_by=officer, full_name="Pema Dorji", date_of_birth=BORN)
    cohort = a_cohort()
    row = {"full_name": "pema dorji", "date_of_birth": "27/3/1986", "consent": "self", "identity_number": NUMBER}
    sheet = checked(cohort, row, someone())
    assert (states(sheet), sheet.rows.first().cleaned["person"]) == (["ready", "ready"], person.pk)
    in_class(cohort, person)
    assert states(checked(cohort, row)) == ["already"]


def test_a_checked_number_under_another_name_is_a_question():
    with_number(NUMBER, checked_by=PersonFactory(), full_name="Karma", date_of_birth=date(1990, 1, 1))
    sheet = checked(a_cohort(), someone(identity_number=NUMBER))
    assert (states(sheet), problems(sheet)) == (["to_confirm"], [(2, "identity_number", "other_name")])


def test_a_number_that_nobody_checked_blocks_nobody():
    with_number(NUMBER, full_name="Karma", date_of_birth=date(1990, 1, 1))
    sheet = enrolled(a_cohort(), someone(identity_number=NUMBER))
    assert states(sheet) == ["enrolled"]
    assert IdentityNumber.objects.filter(digest=digest_of(NUMBER), checked_at=None).count() == 2


def test_a_number_that_a_classmate_claims_is_a_question():
    cohort = a_cohort()
    in_class(cohort, with_number(NUMBER, full_name="Karma", date_of_birth=date(1990, 1, 1)))
    sheet = checked(cohort, someone(identity_number=NUMBER))
    assert (states(sheet), problems(sheet)) == (["to_confirm"], [(2, "identity_number", "number_claimed")])


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({}, "already"),
        ({"roll_number": "4"}, "already"),
        ({"identity_number": NUMBER}, "already"),
        ({"roll_number": "9", "identity_number": NUMBER}, "already"),
        ({"roll_number": "9"}, "to_confirm"),
        ({"identity_number": "11345678902"}, "to_confirm"),
        ({"date_of_birth": "28/3/1986"}, "ready"),
    ],
)
def test_a_classmate_of_the_same_name_and_birth_is_the_same_unless_a_number_says_otherwise(cells, state):
    cohort = a_cohort()
    in_class(cohort, with_number(NUMBER, full_name="Pema Dorji", date_of_birth=BORN), roll_number=4)
    row = {"full_name": "Pema Dorji", "date_of_birth": "27/3/1986", "consent": "self", **cells}
    sheet = checked(cohort, row)
    assert states(sheet) == [state]
    assert problems(sheet) == [(2, "full_name", "same_name_enrolled")] * (state == "to_confirm")


def test_a_roll_number_that_a_classmate_has_is_a_question():
    cohort = a_cohort()
    in_class(cohort, PersonFactory(), roll_number=4)
    assert problems(checked(cohort, someone(roll_number="4"))) == [(2, "roll_number", "roll_taken")]


def test_somebody_elses_phone_is_a_question_and_then_left_out():
    PersonFactory(phone="+97517123456")
    sheet = checked(a_cohort(), someone(phone="17123456"))
    row = sheet.rows.get()
    assert (row.state, problems(sheet)) == ("to_confirm", [(2, "phone", "phone_taken")])
    settle(row=row, enrol=True, by=sheet.uploaded_by)
    begun(sheet)
    carry()
    assert (states(sheet), Enrolment.objects.get().citizen.phone) == (["enrolled"], None)


def test_the_same_name_in_another_class_is_nobody_we_know():
    person = someone()
    enrolled(a_cohort(), person)
    assert states(checked(a_cohort(), person)) == ["ready"]
    assert User.objects.filter(full_name=person["full_name"]).count() == 1


def test_a_notice_that_is_not_in_force_yet_is_told_to_nobody():
    cohort = a_cohort()
    later = type(notice_in_force()).objects.create(
        version="later", text="…", in_force_from=timezone.localdate() + timedelta(days=1)
    )
    assert notice_in_force() != later
    assert checked(cohort, someone()).consent_notice.version == "test"
