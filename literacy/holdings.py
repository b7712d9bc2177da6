"""What this strand holds of a person, and what becomes of it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intelligent_bhutan.holdings import Fate, Holding, register
from intelligent_bhutan.templatetags.dzongkha import day, digits, moment
from literacy.actions import erasing, merging, merging_work
from literacy.models import Asked, Attempt, Candidate, CheckAnswer, CourseProgress, Enrolment, Proficiency, Standing


def place_in_class(held):
    """A class, the roll number in it, and who agreed."""
    said = {
        _("Class"): held.cohort.name,
        _("Where"): str(held.cohort.organisation),
        _("Roll number"): digits(held.roll_number),
        _("Since"): day(held.enrolled_at),
        _("Who agreed"): held.get_consent_basis_display(),
    }
    return said | ({_("Left on"): day(held.left_at)} if held.left_at else {})


def wish(held):
    """A course or an examination that an organisation asks for."""
    return {
        _("Where"): str(held.organisation),
        _("Asked on"): day(held.asked_at),
        _("By"): day(held.assignment.due_on),
        _("State"): _("Open") if held.is_open else _("Over"),
    }


def course(held):
    """A course and how far the person is."""
    said = {
        _("Course"): held.version.title,
        _("Begun on"): day(held.started_at),
        _("Lessons done"): digits(held.lessons_done),
        _("Last here"): moment(held.last_at),
    }
    return said | ({_("Finished on"): day(held.completed_at)} if held.completed_at else {})


def try_out(held):
    """A question that the person tried for themselves: in which lesson, and how often."""
    return {
        _("Lesson"): held.block.lesson.title,
        _("Answered on"): moment(held.answered_at),
        _("Tries"): digits(held.tries),
    }


def candidacy(held):
    """An examination that the person was on the register of."""
    said = {
        _("Centre"): str(held.sitting.centre),
        _("Begins"): moment(held.sitting.starts_at),
        _("Seat"): digits(held.seat),
        _("State"): held.get_state_display(),
    }
    witnesses = ", ".join(filter(None, (held.first_witness, held.second_witness)))
    return said | ({_("Witnesses"): witnesses} if witnesses else {})


def paper(held):
    """A paper and what came of it; questions of the examination are shown to nobody."""
    said = {_("Part of the examination"): held.domain.name, _("Begun on"): moment(held.opened_at)}
    if held.submitted_at is None:
        return said | {_("Result"): _("Not handed in yet")}
    return said | {
        _("Handed in on"): moment(held.submitted_at),
        _("Points"): digits(f"{held.points.normalize():f} / {held.points_possible.normalize():f}"),
        _("Result"): _("Passed") if held.passed else _("Not passed"),
    }


def proficiency(held):
    """That the person passed everything, and whether they count."""
    living = _("Waits for an officer") if held.held_for_review else _("Counts")
    state = _("Taken back") if held.revoked_at else living
    return {_("Reached on"): day(held.reached_at), _("State"): state}


def standing(held):
    """Under what the person is counted."""
    days = {
        _("Enrolled"): held.enrolled_on,
        _("Finished a course"): held.completed_on,
        _("Examined"): held.assessed_on,
        _("Proficient"): held.proficient_on,
    }
    return {words: day(on) for words, on in days.items() if on} | {
        _("Counted under"): ", ".join(
            [
                str(held.gewog or "–"),
                held.get_audience_display(),
                held.get_gender_display(),
                held.get_age_band_display(),
            ]
        )
    }


register(
    Holding(
        name="literacy.classes",
        label=gettext_lazy("Classes"),
        fate=Fate.REMOVED,
        because=gettext_lazy("Your places in classes go, when you came, and the rows of lists that named you."),
        covers=("literacy.Enrolment.citizen", "literacy.ImportRow.enrolment", "literacy.Attendance.enrolment"),
        rows=lambda person: (
            Enrolment.objects.filter(citizen=person).select_related("cohort__organisation").order_by("-enrolled_at")
        ),
        tell=place_in_class,
        erase=erasing.leave_classes,
        lock=merging.lock,
        move=merging.move_classes,
        move_back=merging.move_classes_back,
        conflicts=merging.class_conflicts,
        order=40,
    )
)
register(
    Holding(
        name="literacy.asked",
        label=gettext_lazy("What organisations ask of you"),
        fate=Fate.REMOVED,
        because=gettext_lazy("Nobody asks you for anything any more."),
        covers=("literacy.Asked.person",),
        rows=lambda person: (
            Asked.objects.filter(person=person).select_related("assignment__organisation").order_by("-asked_at")
        ),
        tell=wish,
        erase=lambda person: Asked.objects.filter(person=person).delete(),
        move=merging.move_asked,
        move_back=merging.move_asked_back,
        order=40,
    )
)
register(
    Holding(
        name="literacy.courses",
        label=gettext_lazy("Courses and lessons"),
        fate=Fate.REMOVED,
        because=gettext_lazy("What you read and tried is wiped out."),
        covers=("literacy.CourseProgress.citizen", "literacy.LessonProgress.citizen"),
        rows=lambda person: (
            CourseProgress.objects.filter(citizen=person).select_related("version").order_by("-last_at")
        ),
        tell=course,
        erase=erasing.forget_lessons,
        move=merging.move_lessons,
        move_back=merging.move_lessons_back,
        order=41,
    )
)
register(
    Holding(
        name="literacy.tries",
        label=gettext_lazy("Questions in lessons"),
        fate=Fate.REMOVED,
        because=gettext_lazy("What you read and tried is wiped out."),
        covers=("literacy.CheckAnswer.citizen",),
        rows=lambda person: (
            CheckAnswer.objects.filter(citizen=person).select_related("block__lesson").order_by("-answered_at")
        ),
        tell=try_out,
        order=42,
    )
)
register(
    Holding(
        name="literacy.sittings",
        label=gettext_lazy("Places in examinations"),
        fate=Fate.ANONYMOUS,
        because=gettext_lazy(
            "The protocol of an examination is a record. What was written about you in it is wiped out."
        ),
        covers=("literacy.Candidate.citizen", "literacy.Candidate.moved_from", "literacy.Incident.candidate"),
        rows=lambda person: (
            Candidate.objects.filter(citizen=person).select_related("sitting__centre").order_by("-sitting__starts_at")
        ),
        tell=candidacy,
        erase=erasing.forget_doors,
        move=merging.move_sittings,
        move_back=merging.move_sittings_back,
        conflicts=merging.sitting_conflicts,
        order=43,
    )
)
register(
    Holding(
        name="literacy.papers",
        label=gettext_lazy("Papers and results"),
        fate=Fate.ANONYMOUS,
        because=gettext_lazy("Your answers are wiped out. That one paper was passed or not stays as a number."),
        covers=(
            "literacy.Attempt.citizen",
            "literacy.Attempt.candidate",
            "literacy.Answer.attempt",
            "literacy.DomainPass.citizen",
            "literacy.DomainPass.attempt",
        ),
        rows=lambda person: Attempt.objects.filter(citizen=person).select_related("domain").order_by("-opened_at"),
        tell=paper,
        erase=erasing.forget_answers,
        order=44,
    )
)
register(
    Holding(
        name="literacy.proficiency",
        label=gettext_lazy("Proficiency"),
        fate=Fate.ANONYMOUS,
        because=gettext_lazy("The country counts one person, without knowing whom."),
        covers=(
            "literacy.Proficiency.citizen",
            "literacy.Proficiency.award",
            "literacy.Proficiency_resembles.user",
            "literacy.Proficiency_resembles.proficiency",
        ),
        rows=lambda person: Proficiency.objects.filter(citizen=person).order_by("-reached_at"),
        tell=proficiency,
        erase=erasing.forget_likeness,
        move=merging.move_proficiency,
        move_back=merging.move_proficiency_back,
        conflicts=merging.proficiency_conflicts,
        order=45,
    )
)
register(
    Holding(
        name="literacy.standing",
        label=gettext_lazy("Place in the national count"),
        fate=Fate.ANONYMOUS,
        because=gettext_lazy("The country counts one person, without knowing whom."),
        covers=("literacy.Standing.citizen",),
        rows=lambda person: Standing.objects.filter(citizen=person).select_related("gewog").order_by("pk"),
        tell=standing,
        move=merging.move_standing,
        move_back=merging.move_standing_back,
        order=46,
    )
)
register(
    Holding(
        name="literacy.work",
        label=gettext_lazy("What you did in your work for courses and examinations"),
        fate=Fate.ANONYMOUS,
        because=gettext_lazy("What was decided stands, under a number without your name."),
        covers=(
            "literacy.Cohort.coordinator",
            "literacy.Cohort.trainer",
            "literacy.CohortImport.uploaded_by",
            "literacy.CourseVersion.written_by",
            "literacy.CourseVersion.reviewed_by",
            "literacy.CourseVersion.published_by",
            "literacy.Sitting.invigilator",
            "literacy.Sitting.assigned_by",
            "literacy.Sitting.signed_by",
            "literacy.Candidate.checked_by",
            "literacy.Candidate.booked_by",
            "literacy.Candidate.cancelled_by",
            "literacy.Assignment.made_by",
            "literacy.Assignment.withdrawn_by",
            "literacy.Attendance.entered_by",
            "literacy.ClassSession.planned_by",
            "literacy.ClassSession.taught_by",
            "literacy.Incident.recorded_by",
            "literacy.Proficiency.reviewed_by",
            "literacy.ReconciliationAlarm.resolved_by",
        ),
        move=merging_work.move_work,
        move_back=merging_work.move_work_back,
        conflicts=merging_work.work_conflicts,
        order=91,
    )
)
