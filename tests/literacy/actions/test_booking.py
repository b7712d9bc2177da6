"""Seats: who gets one, who is told what, and why somebody gets none."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from intelligent_bhutan.notices.models import Notice
from intelligent_bhutan.people.models import Membership
from intelligent_bhutan.templatetags.dzongkha import moment
from literacy.actions import booking, scheduling, sittings
from literacy.models import Candidate, DomainPass, Proficiency, Sitting
from literacy.queries.obstacles import BOOKING_PAUSE
from tests.factories.literacy_assessment import a_planned, a_signed, a_standard, an_open, sit
from tests.factories.literacy_booking import a_centre, a_coming, brought_near
from tests.factories.literacy_teaching import carry
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

pytestmark = pytest.mark.django_db
Role, Came = Membership.Role, Candidate.State


def book(sitting, person=None):
    person = person or PersonFactory()
    return booking.book(sitting=sitting, citizen=person, by=person)


def told(person):
    """The kinds of notices that the person has, the latest last."""
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def test_book_gives_the_lowest_free_seat_once_and_tells_the_person():
    sitting, person = a_coming(seats=3), PersonFactory()
    first = book(sitting)
    place = book(sitting, person)
    assert book(sitting, person) == place
    assert (place.seat, place.source, place.booked_by) == (2, Candidate.Source.SELF, person)
    booking.give_back(candidate=first, by=first.citizen)
    assert book(sitting).seat == 1
    assert told(person) == ["literacy.seat_booked"]
    start = moment(sitting.starts_at)
    assert f"{sitting.centre.name}, {start}, seat {place.seat}." in Notice.objects.get(person=person).body


@pytest.mark.parametrize("reason", ["full", "closed", "not public", "opened"])
def test_book_is_refused_where_there_is_no_seat_to_be_had(reason):
    sitting = a_coming(seats=1)
    if reason == "full":
        book(sitting)
    if reason == "closed":
        brought_near(sitting, hours=1.9)
    if reason == "not public":
        Sitting.objects.update(is_public=False)
    if reason == "opened":
        Sitting.objects.update(state="open", invigilator=PersonFactory(), opened_at=timezone.now())
    with pytest.raises(ValidationError, match="is full" if reason == "full" else "is closed"):
        book(sitting)


def test_who_passed_everything_examined_or_counts_already_is_told_so():
    standard = a_standard("test-banking", "test-safety")
    person = PersonFactory()
    held = an_open(standard, [person])
    first, second = standard.domains.order_by("pk")
    sit(held.candidates.get(), first)
    with pytest.raises(ValidationError, match="passed everything that is examined here"):
        book(a_coming(standard=standard, domains=[first]), person)
    assert book(a_coming(standard=standard, days=4), person).seat == 1
    signed = a_signed(standard)
    with pytest.raises(ValidationError, match="passed the whole examination"):
        book(a_coming(standard=standard, days=5), signed.candidates.get().citizen)
    assert DomainPass.objects.filter(domain=second, citizen=person).count() == 0
    assert Proficiency.objects.count() == 1


def test_who_failed_books_no_sitting_before_the_pause_is_over():
    standard, person = a_standard("test-banking"), PersonFactory()
    standard.requirements.update(retake_pause_days=7)
    held = an_open(standard, [person])
    sit(held.candidates.get(), standard.domains.get(), 0)
    with pytest.raises(ValidationError, match=r"You may try again from \d+ \w+ 20\d\d"):
        book(a_coming(standard=standard, days=6), person)
    assert book(a_coming(standard=standard, days=8), person)


def test_nobody_holds_more_than_two_seats_ahead_and_none_at_the_same_time():
    person, start = PersonFactory(), timezone.now() + timedelta(days=3)
    book(a_coming(start=start), person)
    with pytest.raises(ValidationError, match="You have a seat in another sitting at that time: Hall"):
        book(a_coming(start=start + timedelta(hours=2)), person)
    second = book(a_coming(start=start + timedelta(hours=3)), person)
    with pytest.raises(ValidationError, match="You have two seats ahead of you"):
        book(a_coming(days=6), person)
    booking.give_back(candidate=second, by=person)
    assert book(a_coming(days=6), person)


def test_the_invigilator_s_own_people_are_refused_without_a_word_about_the_invigilator():
    sitting, house = a_coming(), OrganisationFactory()
    invigilator = holder_of(Role.INVIGILATOR, house)
    sittings.assign(sitting=sitting, invigilator=invigilator, by=holder_of(Role.PROGRAMME_OFFICER))
    with pytest.raises(ValidationError, match="Please choose another date") as refused:
        book(sitting, holder_of(Role.MEMBER, house))
    assert "nvigilator" not in refused.value.messages[0]
    assert book(sitting)


def missed(person, days_ago):
    """A seat that the person booked and left empty."""
    sitting = a_coming()
    place = book(sitting, person)
    start = timezone.now() - timedelta(days=days_ago)
    Sitting.objects.filter(pk=sitting.pk).update(
        starts_at=start, ends_at=start + timedelta(hours=1), state="open", invigilator=PersonFactory(), opened_at=start
    )
    Candidate.objects.filter(pk=place.pk).update(state="absent")


def test_after_two_empty_seats_people_wait_two_weeks_unless_somebody_books_for_them():
    person = PersonFactory()
    missed(person, 50)
    missed(person, 3)
    sitting = a_coming()
    with pytest.raises(ValidationError, match="did not come twice"):
        book(sitting, person)
    sittings.register(sitting=sitting, citizens=[person], by=holder_of(Role.PROGRAMME_OFFICER))
    assert sitting.candidates.get().source == Candidate.Source.OFFICER


@pytest.mark.parametrize("days_ago", [(61, 3), (50, BOOKING_PAUSE.days)])
def test_empty_seats_are_forgotten(days_ago):
    person = PersonFactory()
    for days in days_ago:
        missed(person, days)
    assert book(a_coming(), person)


def test_move_gives_the_new_seat_and_frees_the_old_one_in_one_step_however_often_it_is_pressed():
    here, there, person = a_coming(), a_coming(days=5), PersonFactory()
    book(there)
    place = book(here, person)
    moved = booking.move(candidate=place, to=there, by=person)
    assert booking.move(candidate=place, to=there, by=person) == moved
    assert (moved.sitting, moved.seat, moved.moved_from) == (there, 2, place)
    assert list(Candidate.objects.registered().filter(citizen=person)) == [moved]
    assert told(person) == ["literacy.seat_booked", "literacy.seat_moved"]


def test_move_counts_no_seat_twice_and_may_overlap_with_what_is_left():
    person, start = PersonFactory(), timezone.now() + timedelta(days=3)
    place = book(a_coming(start=start), person)
    book(a_coming(days=9), person)
    later = a_coming(start=start + timedelta(hours=1))
    assert booking.move(candidate=place, to=later, by=person).sitting == later


def test_a_seat_is_moved_or_given_back_until_the_sitting_is_opened():
    planned = a_planned()
    place = planned.candidates.get()
    sittings.open_sitting(sitting=planned, by=planned.invigilator)
    for act in (
        lambda: booking.give_back(candidate=place, by=place.citizen),
        lambda: booking.move(candidate=place, to=a_coming(standard=planned.standard), by=place.citizen),
    ):
        with pytest.raises(ValidationError, match="The sitting has begun"):
            act()


def test_give_back_tells_once_and_the_person_may_come_back():
    sitting, person = a_coming(), PersonFactory()
    place = book(sitting, person)
    for _ in range(2):
        booking.give_back(candidate=place, by=person)
    assert told(person) == ["literacy.seat_booked", "literacy.seat_given_back"]
    assert book(sitting, person).pk != place.pk


def a_door(*, seats=2, hours=0.0):
    """A sitting that its invigilator can open, with a person on its register."""
    planned = a_planned()
    Sitting.objects.update(seats=seats)
    return brought_near(planned, hours=hours)


def test_a_walk_in_takes_a_free_seat_and_is_checked_like_everyone():
    sitting, person = a_door(), PersonFactory()
    place = booking.walk_in(sitting=sitting, citizen=person, by=sitting.invigilator)
    assert booking.walk_in(sitting=sitting, citizen=person, by=sitting.invigilator) == place
    assert (place.seat, place.source, place.state) == (2, Candidate.Source.WALK_IN, Came.REGISTERED)
    with pytest.raises(ValidationError, match="Every seat is taken"):
        booking.walk_in(sitting=sitting, citizen=PersonFactory(), by=sitting.invigilator)


def test_a_walk_in_takes_the_seat_of_whoever_did_not_come_who_then_gets_another_or_none():
    sitting = a_door(seats=1)
    sittings.open_sitting(sitting=sitting, by=sitting.invigilator)
    late = sitting.candidates.select_related("sitting", "citizen").get()
    sittings.mark_absent(candidate=late, by=sitting.invigilator)
    came = booking.walk_in(sitting=sitting, citizen=PersonFactory(), by=sitting.invigilator)
    assert came.seat == 1

    def admit():
        return sittings.admit(candidate=late, evidence="card", number="10000000001", by=sitting.invigilator)

    with pytest.raises(ValidationError, match="Every seat is taken"):
        admit()
    Sitting.objects.update(seats=2)
    assert (admit().seat, admit().state) == (2, Came.ADMITTED)


def test_a_walk_in_is_refused_too_early_too_close_or_with_nothing_to_sit():
    sitting = a_door(hours=3)
    invigilator = sitting.invigilator

    def refused(person, sentence):
        with pytest.raises(ValidationError, match=sentence):
            booking.walk_in(sitting=sitting, citizen=person, by=invigilator)

    refused(PersonFactory(), "It is too early")
    sitting = brought_near(sitting)
    refused(
        holder_of(Role.MEMBER, invigilator.memberships.get().organisation), "comes from the invigilator's own house"
    )
    done = PersonFactory(full_name="Karma Choden")
    Proficiency.objects.create(citizen=done, standard=sitting.standard, reached_at=timezone.now())
    refused(done, "Karma Choden has passed the whole examination.")
    with pytest.raises(ValidationError, match="Only the invigilator"):
        booking.walk_in(sitting=sitting, citizen=PersonFactory(), by=sitting.assigned_by)


def test_whoever_was_not_checked_is_marked_absent_in_one_step_also_after_closing_and_hears_of_it():
    sitting = a_planned(citizens=[PersonFactory(), PersonFactory()])
    sittings.open_sitting(sitting=sitting, by=sitting.invigilator)
    sittings.close(sitting=sitting, by=sitting.invigilator)
    assert sittings.mark_rest_absent(sitting=sitting, by=sitting.invigilator) == 2
    assert sittings.mark_rest_absent(sitting=sitting, by=sitting.invigilator) == 0
    signed = sittings.sign(sitting=sitting, by=sitting.invigilator)
    assert signed.protocol["absent"] == 2
    person = sitting.candidates.first().citizen
    carry()
    assert told(person)[-1] == "literacy.sitting_missed"


def test_cancelling_gives_every_seat_back_tells_why_and_frees_people_and_invigilator():
    sitting, person = a_coming(), PersonFactory()
    place = book(sitting, person)
    officer, invigilator = holder_of(Role.PROGRAMME_OFFICER), holder_of(Role.INVIGILATOR, OrganisationFactory())
    sittings.assign(sitting=sitting, invigilator=invigilator, by=officer)
    with pytest.raises(ValidationError, match="Write why"):
        scheduling.cancel(sitting=sitting, reason=" ", by=officer)
    scheduling.cancel(sitting=sitting, reason="The road is closed", by=officer)
    place.refresh_from_db()
    assert (place.state, place.period) == (Came.CANCELLED, None)
    carry()
    assert told(person)[-1] == "literacy.sitting_cancelled"
    assert "The road is closed. We are sorry." in Notice.objects.filter(person=person).first().body
    assert told(invigilator) == ["literacy.sitting_assigned", "literacy.sitting_taken_away"]
    again = a_coming(start=sitting.starts_at, centre=sitting.centre)
    assert book(again, person)
    assert sittings.assign(sitting=again, invigilator=invigilator, by=officer)
    with pytest.raises(ValidationError, match="moved on"):
        scheduling.cancel(sitting=sitting, reason="Again", by=officer)


def test_rescheduling_keeps_the_seats_tells_both_times_and_holds_people_then():
    sitting, person = a_coming(), PersonFactory()
    place = book(sitting, person)
    officer, start = holder_of(Role.PROGRAMME_OFFICER), sitting.starts_at + timedelta(days=1)
    times = {"starts_at": start, "ends_at": start + timedelta(hours=3)}
    for _ in range(2):
        scheduling.reschedule(sitting=sitting, **times, reason="Snow.", by=officer)
    place.refresh_from_db()
    assert (place.seat, place.period.lower, place.period.upper) == (1, start, start + timedelta(hours=3))
    carry()
    assert told(person) == ["literacy.seat_booked", "literacy.sitting_rescheduled"]
    with pytest.raises(ValidationError, match="at that time"):
        book(a_coming(start=start), person)


def test_rescheduling_is_refused_where_somebody_or_the_invigilator_is_elsewhere():
    officer, start = holder_of(Role.PROGRAMME_OFFICER), timezone.now() + timedelta(days=3)
    early, late = a_coming(start=start), a_coming(start=start + timedelta(hours=4))
    person, invigilator = PersonFactory(full_name="Sonam Choden"), holder_of(Role.INVIGILATOR, OrganisationFactory())
    times = {"starts_at": start + timedelta(hours=1), "ends_at": start + timedelta(hours=4), "reason": "Snow"}
    place = [book(sitting, person) for sitting in (early, late)][1]
    with pytest.raises(ValidationError, match="In another sitting at that time: Sonam Choden"):
        scheduling.reschedule(sitting=late, **times, by=officer)
    booking.give_back(candidate=place, by=person)
    for sitting in (early, late):
        sittings.assign(sitting=sitting, invigilator=invigilator, by=officer)
    with pytest.raises(ValidationError, match="The invigilator has another sitting"):
        scheduling.reschedule(sitting=late, **times, by=officer)


def test_planning_refuses_more_seats_than_the_centre_has_at_that_time():
    sitting = a_coming(seats=12)
    with pytest.raises(ValidationError, match=r"Places free at this centre on .*: 8. A place needs"):
        a_coming(centre=sitting.centre, start=sitting.ends_at - timedelta(minutes=1), seats=9)
    assert a_coming(centre=sitting.centre, start=sitting.ends_at, seats=20)
    with pytest.raises(ValidationError, match="at least one seat"):
        a_coming(seats=0)


def test_a_sitting_takes_as_many_as_there_are_seats_and_devices():
    centre = a_centre(seats=20, devices=8)
    sitting = a_coming(centre=centre)
    assert sitting.seats == 8
    with pytest.raises(ValidationError, match=r"Places free at this centre on .*: 0."):
        a_coming(centre=centre, start=sitting.starts_at, seats=1)
    with pytest.raises(ValidationError, match=r"Places free at this centre on .*: 8."):
        a_coming(centre=centre, start=sitting.ends_at, seats=9)


def test_signing_tells_each_how_it_went_and_the_new_proficient_of_their_certificate():
    standard = a_standard()
    whole, half = PersonFactory(), PersonFactory()
    held = an_open(standard, [whole, half])
    for candidate in held.candidates.select_related("citizen"):
        for domain in standard.domains.order_by("pk"):
            sit(candidate, domain, 5 if candidate.citizen == whole else 0)
    sittings.close(sitting=held, by=held.invigilator)
    sittings.sign(sitting=held, by=held.invigilator)
    carry()
    assert told(whole)[-1] == "literacy.proficient"
    assert told(half)[-1] == "literacy.results_not_yet"
