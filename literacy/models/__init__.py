"""Dependency direction: course < cohort, learning; domain < bank < sitting < attempt; standing < tally stand alone."""

from literacy.models.attempt import Answer, Attempt, DomainPass, Proficiency
from literacy.models.bank import Item, ItemOption
from literacy.models.cohort import Cohort, CohortImport, Enrolment, ImportRow
from literacy.models.course import Block, CheckOption, Competence, Course, CourseVersion, Lesson, Module, Recording
from literacy.models.domain import Domain, Standard, StandardDomain
from literacy.models.learning import CheckAnswer, CourseProgress, LessonProgress
from literacy.models.sitting import Candidate, Centre, Incident, Sitting
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
    "Attempt",
    "Block",
    "Candidate",
    "Centre",
    "CheckAnswer",
    "CheckOption",
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
