"""Enrolling from a checked file: the same file twice, chunks, questions, and what changed in between."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.actions import roles
from intelligent_bhutan.people.actions.identity import see_card
from intelligent_bhutan.people.actions.registering import digest_of
from intelligent_bhutan.people.models import IdentityNumber, Membership, User
from intelligent_bhutan.places.models import Gewog
from literacy.actions import importing
from literacy.actions.cohorts import leave
from literacy.models import CohortImport, Enrolment, Standing
from tests.factories.literacy_importing import (
    a_cohort,
    a_list,
    begun,
    carry,
    checked,
    enrolled,
    sent,
    someone,
    states,
)
from tests.factories.people import PersonFactory, holder_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 2)


def test_a_row_becomes_a_person_who_is_enrolled_and_counted():
    cohort, gewog = a_cohort(), Gewog.objects.get(name_en="Khoma")
    sheet = enrolled(
        cohort,
        someone(
            full_name="Pema Lhaden",
            full_name_dz="པདྨ་ལྷ་ལྡན།",
            gender="female",
            audience="student",
            gewog="Khoma",
            dzongkhag="Lhuentse",
            identity_number="11345678901",
            phone="17123456",
            roll_number="7",
            consent="school",
        ),
    )
    enrolment = Enrolment.objects.get()
    person = enrolment.citizen
    assert (sheet.state, sheet.rows_enrolled, states(sheet)) == ("done", 1, ["enrolled"])
    assert (enrolment.roll_number, enrolment.consent_basis, enrolment.consent_notice.version) == (7, "school", "test")
    assert (person.full_name, person.full_name_dz, person.date_of_birth) == (
        "Pema Lhaden",
        "པདྨ་ལྷ་ལྡན།",
        date(1986, 3, 27),
    )
    assert (person.gender, person.audience, person.gewog, person.phone) == ("female", "student", gewog, "+97517123456")
    assert not person.has_usable_password()
    number = IdentityNumber.objects.get(person=person)
    assert (bytes(number.digest), number.checked_at) == (digest_of("11345678901"), None)
    assert Standing.objects.get(citizen=person).enrolled_on is not None


def test_each_row_keeps_who_agreed_and_what_they_were_told():
    cohort = a_cohort()
    enrolled(cohort, *[someone(consent=basis) for basis in ("self", "guardian", "school")])
    found = cohort.enrolments.order_by("roll_number").values_list("consent_basis", "consent_notice__version")
    assert list(found) == [("self", "test"), ("guardian", "test"), ("school", "test")]


def test_the_same_file_again_is_the_import_that_is_there():
    cohort, content = a_cohort(), a_list(someone(), someone())
    first = enrolled_from(cohort, content)
    again = sent(cohort, content, file_name="other name.csv")
    carry()
    begun(again)
    carry()
    assert (again, CohortImport.objects.count(), Enrolment.objects.count()) == (first, 1, 2)
    assert sent(a_cohort(), content) != first


def enrolled_from(cohort, content):
    sheet = begun(checked(cohort, content=content))
    carry()
    return sheet


@pytest.mark.parametrize("content", [b"", b"x" * (importing.MOST_BYTES + 1)])
def test_an_empty_or_too_large_file_is_refused(content):
    with pytest.raises(ValidationError, match="The file is empty, or larger than 25 MB"):
        sent(a_cohort(), content)


def test_a_file_is_refused_where_nobody_was_told_anything():
    with pytest.raises(ValidationError, match="No consent notice is in force"):
        sent(a_cohort(), b"Name", notice=None)


def test_only_ready_rows_are_enrolled():
    person = someone()
    sheet = enrolled(a_cohort(), person, someone(consent=""), person, someone())
    assert states(sheet) == ["enrolled", "to_fix", "to_confirm", "enrolled"]
    assert (sheet.state, sheet.rows_enrolled, Enrolment.objects.count()) == ("done", 2, 2)


def test_chunks_follow_each_other(small_chunks):
    sheet = begun(checked(a_cohort(), *[someone() for _ in range(5)]))
    seen = []
    for _ in range(3):
        carry(times=1)
        sheet.refresh_from_db()
        seen.append((sheet.state, sheet.rows_enrolled))
    assert seen == [("enrolling", 2), ("enrolling", 4), ("done", 5)]
    assert list(Enrolment.objects.order_by("pk").values_list("roll_number", flat=True)) == [1, 2, 3, 4, 5]


def test_a_chunk_is_all_or_nothing(small_chunks):
    sheet = begun(checked(a_cohort(), *[someone() for _ in range(4)]))
    carry(times=1)
    broken = sheet.rows.get(number=5)
    broken.cleaned["gender"] = "a word that the database refuses"
    broken.save()
    with pytest.raises(Exception, match="too long"):
        importing.enrol_chunk(cohort_import=sheet.pk)
    sheet.refresh_from_db()
    assert (states(sheet), sheet.rows_enrolled) == (["enrolled", "enrolled", "ready", "ready"], 2)
    assert (Enrolment.objects.count(), Standing.objects.count()) == (2, 2)


def test_enrolling_stops_and_goes_on(small_chunks):
    sheet = begun(checked(a_cohort(), *[someone() for _ in range(5)]))
    carry(times=1)
    importing.stop(cohort_import=sheet, by=sheet.uploaded_by)
    carry()
    sheet.refresh_from_db()
    assert (sheet.state, sheet.rows_enrolled) == ("stopped", 2)
    begun(sheet)
    begun(sheet)
    carry()
    sheet.refresh_from_db()
    assert (sheet.state, sheet.rows_enrolled, Enrolment.objects.count()) == ("done", 5, 5)
    verbs = Entry.objects.filter(verb__startswith="import:").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["import:uploaded", "import:begun", "import:stopped", "import:begun"]


def test_two_files_with_the_same_people_enrol_them_once():
    cohort, people = a_cohort(), [someone() for _ in range(3)]
    first = checked(cohort, *people)
    second = checked(cohort, *people, someone())
    assert states(second) == ["ready"] * 4
    begun(first)
    begun(second)
    carry()
    assert states(second) == ["already", "already", "already", "enrolled"]
    assert (Enrolment.objects.count(), CohortImport.objects.get(pk=second.pk).rows_enrolled) == (4, 1)


def test_a_phone_that_was_taken_meanwhile_becomes_a_question():
    sheet = checked(a_cohort(), someone(phone="17123456"), someone())
    PersonFactory(phone="+97517123456")
    begun(sheet)
    carry()
    sheet.refresh_from_db()
    assert (sheet.state, states(sheet)) == ("done", ["to_confirm", "enrolled"])


def test_an_answered_question_is_not_asked_again():
    person = someone(phone="17123456")
    sheet = begun(checked(a_cohort(), person, person))
    carry()
    twin = sheet.rows.get(number=3)
    importing.settle(row=twin, enrol=True, by=sheet.uploaded_by)
    begun(sheet)
    carry()
    sheet.refresh_from_db()
    assert (sheet.state, states(sheet), sheet.rows_enrolled) == ("done", ["enrolled", "enrolled"], 2)
    assert User.objects.filter(full_name=person["full_name"]).count() == 2


def test_a_row_that_was_left_out_stays_out_until_somebody_says_otherwise():
    person = someone()
    sheet = checked(a_cohort(), person, person)
    importing.settle(row=sheet.rows.get(number=3), enrol=False, by=sheet.uploaded_by)
    begun(sheet)
    carry()
    assert states(sheet) == ["enrolled", "left_out"]
    importing.settle(row=sheet.rows.get(number=3), enrol=True, by=sheet.uploaded_by)
    assert states(sheet) == ["enrolled", "ready"]


def test_only_questions_can_be_settled():
    sheet = checked(a_cohort(), someone(consent=""))
    with pytest.raises(ValidationError, match="cannot be changed"):
        importing.settle(row=sheet.rows.get(), enrol=True, by=sheet.uploaded_by)


def test_begin_before_the_check_and_after_all_is_done_does_nothing():
    cohort = a_cohort()
    sheet = sent(cohort, a_list(someone()))
    assert begun(sheet).state == "reading"
    carry()
    begun(sheet)
    carry()
    assert begun(sheet).state == "done"
    assert Entry.objects.filter(verb="import:begun").count() == 1


def test_a_person_known_by_a_checked_number_is_not_made_anew():
    person = enrolled(a_cohort(), someone(identity_number="11345678901")).rows.get().enrolment.citizen
    IdentityNumber.objects.update(checked_at="2026-01-01T00:00Z", checked_by=PersonFactory())
    cells = {"full_name": person.full_name, "identity_number": "11345678901"}
    sheet = enrolled(a_cohort(), someone(**cells))
    assert sheet.rows.get().enrolment.citizen == person
    assert (Enrolment.objects.count(), Standing.objects.count()) == (2, 1)


def test_the_database_keeps_a_person_to_one_enrolment_a_class():
    enrolment = enrolled(a_cohort(), someone()).rows.get().enrolment
    with pytest.raises(IntegrityError, match="literacy_enrolled_once_a_cohort"):
        Enrolment.objects.create(
            cohort=enrolment.cohort,
            citizen=enrolment.citizen,
            roll_number=99,
            consent_basis="self",
            consent_notice=enrolment.consent_notice,
        )


def test_who_had_left_the_class_is_back_and_not_made_anew():
    cohort, person = a_cohort(), someone()
    enrolment = enrolled(cohort, person).rows.get().enrolment
    leave(enrolment=enrolment, by=cohort.coordinator)
    sheet = enrolled(cohort, person, someone())
    enrolment.refresh_from_db()
    assert (states(sheet), enrolment.left_at) == (["enrolled", "enrolled"], None)
    assert sheet.rows.get(number=2).enrolment == enrolment


def test_enrolling_stops_where_whoever_began_it_has_lost_the_role_and_goes_on_on_anothers_word(small_chunks):
    cohort = a_cohort()
    sheet = begun(checked(cohort, *[someone(roll_number=str(number)) for number in range(1, 4)]))
    roles.end(membership=cohort.coordinator.memberships.get(), by=None)
    carry()
    sheet.refresh_from_db()
    assert (sheet.state, Enrolment.objects.count()) == ("stopped", 0)
    successor = holder_of(Membership.Role.COORDINATOR, cohort.organisation)
    importing.begin(cohort_import=sheet, by=successor)
    carry()
    sheet.refresh_from_db()
    assert (sheet.state, Enrolment.objects.count(), sheet.uploaded_by) == ("done", 3, successor)


def test_whoever_is_known_as_a_child_is_not_enrolled_on_its_own_word():
    child = PersonFactory(full_name="Pema Dorji", date_of_birth=timezone.localdate() - timedelta(days=12 * 365))
    see_card(person=child, number="11234567890", by=PersonFactory())
    cohort = a_cohort()
    sheet = checked(cohort, someone(full_name="Pema Dorji", identity_number="11234567890"))
    importing.settle(row=sheet.rows.get(), enrol=True, by=cohort.coordinator)
    begun(sheet)
    carry()
    row = sheet.rows.get()
    assert (row.state, row.problems[-1]["code"]) == ("to_fix", "child_cannot_consent")
    assert not cohort.enrolments.exists()
