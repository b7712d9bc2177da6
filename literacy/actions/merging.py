"""How a learner's rows move when two records become one, and back. Called in the merge's transaction, after its locks.

What both records have of the same thing stays where it is, so that an undoing finds it; of results and counts the
survivor keeps the better and the earlier.
"""

from datetime import date
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from intelligent_bhutan.certificates import actions as certificates
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.holdings import move_rows
from literacy.actions import proficiency, seating
from literacy.models import (
    Asked,
    Attempt,
    Candidate,
    CheckAnswer,
    CourseProgress,
    DomainPass,
    Enrolment,
    LessonProgress,
    Proficiency,
    Standard,
    Standing,
)

MILESTONES = ("enrolled_on", "completed_on", "assessed_on", "proficient_on")
DIMENSIONS = ("gewog_id", "audience", "gender", "age_band", "disability")
OUT_OF_THE_WAY = 2_000_000_000  # a roll number that nobody has, for the moment in which two change places


def lock(people):
    """Sittings, then their candidates, then open papers: as signing, opening and handing in do, before any person.

    Raises: ValidationError while one of them sits a paper.
    """
    seating.lock_sittings_of(people)
    theirs = Candidate.objects.filter(citizen__in=people)
    list(theirs.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    proficiency.compare_alone([person.pk for person in people])
    open_papers = Attempt.objects.filter(citizen__in=people, submitted_at=None)
    if list(open_papers.select_for_update(of=("self",)).order_by("pk").values_list("pk")):
        raise ValidationError(_("One of them sits a paper at this moment. Wait until it is handed in."))


def others(model, loser, survivor, *fields):
    """The loser's rows for which the survivor has none of the same."""
    own = set(model.objects.filter(citizen=survivor).values_list(*fields))
    theirs = model.objects.filter(citizen=loser).values_list("pk", *fields)
    return model.objects.filter(pk__in=[pk for pk, *same in theirs if tuple(same) not in own])


def go_back(model, ids, loser, survivor):
    """Rows that were moved go back, unless they moved on since."""
    model.objects.filter(pk__in=ids, citizen=survivor).update(citizen=loser)


# --- classes ---------------------------------------------------------------------------------------------------------
def shared_classes(loser, survivor):
    """(survivor's, loser's) places in the classes that both are in."""
    own = {one.cohort_id: one for one in Enrolment.objects.filter(citizen=survivor).select_related("cohort")}
    theirs = Enrolment.objects.filter(citizen=loser, cohort__in=own).order_by("pk")
    return [(own[one.cohort_id], one) for one in theirs]


def class_conflicts(loser, survivor):
    """Which roll number is kept where both are in one class."""
    words = _("Both are in the class %(name)s: roll number %(roll)s is kept, %(other)s ends.")
    return [
        words % {"name": own.cohort.name, "roll": min(rolls), "other": max(rolls)}
        for own, theirs in shared_classes(loser, survivor)
        for rolls in [(own.roll_number, theirs.roll_number)]
    ]


def move_classes(loser, survivor):
    """Places in classes follow; in one class that both are in, the earlier roll number is kept and the other left.

    Whoever was there under the one record and had left under the other is there.
    """
    moved = {"left": [], "swapped": [], "came_back": []}
    for own, theirs in shared_classes(loser, survivor):
        if theirs.roll_number < own.roll_number:
            swap_rolls(own.pk, theirs.pk)
            moved["swapped"].append([own.pk, theirs.pk])
        if theirs.left_at is None:
            moved["left"].append(theirs.pk)
            if own.left_at is not None:
                moved["came_back"].append([own.pk, own.left_at.isoformat()])
    Enrolment.objects.filter(pk__in=moved["left"]).update(left_at=timezone.now())
    Enrolment.objects.filter(pk__in=[pk for pk, _left_at in moved["came_back"]]).update(left_at=None)
    return moved | {"rows": move_rows("citizen", others(Enrolment, loser, survivor, "cohort_id"), survivor)}


def swap_rolls(one, other):
    """Two places in one class change their roll numbers; each number stands once at any moment."""
    rolls = dict(Enrolment.objects.filter(pk__in=[one, other]).values_list("pk", "roll_number"))
    Enrolment.objects.filter(pk=one).update(roll_number=OUT_OF_THE_WAY)
    Enrolment.objects.filter(pk=other).update(roll_number=rolls[one])
    Enrolment.objects.filter(pk=one).update(roll_number=rolls[other])


def move_classes_back(loser, survivor, moved):
    """They go back."""
    go_back(Enrolment, moved["rows"], loser, survivor)
    Enrolment.objects.filter(pk__in=moved["left"]).update(left_at=None)
    for pk, left_at in moved["came_back"]:
        Enrolment.objects.filter(pk=pk).update(left_at=parse_datetime(left_at))
    for one, other in moved["swapped"]:
        swap_rolls(one, other)


# --- what organisations ask ------------------------------------------------------------------------------------------
def move_asked(loser, survivor):
    """What organisations ask follows, but for what they ask of the survivor too."""
    what = attrgetter("organisation_id", "course_id", "sitting_id")
    own = {what(one) for one in Asked.objects.filter(person=survivor, is_open=True)}
    theirs = Asked.objects.filter(person=loser)
    follow = [one.pk for one in theirs if not one.is_open or what(one) not in own]
    return {"rows": move_rows("person", theirs.filter(pk__in=follow), survivor)}


def move_asked_back(loser, survivor, moved):
    """It goes back."""
    Asked.objects.filter(pk__in=moved["rows"], person=survivor).update(person=loser)


# --- lessons ---------------------------------------------------------------------------------------------------------
def move_lessons(loser, survivor):
    """Places in courses and lessons follow; where both have one, the survivor's counts what both did."""
    moved = {
        "checks": move_rows("citizen", others(CheckAnswer, loser, survivor, "block_id"), survivor),
        "lessons": move_rows("citizen", others(LessonProgress, loser, survivor, "lesson_id"), survivor),
        "courses": move_rows("citizen", others(CourseProgress, loser, survivor, "version_id"), survivor),
        "done": [],
        "counted": [],
    }
    for theirs in LessonProgress.objects.filter(citizen=loser, done_at__isnull=False):
        own = LessonProgress.objects.filter(citizen=survivor, lesson=theirs.lesson_id, done_at=None)
        moved["done"] += list(own.values_list("pk", flat=True))
        own.update(done_at=theirs.done_at)
    for theirs in CourseProgress.objects.filter(citizen=loser).order_by("pk"):
        own = CourseProgress.objects.select_for_update().get(citizen=survivor, version=theirs.version_id)
        moved["counted"].append([own.pk, theirs.pk if own.completed_at is None and theirs.completed_at else None])
        own.completed_at = min(filter(None, (own.completed_at, theirs.completed_at)), default=None)
        own.lessons_done = lessons_done(own)
        own.save(update_fields=["completed_at", "lessons_done"])
    return moved


def lessons_done(course):
    """How many lessons of the edition the person is through."""
    done = LessonProgress.objects.filter(citizen=course.citizen_id, lesson__version=course.version_id)
    return done.filter(done_at__isnull=False).count()


def move_lessons_back(loser, survivor, moved):
    """They go back, and the survivor's courses are counted again."""
    go_back(CheckAnswer, moved["checks"], loser, survivor)
    go_back(LessonProgress, moved["lessons"], loser, survivor)
    go_back(CourseProgress, moved["courses"], loser, survivor)
    LessonProgress.objects.filter(pk__in=moved["done"]).update(done_at=None)
    for pk, completed_by in moved["counted"]:
        own = CourseProgress.objects.select_for_update().get(pk=pk)
        if completed_by:
            own.completed_at = None
        own.lessons_done = lessons_done(own)
        own.save(update_fields=["completed_at", "lessons_done"])


# --- examinations ----------------------------------------------------------------------------------------------------
def shared_sittings(loser, survivor):
    """The loser's candidacies in sittings that the survivor is on the register of as well."""
    own = Candidate.objects.registered().filter(citizen=survivor).values("sitting")
    return Candidate.objects.filter(citizen=loser, sitting__in=own)


def sitting_conflicts(loser, survivor):
    """Raises: ValidationError where both sat papers in one sitting, which makes them two people, and where both have a
    seat in it or at the same time elsewhere."""
    theirs = shared_sittings(loser, survivor).filter(attempts__isnull=False)
    for candidate in theirs:
        if Attempt.objects.filter(candidate__sitting=candidate.sitting_id, citizen=survivor).exists():
            raise ValidationError(_("Both sat papers in the same examination. These are two people."))
    if theirs.exists():
        raise ValidationError(_("Both stand on the register of one examination. Ask the centre which of them sat."))
    own = Candidate.objects.registered().filter(citizen=survivor)
    for place in Candidate.objects.filter(citizen=loser, period__isnull=False):
        if own.filter(Q(sitting=place.sitting_id) | Q(period__overlap=place.period)).exists():
            words = _(
                "Both stand on the register of one sitting, or of two at the same time. Give one seat back first."
            )
            raise ValidationError(words)
    return []


def moving_places(loser, survivor):
    """The loser's places, but in sittings where the survivor stands on the register; a seat given back hinders none."""
    own = Candidate.objects.registered().filter(citizen=survivor).values("sitting")
    return Candidate.objects.filter(citizen=loser).exclude(sitting__in=own)


def move_sittings(loser, survivor):
    """Candidacies with their papers and passes follow.

    Of two living passes in a domain the confirmed one is kept, the survivor's if neither or both are. The other is void
    from now on, so that no protocol that is signed later counts it.
    """
    sitting_conflicts(loser, survivor)
    voided, passes = passes_of(loser, survivor)
    DomainPass.objects.filter(pk__in=voided).update(voided_at=timezone.now())
    return {
        "candidates": move_rows("citizen", moving_places(loser, survivor), survivor),
        "attempts": move_rows("citizen", Attempt.objects.filter(citizen=loser), survivor),
        "passes": move_rows("citizen", DomainPass.objects.filter(pk__in=passes), survivor),
        "voided": voided,
    }


def passes_of(loser, survivor):
    """Ids of the passes that become void, and of the loser's that move."""
    own = {(one.domain_id, one.standard_id): one for one in DomainPass.objects.filter(citizen=survivor, voided_at=None)}
    voided, moving = [], []
    for theirs in DomainPass.objects.filter(citizen=loser).order_by("pk"):
        same = own.get((theirs.domain_id, theirs.standard_id)) if theirs.voided_at is None else None
        if same and (same.confirmed_at or not theirs.confirmed_at):
            voided.append(theirs.pk)
            continue
        voided += [same.pk] if same else []
        moving.append(theirs.pk)
    return voided, moving


def move_sittings_back(loser, survivor, moved):
    """They go back; a pass that was void meanwhile lives again, confirmed if its protocol was signed since."""
    go_back(DomainPass, moved["passes"], loser, survivor)
    go_back(Attempt, moved["attempts"], loser, survivor)
    go_back(Candidate, moved["candidates"], loser, survivor)
    voided = DomainPass.objects.filter(pk__in=moved["voided"]).exclude(attempt__candidate__sitting__state="voided")
    for one in voided.select_related("attempt__candidate__sitting", "citizen", "standard").order_by("pk"):
        one.voided_at, signed_at = None, one.attempt.candidate.sitting.signed_at
        confirmed_since = one.confirmed_at is None and signed_at is not None
        one.confirmed_at = one.confirmed_at or signed_at
        one.save(update_fields=["voided_at", "confirmed_at"])
        if confirmed_since:
            proficiency.reach_if_complete(citizen=one.citizen, standard=one.standard, by=None)


# --- proficiency and counts -----------------------------------------------------------------------------------------
def living(person):
    """The person's proficiency that was not taken back, held for review or not, or None."""
    found = Proficiency.objects.select_related("award").filter(citizen=person, revoked_at=None)
    return found.order_by("pk").first()


def proficiency_conflicts(loser, survivor):
    """Which of two proficiencies stays."""
    if living(loser) and living(survivor):
        return [_("Both are proficient: the person counts once from now on.")]
    return []


def move_proficiency(loser, survivor):
    """A proficiency follows. Of two, the one that counts stays, the survivor's if both do; the other is taken back.

    Its certificate is revoked as a double. Before the passes of both make somebody proficient who was not, see `reach`.
    """
    theirs, own = living(loser), living(survivor)
    moved = {"ended": None, "rows": []}
    if theirs and own:
        ending = own if own.held_for_review and not theirs.held_for_review else theirs
        moved["ended"] = end(ending)
    rows = Proficiency.objects.filter(citizen=loser, revoked_at=None)
    moved["rows"] = move_rows("citizen", rows, survivor)
    return moved


def end(held):
    """Take a proficiency back as a double; returns what it was."""
    Proficiency.objects.filter(pk=held.pk).update(revoked_at=timezone.now(), held_for_review=False)
    revoked = held.award if held.award and held.award.revoked_at is None else None
    if revoked:
        certificates.revoke(award=revoked, reason=Award.Reason.DUPLICATE, by=None)
    return {"pk": held.pk, "held": held.held_for_review, "award": revoked and revoked.pk}


def move_proficiency_back(loser, survivor, moved):
    """It goes back, and the one that was taken back holds again."""
    go_back(Proficiency, moved["rows"], loser, survivor)
    if ended := moved["ended"]:
        Proficiency.objects.filter(pk=ended["pk"]).update(revoked_at=None, held_for_review=ended["held"])
        if ended["award"]:
            certificates.restore(award=Award.objects.get(pk=ended["award"]), by=None)


def dates(standing):
    """The milestones and dimensions as JSON; None for somebody who stands nowhere."""
    if standing is None:
        return None
    found = {name: getattr(standing, name) for name in (*MILESTONES, *DIMENSIONS)}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}


def standings(loser, survivor):
    """Both standings, locked in the order of people, or None."""
    held = Standing.objects.select_for_update(of=("self",)).filter(citizen__in=[loser, survivor])
    found = {one.citizen_id: one for one in held.order_by("citizen_id")}
    return found.get(loser.pk), found.get(survivor.pk)


def move_standing(loser, survivor):
    """The survivor stands where either came to, since the earlier day; the loser counts nowhere any more.

    Where the passes of both fill the standard, the survivor becomes proficient now.
    """
    theirs, own = standings(loser, survivor)
    moved = {"loser": dates(theirs), "survivor": dates(own), "merged": None, "reached": None}
    if theirs is not None:
        if own is None:
            own = Standing(citizen=survivor, **{name: getattr(theirs, name) for name in DIMENSIONS})
        for name in MILESTONES:
            setattr(own, name, min(filter(None, (getattr(own, name), getattr(theirs, name))), default=None))
            setattr(theirs, name, None)
        for standing in (theirs, own):
            standing.changed_at = timezone.now()
            standing.save()
        moved["merged"] = dates(own)
    moved["reached"] = reach(survivor)
    return moved


def reach(survivor):
    """The proficiency that the passes of both made, by its id, or None."""
    if living(survivor):
        return None
    for standard in Standard.objects.filter(passes__citizen=survivor).distinct().order_by("pk"):
        if reached := proficiency.reach_if_complete(citizen=survivor, standard=standard, by=None):
            return reached.pk
    return None


def move_standing_back(loser, survivor, moved):
    """Both stand where they stood; what the survivor came to since stays."""
    if moved["reached"]:
        unreach(moved["reached"])
    if moved["merged"] is None:
        return
    theirs, own = standings(loser, survivor)
    before = moved["survivor"] or moved["merged"] | dict.fromkeys(MILESTONES)
    now = dates(own)
    since = {name for name in MILESTONES if now[name] != moved["merged"][name]}  # reached since, or lost
    for standing, then in ((theirs, moved["loser"]), (own, {k: v for k, v in before.items() if k not in since})):
        for name, value in then.items():
            setattr(standing, name, value_of(name, value))
        standing.changed_at = timezone.now()
        standing.save()


def value_of(name, value):
    """A milestone's day again."""
    return date.fromisoformat(value) if name in MILESTONES and value else value


def unreach(pk):
    """Take back a proficiency that only both together had; the passes stay with whoever earned them."""
    held = Proficiency.objects.select_related("award", "citizen").filter(pk=pk, revoked_at=None).first()
    if held is None:
        return
    if held.award is None:
        Proficiency.objects.filter(pk=pk).update(revoked_at=timezone.now(), held_for_review=False)
        return
    kept = list(DomainPass.objects.filter(citizen=held.citizen, voided_at=None).values_list("pk", flat=True))
    award = certificates.revoke(award=held.award, reason=Award.Reason.MISTAKE, by=None)
    proficiency.withdraw(award=award.pk)
    DomainPass.objects.filter(pk__in=kept).update(voided_at=None)
