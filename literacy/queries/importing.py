"""What is known of people already, so that an import finds doubles; and what its pages show."""

from collections import Counter
from datetime import date

from django.db.models import Count

from intelligent_bhutan.people.actions.registering import digest_of
from intelligent_bhutan.people.models import IdentityNumber, Organisation, User
from literacy.models import Enrolment, ImportRow

RowState = ImportRow.State
USUAL = {
    Organisation.Kind.SCHOOL: User.Audience.STUDENT,
    Organisation.Kind.MONASTERY: User.Audience.MONK_BODY,
    Organisation.Kind.NUNNERY: User.Audience.MONK_BODY,
    Organisation.Kind.AGENCY: User.Audience.CIVIL_SERVANT,
}


def usual_audience(cohort):
    """What an empty group means in this cohort."""
    return str(USUAL.get(cohort.organisation.kind, User.Audience.PUBLIC))


class Known:
    """Who is there already: in the cohort, by checked number, by phone; and what the file itself has said so far."""

    def __init__(self, cohort):
        enrolled = Enrolment.objects.filter(cohort=cohort).select_related("citizen")
        self.in_cohort = {one.citizen_id for one in enrolled}
        self.names = {likeness(one.citizen.full_name, one.citizen.date_of_birth): one.citizen_id for one in enrolled}
        self.numbers = {
            bytes(digest): person
            for digest, person in IdentityNumber.objects.filter(checked_at__isnull=False).values_list(
                "digest", "person"
            )
        }
        self.claims = {
            bytes(digest)
            for digest in IdentityNumber.objects.filter(person__enrolments__cohort=cohort, checked_at=None).values_list(
                "digest", flat=True
            )
        }
        self.phones = set(User.objects.exclude(phone=None).values_list("phone", flat=True))
        self.file_numbers, self.file_names, self.file_rolls = set(), set(), set()

    def judge(self, row):
        """The row's state; adds problems, and the person it matched, to the row."""
        number = row.cleaned.get("identity_number")
        digest = digest_of(number) if number and not self.refused(row, "identity_number") else None
        alike = likeness(row.cleaned.get("full_name", ""), row.cleaned.get("date_of_birth"))
        person = self.numbers.get(digest) if digest else None
        if person:
            row.cleaned["person"] = person
        if (person or self.names.get(alike)) in self.in_cohort or digest in self.claims:
            return RowState.ALREADY
        if digest in self.file_numbers:
            row.refuse("identity_number", "twice_in_file")
        questions = self.questions(row, alike)
        self.file_numbers.add(digest) if digest else None
        self.file_names.add(alike)
        if row.problems:
            return RowState.TO_FIX
        row.problems += questions
        return RowState.TO_CONFIRM if questions else RowState.READY

    def questions(self, row, alike):
        """What only a person can say."""
        found = []
        if alike in self.file_names:
            found.append({"column": "full_name", "code": "same_name_and_birth", "details": {}})
        if phone := row.cleaned.get("phone"):
            if phone in self.phones:
                found.append({"column": "phone", "code": "phone_taken", "details": {}})
                row.cleaned["phone"] = ""
            self.phones.add(phone)
        return found

    @staticmethod
    def refused(row, column):
        """Whether the column has a problem already."""
        return any(problem["column"] == column for problem in row.problems)


def likeness(name, born):
    """A person's name and birth date as they are compared."""
    return "".join(name.casefold().split()), born.isoformat() if isinstance(born, date) else born


def counts(cohort_import):
    """How many rows stand in each state; zeros included."""
    found = Counter(dict(cohort_import.rows.values_list("state").annotate(Count("pk"))))
    return {state: found[state] for state in RowState.values}


def rows(cohort_import, state=""):
    """The rows in the file's order, in one state or all."""
    found = cohort_import.rows.select_related("enrolment")
    return found.filter(state=state) if state in RowState.values else found
