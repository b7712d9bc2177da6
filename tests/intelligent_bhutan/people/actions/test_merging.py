"""Two records of one person: four eyes, and exact counts before, after, and after the undoing."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.notices.models import Notice
from intelligent_bhutan.people.actions import correcting, erasing, identity, merging, recovering
from intelligent_bhutan.people.models import IdentityNumber, Membership, Merge, MergeProposal, User
from intelligent_bhutan.people.queries.merging import preview
from literacy.actions import assessing, booking, cohorts, counting, learning, standing, teaching
from literacy.models import (
    Attempt,
    Candidate,
    CourseProgress,
    DomainPass,
    Enrolment,
    LessonProgress,
    Proficiency,
    Standing,
    StandingDelta,
)
from tests.factories import literacy_assessment as examination
from tests.factories import literacy_classes, literacy_teaching
from tests.factories import ownership as factory
from tests.factories.literacy_booking import a_coming
from tests.factories.literacy_importing import carry
from tests.factories.literacy_learning import course
from tests.factories.people import PersonFactory, holder_of
from tests.factories.recovering import a_correction

pytestmark = pytest.mark.django_db
TABLES = (Enrolment, CourseProgress, LessonProgress, Candidate, Attempt, DomainPass, Proficiency, Award, Standing)


def counted():
    """How many count in each milestone, from what the triggers wrote."""
    sums = StandingDelta.objects.values("metric").annotate(people=Sum("n")).values_list("metric", "people")
    return {metric: people for metric, people in sums if people}


def snapshot():
    """Every row that a merge may touch, without the moment of its last change."""
    return [[{k: v for k, v in row.items() if k != "changed_at"} for row in model.objects.order_by("pk").values()]
            for model in TABLES]  # fmt: skip


def two():
    return PersonFactory(), PersonFactory()


def proposed(survivor, loser):
    return merging.propose(survivor=survivor, loser=loser, reason="One card", by=factory.an_officer())


def test_one_officer_alone_merges_nothing():
    survivor, loser = two()
    officer = factory.an_officer()
    proposal = merging.propose(survivor=survivor, loser=loser, reason="One card", by=officer)
    assert not Merge.objects.exists()
    with pytest.raises(ValidationError, match="You proposed this yourself"):
        merging.decide(proposal=proposal, state="approved", by=officer)
    with pytest.raises(PermissionDenied):
        merging.decide(proposal=proposal, state="approved", by=PersonFactory())
    merging.decide(proposal=proposal, state="approved", by=factory.an_officer())
    merge = Merge.objects.get()
    assert (merge.survivor, merge.loser) == (survivor, loser)
    assert not User.objects.get(pk=loser.pk).is_active
    assert Notice.objects.get(person=survivor).facts == {"closed": loser.username, "kept": survivor.username}


def test_others_than_officers_propose_nothing():
    survivor, loser = two()
    with pytest.raises(PermissionDenied):
        merging.propose(survivor=survivor, loser=loser, reason="x", by=PersonFactory())


def test_refused_or_withdrawn_leaves_all_as_it_is():
    survivor, loser = two()
    first, second = factory.an_officer(), factory.an_officer()
    proposal = merging.propose(survivor=survivor, loser=loser, reason="One card", by=first)
    merging.decide(proposal=proposal, state="refused", reason="Two people", by=second)
    proposal = merging.propose(survivor=survivor, loser=loser, reason="Really", by=first)
    merging.decide(proposal=proposal, state="withdrawn", by=first)
    assert not Merge.objects.exists()
    assert User.objects.get(pk=loser.pk).is_active


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda survivor, loser: erasing.ask(person=loser, by=loser), "asked to be erased"),
        (lambda survivor, loser: User.objects.filter(pk=survivor.pk).update(is_active=False), "is closed"),
        (lambda survivor, loser: factory.merged(PersonFactory(), loser), "became part of another"),
        (lambda survivor, loser: (card(survivor, "1" * 11), card(loser, "2" * 11)), "two people"),
        (lambda survivor, loser: proposed(PersonFactory(), loser), "Another proposal about these records waits"),
        (lambda survivor, loser: proposed(loser, survivor), "Another proposal about these records waits"),
        (lambda survivor, loser: a_correction(loser), "correction of the record that ends waits"),
    ],
)
def test_what_cannot_be_one_person_is_refused(spoil, words):
    survivor, loser = two()
    spoil(survivor, loser)
    with pytest.raises(ValidationError, match=words):
        merging.propose(survivor=survivor, loser=loser, reason="x", by=factory.an_officer())


def test_corrections_stay_where_they_were_asked_for_and_no_page_says_that_they_move():
    survivor, loser = two()
    held = a_correction(loser)
    correcting.withdraw(correction=held, by=loser)
    assert [label for label, _count in preview(survivor, loser).moves if "corrections" in label] == []
    factory.merged(survivor, loser)
    held.refresh_from_db()
    assert held.person == loser
    with pytest.raises(ValidationError, match="is closed"):
        a_correction(loser, full_name="Pema Lhamo")


def with_email(person, email="pema@example.bt", **state):
    User.objects.filter(pk=person.pk).update(email=email)
    return EmailAddress.objects.create(user=person, email=email, **{"verified": True, "primary": True} | state)


def addresses():
    found = EmailAddress.objects.order_by("user", "email").values_list("user", "email", "verified", "primary")
    return list(found), list(User.objects.filter(email__isnull=False).values_list("pk", "email"))


def test_email_waits_at_the_survivor_to_be_verified_anew_and_goes_back_as_it_was():
    survivor, loser = two()
    with_email(loser)
    with_email(loser, "other@example.bt", primary=False)
    User.objects.filter(pk=loser.pk).update(email="pema@example.bt")
    before = addresses()
    merge = factory.merged(survivor, loser)
    waiting = [(survivor.pk, email, False, False) for email in ("other@example.bt", "pema@example.bt")]
    assert addresses() == (waiting, [])
    factory.parted(merge)
    assert addresses() == before


def test_email_that_the_survivor_has_verified_since_stays_there():
    survivor, loser = two()
    with_email(loser)
    merge = factory.merged(survivor, loser)
    held = EmailAddress.objects.get(user=survivor)
    held.set_verified()
    held.set_as_primary(conditional=True)
    factory.parted(merge)
    assert addresses() == ([(survivor.pk, "pema@example.bt", True, True)], [(survivor.pk, "pema@example.bt")])


def test_email_that_both_wrote_down_stays_with_both_after_the_undoing():
    survivor, loser = two()
    EmailAddress.objects.create(user=survivor, email="pema@example.bt")
    with_email(loser)
    before = addresses()
    merge = factory.merged(survivor, loser)
    assert addresses() == ([(survivor.pk, "pema@example.bt", False, False)], [])
    factory.parted(merge)
    assert addresses() == before


def test_nobody_gets_back_into_a_record_that_ended_in_another():
    survivor, loser = two()
    held = recovering.begin(person=loser, evidence="card", number="11007123456", by=factory.an_officer())
    factory.merged(survivor, loser)
    with pytest.raises(ValidationError, match="is closed"):
        recovering.decide(recovery=held, state="approved", by=factory.an_officer())
    assert not IdentityNumber.objects.filter(person=loser).exists()


def card(person, number):
    return identity.see_card(person=person, number=number, by=PersonFactory())


def test_nobody_decides_about_themselves():
    officer, other = factory.an_officer(), PersonFactory()
    with pytest.raises(ValidationError, match="about yourself"):
        merging.propose(survivor=officer, loser=other, reason="x", by=officer)
    with pytest.raises(ValidationError, match="one record already"):
        merging.propose(survivor=other, loser=other, reason="x", by=officer)
    proposal = proposed(officer, other)
    for state in ("approved", "refused"):
        with pytest.raises(ValidationError, match="about yourself"):
            merging.decide(proposal=proposal, state=state, reason="x", by=officer)


def test_checked_number_follows_and_goes_back():
    survivor, loser = two()
    identity.claim(person=survivor, number="3" * 11, by=survivor)
    held = card(loser, "4" * 11)
    digest = bytes(held.digest)
    merge = factory.merged(survivor, loser)
    assert bytes(IdentityNumber.objects.get(person=survivor).digest) == digest
    assert IdentityNumber.objects.get(person=survivor).checked_at is not None
    factory.parted(merge)
    assert bytes(IdentityNumber.objects.get(person=loser).digest) == digest
    assert IdentityNumber.objects.get(person=survivor).checked_at is None


def test_learning_of_both_is_one_and_parts_again():
    survivor, loser = two()
    lessons = list((version := course()).lessons.all())
    learning.finish_lesson(lesson=lessons[0], citizen=survivor)
    learning.finish_lesson(lesson=lessons[1], citizen=loser)
    before = snapshot()
    merge = factory.merged(survivor, loser)
    own = CourseProgress.objects.get(citizen=survivor, version=version)
    assert own.lessons_done == 2
    factory.parted(merge)
    assert snapshot() == before


def test_class_that_both_are_in_keeps_the_earlier_roll_number():
    cohort = literacy_classes.a_class(learners=2)
    loser, survivor = literacy_classes.learner(cohort, 1), literacy_classes.learner(cohort, 2)
    before = snapshot()
    assert "roll number 1 is kept" in preview(survivor, loser).conflicts[0]
    merge = factory.merged(survivor, loser)
    held = Enrolment.objects.filter(cohort=cohort, left_at=None).get()
    assert (held.citizen, held.roll_number) == (survivor, 1)
    assert counted() == {"enrolled": 1}
    factory.parted(merge)
    assert snapshot() == before
    assert counted() == {"enrolled": 2}


def test_who_had_left_under_one_record_is_there_under_the_other_and_parts_again():
    cohort = literacy_classes.a_class(learners=2)
    survivor, loser = literacy_classes.learner(cohort, 1), literacy_classes.learner(cohort, 2)
    cohorts.leave(enrolment=Enrolment.objects.get(citizen=survivor), by=None)
    before = snapshot()
    merge = factory.merged(survivor, loser)
    assert Enrolment.objects.get(left_at=None).citizen == survivor
    factory.parted(merge)
    assert snapshot() == before


def test_two_proficient_records_count_once_and_one_certificate_is_revoked_as_a_double():
    standard = examination.a_standard()
    survivor, loser = PersonFactory(), factory.a_proficient(standard=standard)
    IdentityNumber.objects.all().delete()
    factory.a_proficient(survivor, standard)
    before, counts = snapshot(), counted()
    assert counts["proficient"] == 2
    merge = factory.merged(survivor, loser)
    carry()
    assert counted() == {"assessed": 1, "proficient": 1}
    assert Proficiency.objects.get(revoked_at=None).citizen == survivor
    assert Award.objects.live().get().citizen == survivor
    assert Award.objects.exclude(revoked_at=None).get().revoked_reason == "duplicate"
    counting.fold_all()
    assert counting.reconcile() == []
    factory.parted(merge)
    carry()
    assert snapshot() == before
    assert Award.objects.live().count() == 2
    counting.fold_all()
    assert counting.reconcile() == []


def test_passes_of_both_make_one_proficient_person_and_parting_takes_it_back():
    standard = examination.a_standard("test-banking", "test-safety")
    survivor = factory.signed_partly(PersonFactory(), standard, ["test-banking"])
    loser = factory.signed_partly(PersonFactory(), standard, ["test-safety"])
    IdentityNumber.objects.filter(person=loser).update(checked_at=None, checked_by=None)
    before = counted()
    assert "proficient" not in before
    merge = factory.merged(survivor, loser)
    assert counted() == {"assessed": 1, "proficient": 1}
    factory.parted(merge)
    carry()
    assert counted() == before
    assert Award.objects.get().revoked_reason == "mistake"
    assert DomainPass.objects.filter(voided_at=None).count() == 2
    assert {one.citizen_id for one in DomainPass.objects.all()} == {survivor.pk, loser.pk}


def test_two_who_sat_in_one_examination_are_two_people():
    people = two()
    examination.a_signed(citizens=list(people))
    IdentityNumber.objects.all().delete()
    with pytest.raises(ValidationError, match="Both sat papers in the same examination"):
        merging.propose(survivor=people[0], loser=people[1], reason="x", by=factory.an_officer())


def test_nobody_is_merged_while_they_sit_a_paper():
    survivor, loser = two()
    proposal = merging.propose(survivor=survivor, loser=loser, reason="x", by=factory.an_officer())
    attempt = examination.an_attempt(examination.an_open(citizens=[loser]))
    IdentityNumber.objects.all().delete()
    with pytest.raises(ValidationError, match="sits a paper"):
        merging.decide(proposal=proposal, state="approved", by=factory.an_officer())
    assessing.submit(attempt=attempt, by=loser)
    MergeProposal.objects.filter(pk=proposal.pk).update(state="waiting", decided_by=None, decided_at=None)
    merging.decide(proposal=proposal, state="approved", by=factory.an_officer())
    assert Attempt.objects.get().citizen == survivor


def test_roles_and_classes_taught_follow():
    cohort = literacy_classes.a_class(learners=0)
    loser, survivor = cohort.coordinator, PersonFactory()
    merge = factory.merged(survivor, loser)
    cohort.refresh_from_db()
    assert (cohort.coordinator, Membership.objects.get(organisation=cohort.organisation).person) == (survivor, survivor)
    factory.parted(merge)
    cohort.refresh_from_db()
    assert cohort.coordinator == loser


def test_undoing_takes_two_and_comes_within_thirty_days():
    merge = factory.merged(*two())
    officer = factory.an_officer()
    proposal = merging.propose_undoing(merge=merge, reason="Two cards", by=officer)
    assert merging.propose_undoing(merge=merge, reason="Again", by=officer) == proposal
    with pytest.raises(ValidationError, match="You proposed this yourself"):
        merging.decide_undoing(proposal=proposal, state="approved", by=officer)
    Merge.objects.update(merged_at=timezone.now() - timedelta(days=31))
    with pytest.raises(ValidationError, match="cannot be undone any more"):
        merging.decide_undoing(proposal=proposal, state="approved", by=factory.an_officer())


def test_later_merge_is_undone_first():
    first, second, third = PersonFactory(), PersonFactory(), PersonFactory()
    early = factory.merged(second, first)
    late = factory.merged(third, second)
    with pytest.raises(ValidationError, match="Undo that first"):
        merging.propose_undoing(merge=early, reason="x", by=factory.an_officer())
    factory.parted(late)
    assert factory.parted(early).undone_at is not None


def test_what_came_since_stays_with_the_record_that_stayed():
    cohort = literacy_classes.a_class(learners=1)
    loser, survivor = literacy_classes.learner(cohort), PersonFactory()
    merge = factory.merged(survivor, loser)
    standing.reach(citizen=survivor, metric="completed")
    factory.parted(merge)
    assert counted() == {"enrolled": 1, "completed": 1}
    assert Standing.objects.get(citizen=survivor).completed_on is not None
    assert Standing.objects.get(citizen=survivor).enrolled_on is None
    assert Standing.objects.get(citizen=loser).enrolled_on is not None


REACHED = st.sets(st.sampled_from(["enrolled", "completed", "assessed", "proficient"]))
DAYS = st.dates(min_value=timezone.localdate() - timedelta(days=300), max_value=timezone.localdate())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(theirs=st.dictionaries(st.sampled_from(["enrolled", "completed", "assessed", "proficient"]), DAYS),
       own=st.dictionaries(st.sampled_from(["enrolled", "completed", "assessed", "proficient"]), DAYS))  # fmt: skip
def test_counts_are_those_of_one_person_after_a_merge_and_of_two_after_its_undoing(theirs, own):
    survivor, loser = two()
    for person, reached in ((survivor, own), (loser, theirs)):
        for metric, day in reached.items():
            standing.reach(citizen=person, metric=metric, on=day)
    before, rows = counted(), snapshot()
    merge = factory.merged(survivor, loser)
    overlap = set(theirs) & set(own)
    assert counted() == {m: n - (m in overlap) for m, n in before.items() if n - (m in overlap)}
    counting.fold_all()
    assert counting.reconcile() == []
    factory.parted(merge)
    after = [row for row in snapshot()[-1] if row["citizen_id"] in (survivor.pk, loser.pk)]
    kept = [row for row in rows[-1] if row["citizen_id"] in (survivor.pk, loser.pk)]
    assert [
        row for row in after if any(row[f"{m}_on"] for m in ("enrolled", "completed", "assessed", "proficient"))
    ] == [row for row in kept if any(row[f"{m}_on"] for m in ("enrolled", "completed", "assessed", "proficient"))]
    counting.fold_all()
    assert counting.reconcile() == []


def test_two_seats_at_one_time_are_given_back_before_a_merge():
    survivor, loser = two()
    start = timezone.now() + timedelta(days=3)
    own, theirs = (a_coming(start=start), a_coming(start=start))
    held = booking.book(sitting=own, citizen=survivor, by=survivor)
    booking.book(sitting=theirs, citizen=loser, by=loser)
    with pytest.raises(ValidationError, match="Both stand on the register of one sitting, or of two at the same time"):
        factory.merged(survivor, loser)
    booking.give_back(candidate=held, by=survivor)
    factory.merged(survivor, loser)
    assert Candidate.objects.holding().get(citizen=survivor).sitting == theirs


def test_two_seats_in_one_sitting_are_one_too_many_for_a_merge():
    survivor, loser = two()
    sitting = a_coming()
    for person in (survivor, loser):
        booking.book(sitting=sitting, citizen=person, by=person)
    with pytest.raises(ValidationError, match="on the register of one sitting"):
        factory.merged(survivor, loser)


def test_paper_in_a_sitting_in_which_the_survivor_gave_their_seat_back_follows():
    survivor, loser = two()
    planned = examination.a_planned(citizens=[loser, survivor])
    booking.give_back(candidate=planned.candidates.get(citizen=survivor), by=survivor)
    held = examination.sittings.open_sitting(sitting=planned, by=planned.invigilator)
    examination.admit(held.candidates.get(citizen=loser))
    IdentityNumber.objects.all().delete()
    examination.sit_everything(held)
    factory.merged(survivor, loser)
    assert set(Attempt.objects.values_list("citizen", flat=True)) == {survivor.pk}


@pytest.mark.parametrize(("work", "words"), [("sitting", "invigilates a sitting"), ("session", "teaches sessions")])
def test_work_ahead_is_given_to_somebody_else_before_its_record_is_closed(work, words):
    survivor = PersonFactory()
    if work == "sitting":
        planned = examination.a_planned()
        loser, officer = planned.invigilator, planned.assigned_by
    else:
        cohort = literacy_teaching.a_taught_class()
        loser, officer = cohort.trainer, cohort.coordinator
        literacy_teaching.a_session(cohort, begins=-timedelta(days=3))  # is over, and stays with whoever taught it
        session = literacy_teaching.a_session(cohort, begins=timedelta(days=3))
    assert words in preview(survivor, loser).refusal
    if work == "sitting":
        stranger = holder_of(Membership.Role.INVIGILATOR)
        examination.sittings.assign(sitting=planned, invigilator=stranger, by=officer)
    else:
        teaching.cancel(session=session, reason="Snow", by=officer)
    factory.merged(survivor, loser)


def test_a_seat_follows_where_the_survivor_gave_theirs_back():
    survivor, loser = two()
    sitting = a_coming()
    booking.give_back(candidate=booking.book(sitting=sitting, citizen=survivor, by=survivor), by=survivor)
    held = booking.book(sitting=sitting, citizen=loser, by=loser)
    merge = factory.merged(survivor, loser)
    assert Candidate.objects.holding().get(citizen=survivor) == held
    factory.parted(merge)
    assert Candidate.objects.holding().get(citizen=loser) == held
