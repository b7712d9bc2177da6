from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from intelligent_bhutan.certificates import actions as certificates
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.people.actions import identity
from intelligent_bhutan.people.models import ConsentNotice, IdentityNumber, Membership
from literacy.actions import assessing, sittings
from literacy.models import (
    Attempt,
    Candidate,
    Cohort,
    Course,
    DomainPass,
    Enrolment,
    Proficiency,
    Sitting,
    Standing,
)
from literacy.queries.assessing import deadline_of
from tests.factories.literacy_assessment import (
    a_planned,
    a_signed,
    a_standard,
    admit,
    an_attempt,
    an_open,
    answer,
    card_of,
    right_response,
    sit_everything,
)
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

pytestmark = pytest.mark.django_db
Role = Membership.Role


def a_class(organisation, learner):
    """A class of the organisation in which the person is enrolled; returns its coordinator and trainer."""
    coordinator, trainer = PersonFactory(), PersonFactory()
    cohort = Cohort.objects.create(
        organisation=organisation,
        name="Class",
        code="CODE",
        course=Course.objects.create(slug="first-steps-for-tests"),
        coordinator=coordinator,
        trainer=trainer,
    )
    notice = ConsentNotice.objects.create(version="test", text="…", in_force_from=timezone.localdate())
    Enrolment.objects.create(
        cohort=cohort, citizen=learner, roll_number=1, consent_basis=Enrolment.Basis.SELF, consent_notice=notice
    )
    return coordinator, trainer


def test_plan_refuses_an_end_before_the_start():
    now = timezone.now()
    planned = {"centre": None, "standard": None, "domains": [], "starts_at": now, "ends_at": now}
    with pytest.raises(ValidationError, match="end after"):
        sittings.plan(**planned, by=holder_of(Role.PROGRAMME_OFFICER))
    with pytest.raises(ValidationError, match="Only a programme officer plans"):
        sittings.plan(**planned, by=PersonFactory())


@pytest.mark.parametrize("tie", ["class", "parent", "child", "coordinator", "trainer", "membership", "candidate"])
def test_assign_refuses_an_invigilator_who_stands_too_close(tie):
    learner, house = PersonFactory(), OrganisationFactory()
    coordinator, trainer = a_class(house, learner)
    planned = a_planned(citizens=[learner])
    parent, other = OrganisationFactory(), OrganisationFactory()
    house.parent = parent
    house.save()
    if tie in ("coordinator", "trainer"):
        Membership.objects.create(
            person={"coordinator": coordinator, "trainer": trainer}[tie], role=Role.TRAINER, organisation=other
        )
    if tie == "membership":
        Membership.objects.create(person=learner, role=Role.MEMBER, organisation=other)
    home = {"class": house, "parent": parent, "child": OrganisationFactory(parent=house)}.get(tie, other)
    close = holder_of(Role.INVIGILATOR, home)
    if tie == "candidate":
        sittings.register(sitting=planned, citizens=[close], by=planned.assigned_by)
    with pytest.raises(ValidationError, match="another organisation"):
        sittings.assign(sitting=planned, invigilator=close, by=planned.assigned_by)


def test_a_coordinator_stays_too_close_to_a_learner_whom_they_took_out_of_the_class():
    learner, house = PersonFactory(), OrganisationFactory()
    a_class(house, learner)
    planned = a_planned(citizens=[learner])
    Enrolment.objects.update(left_at=timezone.now())
    with pytest.raises(ValidationError, match="another organisation"):
        sittings.assign(sitting=planned, invigilator=holder_of(Role.INVIGILATOR, house), by=planned.assigned_by)


def test_assign_needs_an_officer_an_invigilator_and_two_people():
    planned = a_planned()
    officer = planned.assigned_by
    with pytest.raises(ValidationError, match="Only a programme officer"):
        sittings.assign(sitting=planned, invigilator=planned.invigilator, by=planned.invigilator)
    with pytest.raises(ValidationError, match="no invigilator"):
        sittings.assign(sitting=planned, invigilator=PersonFactory(), by=officer)
    both = holder_of(Role.PROGRAMME_OFFICER)
    Membership.objects.create(person=both, role=Role.INVIGILATOR)
    with pytest.raises(ValidationError, match="Nobody assigns themselves"):
        sittings.assign(sitting=planned, invigilator=both, by=both)


def test_register_seats_each_person_once_and_no_more_than_there_are_seats():
    first, second = PersonFactory(), PersonFactory()
    planned = a_planned(citizens=[first])
    sittings.register(sitting=planned, citizens=[first, second], by=planned.assigned_by)
    assert list(planned.candidates.values_list("citizen", "seat")) == [(first.pk, 1), (second.pk, 2)]
    with pytest.raises(ValidationError, match="Only a programme officer puts people on a register"):
        sittings.register(sitting=planned, citizens=[second], by=planned.invigilator)
    Sitting.objects.update(seats=2)
    with pytest.raises(ValidationError, match="not enough seats"):
        sittings.register(sitting=planned, citizens=[PersonFactory()], by=planned.assigned_by)


def test_open_sitting_waits_until_two_hours_before_the_start_and_names_the_time():
    planned = a_planned()
    start = timezone.make_aware(datetime(timezone.localdate().year + 1, 3, 5, 9))
    Sitting.objects.update(starts_at=start, ends_at=start + timedelta(hours=3))
    with pytest.raises(ValidationError, match=f"begins on 5 March {start.year}, .*9.* opened from .*7"):
        sittings.open_sitting(sitting=planned, by=planned.invigilator)
    soon = timezone.now() + timedelta(minutes=119)
    Sitting.objects.update(starts_at=soon, ends_at=soon + timedelta(hours=3))
    assert sittings.open_sitting(sitting=planned, by=planned.invigilator).state == Sitting.State.OPEN


def test_open_sitting_looks_again_whether_the_invigilator_stands_too_close():
    learner = PersonFactory()
    planned = a_planned(citizens=[learner])
    a_class(planned.invigilator.memberships.get().organisation, learner)
    with pytest.raises(ValidationError, match="another organisation"):
        sittings.open_sitting(sitting=planned, by=planned.invigilator)


def test_only_the_assigned_invigilator_holds_a_sitting():
    planned = a_planned()
    stranger = holder_of(Role.INVIGILATOR)
    with pytest.raises(ValidationError, match="Only the invigilator"):
        sittings.open_sitting(sitting=planned, by=stranger)
    held = sittings.open_sitting(sitting=planned, by=planned.invigilator)
    candidate = held.candidates.get()
    for act in (
        lambda: sittings.admit(candidate=candidate, evidence="card", number="10000000001", by=stranger),
        lambda: sittings.mark_absent(candidate=candidate, by=stranger),
        lambda: sittings.turn_away(candidate=candidate, reason="…", by=stranger),
        lambda: sittings.record_incident(sitting=held, text="…", by=stranger),
        lambda: sittings.close(sitting=held, by=stranger),
    ):
        with pytest.raises(ValidationError, match="Only the invigilator"):
            act()


def test_admit_by_witnesses_needs_two_different_names():
    planned = a_planned()
    held = sittings.open_sitting(sitting=planned, by=planned.invigilator)
    candidate = held.candidates.get()

    def seen_by(*witnesses):
        return sittings.admit(candidate=candidate, evidence="witnesses", witnesses=witnesses, by=held.invigilator)

    with pytest.raises(ValidationError, match="both"):
        seen_by("Dorji", " ")
    with pytest.raises(ValidationError, match="two people"):
        seen_by("Dorji  Wangmo", "dorji wangmo")
    admitted = seen_by("Dorji", "Pema")
    assert (admitted.state, admitted.first_witness, admitted.second_witness) == ("admitted", "Dorji", "Pema")
    assert admitted.checked_by == held.invigilator


def at_the_door(*people):
    """Candidates of a sitting that was opened, nobody checked yet."""
    planned = a_planned(citizens=list(people))
    sittings.open_sitting(sitting=planned, by=planned.invigilator)
    return list(planned.candidates.select_related("citizen", "sitting__invigilator"))


def seen(candidate, number):
    return sittings.admit(candidate=candidate, evidence="card", number=number, by=candidate.sitting.invigilator)


def test_a_sitting_is_not_planned_for_a_day_that_is_over():
    planned, day = a_planned(), timedelta(days=1)
    with pytest.raises(ValidationError, match="This day is over"):
        sittings.plan(
            centre=planned.centre,
            standard=planned.standard,
            domains=planned.domains.all(),
            starts_at=timezone.now() - day,
            ends_at=timezone.now() + day,
            by=planned.assigned_by,
        )


def test_admit_by_card_checks_the_number_that_the_card_shows_whatever_was_claimed():
    (candidate,) = at_the_door(PersonFactory())
    claimed = identity.claim(person=candidate.citizen, number="11007002345", by=candidate.citizen)
    seen(candidate, "11007009999")
    held = IdentityNumber.objects.get()
    assert held.checked_by == candidate.sitting.invigilator
    assert bytes(held.digest) != bytes(claimed.digest)


@pytest.mark.parametrize("number", ["", "1100700234", "110070023456", "1100700234x"])
def test_admit_by_card_needs_its_eleven_digits(number):
    (candidate,) = at_the_door(PersonFactory())
    with pytest.raises(ValidationError, match="eleven digits"):
        seen(candidate, number)
    candidate.refresh_from_db()
    assert candidate.state == "registered"


def test_a_claim_does_not_block_whoever_shows_the_card_but_a_checked_number_does():
    owner, claimant, third = at_the_door(PersonFactory(), PersonFactory(), PersonFactory())
    identity.claim(person=claimant.citizen, number="11007002345", by=claimant.citizen)
    assert seen(owner, "11007002345").state == "admitted"
    for other in (claimant, third):
        with pytest.raises(ValidationError, match="somebody else"):
            seen(other, "11007002345")


def test_a_number_that_was_checked_once_is_not_asked_again_and_another_is_refused():
    person = PersonFactory()
    seen(*at_the_door(person), "11007002345")
    (again,) = at_the_door(person)
    with pytest.raises(ValidationError, match="Another number"):
        seen(again, "11007009999")
    assert seen(again, "༡༡༠༠༧༠༠༢༣༤༥").state == "admitted"
    assert seen(again, "").state == "admitted"


def test_extra_minutes_move_the_end_of_the_paper():
    (candidate,) = at_the_door(PersonFactory())
    sittings.admit(
        candidate=candidate,
        evidence="card",
        number=card_of(candidate.citizen),
        extra_minutes=20,
        by=candidate.sitting.invigilator,
    )
    attempt = an_attempt(candidate.sitting)
    assert deadline_of(attempt) == attempt.deadline_at + timedelta(minutes=20)


def test_a_candidate_who_has_begun_is_not_sent_away():
    attempt = an_attempt()
    with pytest.raises(ValidationError, match="begun already"):
        sittings.turn_away(candidate=attempt.candidate, reason="…", by=attempt.candidate.sitting.invigilator)


def test_a_sitting_closes_while_people_are_checked_but_is_not_signed_before_everyone_is():
    first, second = at_the_door(PersonFactory(), PersonFactory())
    held = first.sitting
    admit(first)
    assert sittings.close(sitting=held, by=held.invigilator).state == Sitting.State.CLOSED
    with pytest.raises(ValidationError, match="Resume the sitting, and admit them or say that they did not come"):
        sittings.sign(sitting=held, by=held.invigilator)
    sittings.resume(sitting=held, by=held.invigilator)
    sittings.mark_absent(candidate=second, by=held.invigilator)
    sittings.close(sitting=held, by=held.invigilator)
    assert sittings.sign(sitting=held, by=held.invigilator).state == Sitting.State.SIGNED


def save(attempt, number=0):
    """Answer one question rightly."""
    item = attempt.paper[number]["item"]
    assessing.save_answer(
        attempt=attempt, item=item, response=right_response(item), sequence=number + 1, by=attempt.citizen
    )


def test_papers_rest_while_a_sitting_is_closed_and_go_on_with_their_time_when_it_is_resumed():
    attempt = an_attempt()
    held, end = attempt.candidate.sitting, deadline_of(attempt)
    save(attempt)
    sittings.close(sitting=held, by=held.invigilator)
    with pytest.raises(assessing.Interrupted):
        save(attempt, 1)
    assessing.submit_overdue(attempt=attempt.pk)
    Sitting.objects.filter(pk=held.pk).update(closed_at=timezone.now() - timedelta(minutes=44, seconds=30))
    sittings.resume(sitting=held, by=held.invigilator)
    assert deadline_of(attempt) == end + timedelta(minutes=45)
    save(attempt, 1)
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.answers.count()) == (None, 2)
    promised = Message.objects.filter(kind="literacy.submit_overdue", payload={"attempt": attempt.pk})
    assert promised.count() == 2


def test_signing_hands_in_the_papers_that_rest():
    attempt = an_attempt()
    held = attempt.candidate.sitting
    answer(attempt)
    sittings.close(sitting=held, by=held.invigilator)
    signed = sittings.sign(sitting=held, by=held.invigilator)
    attempt.refresh_from_db()
    assert attempt.passed is True
    assert (signed.protocol["attempts"], signed.protocol["submitted"]) == (1, 1)
    assert DomainPass.objects.get().confirmed_at == signed.signed_at


def test_closing_hands_in_papers_whose_time_is_over():
    attempt = an_attempt()
    Attempt.objects.filter(pk=attempt.pk).update(
        opened_at=timezone.now() - timedelta(hours=2), deadline_at=timezone.now() - timedelta(hours=1)
    )
    held = attempt.candidate.sitting
    sittings.close(sitting=held, by=held.invigilator)
    attempt.refresh_from_db()
    assert attempt.submitted_at is not None


def test_sign_stores_counts_that_add_up_and_makes_people_proficient():
    people = [PersonFactory(), PersonFactory(), PersonFactory()]
    planned = a_planned(citizens=people)
    held = sittings.open_sitting(sitting=planned, by=planned.invigilator)
    first, second, third = held.candidates.all()
    admit(first)
    sittings.turn_away(candidate=second, reason="Name on card differs", by=held.invigilator)
    sittings.mark_absent(candidate=third, by=held.invigilator)
    sittings.record_incident(sitting=held, text="Power cut", minutes_lost=5, by=held.invigilator)
    sit_everything(held)
    assert not Proficiency.objects.exists()
    sittings.close(sitting=held, by=held.invigilator)
    signed = sittings.sign(sitting=held, by=held.invigilator)
    assert signed.protocol == {
        "registered": 3,
        "admitted": 1,
        "refused": 1,
        "absent": 1,
        "attempts": 2,
        "submitted": 2,
        "passed": 2,
        "incidents": 1,
    }
    assert not DomainPass.objects.filter(confirmed_at=None).exists()
    assert Proficiency.objects.get().citizen == people[0]
    assert Award.objects.get().citizen == people[0]
    assert Standing.objects.get(citizen=people[0]).proficient_on == timezone.localdate()


def test_sign_needs_a_closed_sitting_and_happens_once():
    held = an_open()
    with pytest.raises(ValidationError, match="moved on"):
        sittings.sign(sitting=held, by=held.invigilator)
    signed = a_signed()
    with pytest.raises(ValidationError, match="moved on"):
        sittings.sign(sitting=signed, by=signed.invigilator)


def test_resume_lets_those_who_have_not_begun_sit():
    held = an_open()
    sittings.close(sitting=held, by=held.invigilator)
    sittings.resume(sitting=held, by=held.invigilator)
    sit_everything(held)
    assert Attempt.objects.filter(passed=True).count() == 2


def test_void_takes_back_passes_awards_and_counts():
    signed = a_signed()
    person = signed.candidates.get().citizen
    sittings.void(sitting=signed, reason="Answers were read aloud", by=signed.assigned_by)
    assert not DomainPass.objects.filter(voided_at=None).exists()
    assert Award.objects.get().revoked_reason == Award.Reason.SITTING_VOIDED
    assert Proficiency.objects.get().revoked_at is not None
    assert Standing.objects.get(citizen=person).proficient_on is None
    assert Sitting.objects.get().state == Sitting.State.VOIDED


def test_void_leaves_passes_of_other_sittings_and_the_person_can_pass_again():
    person, standard = PersonFactory(), a_standard()
    first, second = standard.domains.order_by("pk")
    earlier, later = an_open(standard, [person]), None
    earlier.domains.set([first])
    sit_everything(earlier)
    sittings.close(sitting=earlier, by=earlier.invigilator)
    sittings.sign(sitting=earlier, by=earlier.invigilator)
    for number in range(2):
        later = an_open(standard, [person])
        later.domains.set([second])
        sit_everything(later)
        sittings.close(sitting=later, by=later.invigilator)
        sittings.sign(sitting=later, by=later.invigilator)
        assert Proficiency.objects.filter(revoked_at=None).count() == 1
        if number == 0:
            sittings.void(sitting=later, reason="Phones were used", by=later.assigned_by)
            assert list(DomainPass.objects.filter(voided_at=None).values_list("domain", flat=True)) == [first.pk]
    assert Award.objects.filter(revoked_at=None).count() == 1


def in_halves(person):
    """Two signed sittings in which the person passed one domain each."""
    standard, signed = a_standard(), []
    for domain in standard.domains.order_by("pk"):
        half = an_open(standard, [person])
        half.domains.set([domain])
        sit_everything(half)
        sittings.close(sitting=half, by=half.invigilator)
        signed.append(sittings.sign(sitting=half, by=half.invigilator))
    return signed


def test_void_gives_back_no_pass_of_somebody_whose_certificate_was_revoked_just_before():
    _first, second = in_halves(PersonFactory())
    certificates.revoke(award=Award.objects.get(), reason=Award.Reason.IDENTITY, by=second.assigned_by)
    sittings.void(sitting=second, reason="Phones were used", by=second.assigned_by)
    assert not DomainPass.objects.filter(voided_at=None).exists()


def test_void_leaves_only_those_examined_who_handed_in_elsewhere():
    nowhere, elsewhere = PersonFactory(), PersonFactory()
    standard = a_standard()
    a_signed(standard, [elsewhere], how_many=1)
    Attempt.objects.update(submitted_at=timezone.now() - timedelta(days=365))
    sitting = an_open(standard, [nowhere, elsewhere])
    sit_everything(sitting)
    sittings.void(sitting=sitting, reason="Fire", by=sitting.assigned_by)
    assert list(Standing.objects.exclude(assessed_on=None).values_list("citizen", flat=True)) == [elsewhere.pk]


def test_void_of_a_sitting_under_another_standard_takes_no_certificate_away():
    person = PersonFactory()
    a_signed(a_standard("test-banking"), [person])
    other = an_open(a_standard("test-safety", "test-video"), [person])
    sit_everything(other)
    sittings.void(sitting=other, reason="Power cut", by=other.assigned_by)
    assert Proficiency.objects.get().revoked_at is None
    assert Standing.objects.get(citizen=person).proficient_on is not None


def test_void_while_papers_go_on_leaves_no_paper_open_and_no_pass_behind():
    attempt = an_attempt()
    answer(attempt)
    sitting = attempt.candidate.sitting
    sittings.void(sitting=sitting, reason="Fire", by=sitting.assigned_by)
    assert not Attempt.objects.filter(submitted_at=None).exists()
    assert not DomainPass.objects.filter(voided_at=None).exists()
    assert Standing.objects.get(citizen=attempt.citizen).assessed_on is None


def test_void_needs_an_officer_and_a_reason():
    signed = a_signed()
    with pytest.raises(ValidationError, match="Only a programme officer"):
        sittings.void(sitting=signed, reason="…", by=signed.invigilator)
    with pytest.raises(ValidationError, match="why"):
        sittings.void(sitting=signed, reason=" ", by=signed.assigned_by)


def test_incident_needs_words_and_an_open_sitting():
    held = an_open()
    with pytest.raises(ValidationError, match="what happened"):
        sittings.record_incident(sitting=held, text=" ", by=held.invigilator)
    sittings.close(sitting=held, by=held.invigilator)
    with pytest.raises(ValidationError, match="moved on"):
        sittings.record_incident(sitting=held, text="Late", by=held.invigilator)
    assert held.ends_at - held.starts_at == timedelta(hours=1)
    assert Candidate.objects.get().state == "admitted"
