"""A person with something in every table, and two records of one person."""

from datetime import date

from intelligent_bhutan.people.actions import consent, merging
from intelligent_bhutan.people.models import Membership
from intelligent_bhutan.people.queries.consent import notice_in_force
from literacy.actions import learning
from literacy.models import Sitting
from tests.factories import literacy_assessment as examination
from tests.factories.literacy_importing import a_cohort, carry, enrolled, someone
from tests.factories.literacy_learning import course
from tests.factories.people import PersonFactory, holder_of

BORN = date(1986, 3, 27)


def an_officer():
    """A programme officer."""
    return holder_of(Membership.Role.PROGRAMME_OFFICER)


def a_learner(name="Pema Lhaden"):
    """Enrolled from a file, in a course."""
    sheet = enrolled(a_cohort(), someone(full_name=name, date_of_birth="27/3/1986"))
    person = sheet.rows.get().enrolment.citizen
    for lesson in course().lessons.all():
        learning.finish_lesson(lesson=lesson, citizen=person)
    return person


def a_proficient(person=None, standard=None):
    """Passed everything under supervision, with a certificate that is issued."""
    person = person or PersonFactory()
    examination.a_signed(standard, [person])
    carry()
    return person


def agreed(person):
    """Agreed to what is kept."""
    return consent.give(person=person, notice=notice_in_force(), by=person)


def merged(survivor, loser, officers=None):
    """The loser became part of the survivor; returns the `Merge`."""
    first, second = officers or (an_officer(), an_officer())
    proposal = merging.propose(survivor=survivor, loser=loser, reason="One card", by=first)
    return merging.decide(proposal=proposal, state="approved", by=second).merge


def parted(merge):
    """It was undone."""
    first, second = an_officer(), an_officer()
    proposal = merging.propose_undoing(merge=merge, reason="Two cards", by=first)
    merging.decide_undoing(proposal=proposal, state="approved", by=second)
    merge.refresh_from_db()
    return merge


def signed_partly(person, standard, keys):
    """Passed only these domains, in a signed sitting of their own."""
    planned = examination.a_planned(standard, [person])
    planned.domains.set(standard.domains.filter(key__in=keys))
    held = examination.sittings.open_sitting(sitting=planned, by=planned.invigilator)
    examination.admit(held.candidates.get())
    examination.sit_everything(held)
    examination.sittings.close(sitting=held, by=held.invigilator)
    examination.sittings.sign(sitting=Sitting.objects.get(pk=held.pk), by=held.invigilator)
    carry()
    return person
