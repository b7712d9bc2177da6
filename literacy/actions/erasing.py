"""What an erasure leaves of a learner: counts and results without a name. Called in the eraser's transaction."""

from django.db.models import Q
from django.utils import timezone

from intelligent_bhutan.people.models import IdentityNumber
from literacy.actions import seating
from literacy.models import (
    Answer,
    Attempt,
    Attendance,
    Candidate,
    CheckAnswer,
    CourseProgress,
    Enrolment,
    ImportRow,
    Incident,
    LessonProgress,
    Proficiency,
    Sitting,
)
from literacy.queries.importing import likeness

GONE = ("–", "– –")  # two witnesses must differ


def leave_classes(person):
    """The person's places in classes, when they came, and every row of a file that speaks of them."""
    for row in rows_about(person).select_for_update(of=("self",)).order_by("pk"):
        row.raw, row.cleaned, row.problems = {}, {}, []
        row.state = row.State.LEFT_OUT if row.state != row.State.ENROLLED else row.state
        row.save(update_fields=["raw", "cleaned", "problems", "state"])
    Attendance.objects.filter(enrolment__citizen=person).delete()
    Enrolment.objects.filter(citizen=person).delete()


def rows_about(person):
    """Rows that enrolled the person, or say their number, or their name and birth, in the files of their classes."""
    cohorts = Enrolment.objects.filter(citizen=person).values("cohort")
    said = Q(cleaned__person=person.pk)
    if person.date_of_birth:
        said |= Q(cleaned__marks__alike=likeness(person.full_name, person.date_of_birth))
        born = Q(cleaned__date_of_birth=person.date_of_birth.isoformat()) | Q(cleaned__date_of_birth__isnull=True)
        said |= Q(raw__full_name__iexact=person.full_name) & born  # a row that could not be read has only its raw cells
    if number := IdentityNumber.objects.filter(person=person).first():
        said |= Q(cleaned__marks__number=bytes(number.digest).hex())
    return ImportRow.objects.filter(Q(enrolment__citizen=person) | Q(cohort_import__cohort__in=cohorts) & said)


def forget_lessons(person):
    """What the person read and answered to try themselves."""
    for model in (CheckAnswer, LessonProgress, CourseProgress):
        model.objects.filter(citizen=person).delete()


def forget_answers(person):
    """Papers and answers go; that one paper was sat and what came of it stays, without a name."""
    Answer.objects.filter(attempt__citizen=person).delete()
    Attempt.objects.filter(citizen=person).update(paper=[])


def forget_doors(person):
    """The seats that the person has ahead are free again, and the words that were written about them at the door go."""
    seating.lock_sittings_of([person.pk])
    theirs = Candidate.objects.filter(citizen=person)
    ahead = theirs.filter(state=Candidate.State.REGISTERED, sitting__state=Sitting.State.PLANNED)
    ahead.update(state=Candidate.State.CANCELLED, cancelled_at=timezone.now())
    theirs.filter(evidence=Candidate.Evidence.WITNESSES).update(first_witness=GONE[0], second_witness=GONE[1])
    theirs.update(reason="")
    Incident.objects.filter(candidate__citizen=person).update(text=GONE[0])


def forget_likeness(person):
    """Nobody is said to resemble the person any more."""
    Proficiency.resembles.through.objects.filter(Q(user=person) | Q(proficiency__citizen=person)).delete()
