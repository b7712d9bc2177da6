"""Dependency direction: course < cohort, learning, guide; centre, domain < bank < sitting < attempt;
cohort, sitting < assignment, session; standing < tally."""

from literacy.models.assignment import Asked, Assignment
from literacy.models.attempt import Answer, Attempt, DomainPass, Proficiency
from literacy.models.bank import Item, ItemOption
from literacy.models.centre import Centre, OpeningHours
from literacy.models.cohort import Cohort, CohortImport, Enrolment, ImportRow
from literacy.models.course import Block, CheckOption, Competence, Course, CourseVersion, Lesson, Module, Recording
from literacy.models.domain import Domain, Standard, StandardDomain
from literacy.models.guide import Guide
from literacy.models.learning import CheckAnswer, CourseProgress, LessonProgress
from literacy.models.session import Attendance, ClassSession
from literacy.models.sitting import Candidate, Incident, Sitting
from literacy.models.standing import (
    AgeBand,
    DayCount,
    Metric,
    MonthCount,
    PlaceCount,
    ReconciliationAlarm,
    Standing,
    StandingDelta,
)
from literacy.models.tally import DayTally, MarginCount, MarginTally

__all__ = [
    "AgeBand",
    "Answer",
    "Asked",
    "Assignment",
    "Attempt",
    "Attendance",
    "Block",
    "Candidate",
    "Centre",
    "CheckAnswer",
    "CheckOption",
    "ClassSession",
    "Cohort",
    "CohortImport",
    "Competence",
    "Course",
    "CourseProgress",
    "CourseVersion",
    "DayCount",
    "DayTally",
    "Domain",
    "DomainPass",
    "Enrolment",
    "Guide",
    "ImportRow",
    "Incident",
    "Item",
    "ItemOption",
    "Lesson",
    "LessonProgress",
    "MarginCount",
    "MarginTally",
    "Metric",
    "Module",
    "MonthCount",
    "OpeningHours",
    "PlaceCount",
    "Proficiency",
    "ReconciliationAlarm",
    "Recording",
    "Sitting",
    "Standard",
    "StandardDomain",
    "Standing",
    "StandingDelta",
]
