"""What is known of people already, so that an import finds doubles; and what its pages show."""

from collections import Counter, defaultdict
from typing import NamedTuple

from django.db import connection
from django.db.models import Count

from intelligent_bhutan.people.actions.registering import digest_of
from intelligent_bhutan.people.models import IdentityNumber, Organisation, User
from literacy.keepsakes import Keepsake
from literacy.models import Enrolment, ImportRow

RowState = ImportRow.State
USUAL = {
    Organisation.Kind.SCHOOL: User.Audience.STUDENT,
    Organisation.Kind.MONASTERY: User.Audience.MONK_BODY,
    Organisation.Kind.NUNNERY: User.Audience.MONK_BODY,
    Organisation.Kind.AGENCY: User.Audience.CIVIL_SERVANT,
}
# a person who says that two of a name are two people has said it for the file and for the class
NAMESAKES = {"same_name_and_birth", "same_name_enrolled"}
SAID_BEFORE = """
select distinct kind || ' ' || value from literacy_importrow, jsonb_each_text(cleaned -> 'marks') as mark(kind, value)
where cohort_import_id = %s and number < %s and kind || ' ' || value = any(%s)
"""


def usual_audience(cohort):
    """What an empty group means in this cohort."""
    return str(USUAL.get(cohort.organisation.kind, User.Audience.PUBLIC))


def marks(cleaned):
    """By what a person may be met again: digest of the citizenship number, name and birth, phone, roll number."""
    number, name, born = (cleaned.get(field) for field in ("identity_number", "full_name", "date_of_birth"))
    found = {
        "number": digest_of(number).hex() if number else None,
        "alike": likeness(name, born) if name and born else None,
        "phone": cleaned.get("phone"),
        "roll": cleaned.get("roll_number"),
    }
    return {kind: str(value) for kind, value in found.items() if value}


def likeness(name, born):
    """A person's name and birth date as they are compared."""
    return f"{''.join(name.casefold().split())} {born}"


def lines(marked):
    """The marks of one person, each as one text."""
    return {f"{kind} {value}" for kind, value in marked.items()}


def said_before(cohort_import, number, marked):
    """Which of these marks stand in the file before that row."""
    wanted = sorted(set().union(*map(lines, marked)))
    with connection.cursor() as cursor:
        cursor.execute(SAID_BEFORE, [cohort_import.pk, number, wanted])
        return {line for (line,) in cursor}


class Enrolled(NamedTuple):
    """Somebody in the cohort."""

    person: int
    roll: str
    number: str | None  # digest, claimed or checked
    alike: str
    has_left: bool

    def may_be(self, marked):
        """Whether somebody of the same name and birth is this person: a number agrees, or none speaks against it."""
        roll, number = marked.get("roll"), marked.get("number")
        if roll is None and None in (number, self.number):
            return True
        return roll == self.roll or (number is not None and number == self.number)


class Known:
    """What the database knows of the people of one slice: a few reads, whatever the size of cohort and country."""

    def __init__(self, cohort, marked):
        wanted = defaultdict(set)
        for one in marked:
            for kind, value in one.items():
                wanted[kind].add(value)
        digests = [bytes.fromhex(digest) for digest in wanted["number"]]
        self.checked = {
            bytes(digest).hex(): (person, likeness(name, born))
            for digest, person, name, born in IdentityNumber.objects.filter(
                digest__in=digests, checked_at__isnull=False
            ).values_list("digest", "person_id", "person__full_name", "person__date_of_birth")
        }
        born = {alike.rpartition(" ")[2] for alike in wanted["alike"]}
        self.alike = defaultdict(list)
        # a closed record became part of another one: nobody is brought back to it
        for one in enrolled(cohort, citizen__date_of_birth__in=born, citizen__is_active=True):
            self.alike[one.alike].append(one)
        self.claims = {one.number: one.alike for one in enrolled(cohort, citizen__identity_number__digest__in=digests)}
        checked = [person for person, _alike in self.checked.values()]
        self.in_cohort = {one.person: one for one in enrolled(cohort, citizen__in=checked)}
        self.rolls = {one.roll: one.person for one in enrolled(cohort, roll_number__in=wanted["roll"])}
        self.phones = dict(User.objects.filter(phone__in=wanted["phone"]).values_list("phone", "pk"))

    def judge(self, row, marked, said):
        """A new row's state; adds to it the person it matched, its marks and problems; `said` grows."""
        if self.is_enrolled(row.cleaned, marked):
            return RowState.ALREADY
        row.cleaned["marks"] = marked
        repeated = {line.partition(" ")[0] for line in lines(marked) & said}
        said |= lines(marked)
        if "number" in repeated:
            row.refuse("identity_number", "twice_in_file")
        if row.problems:
            return RowState.TO_FIX
        row.problems += self.questions(row.cleaned, marked, repeated)
        return RowState.TO_CONFIRM if row.problems else RowState.READY

    def judge_again(self, row):
        """A ready row's state now: since it was checked others may have been enrolled, or have taken its phone.

        What the coordinator has answered is not asked again, and a taken roll number is simply replaced.
        """
        marked, answered = row.cleaned["marks"], {problem["code"] for problem in row.problems} | {"roll_taken"}
        if answered & NAMESAKES:
            answered |= NAMESAKES
        if self.is_enrolled(row.cleaned, marked, by_name=not answered & NAMESAKES):
            return RowState.ALREADY
        asked = [one for one in self.questions(row.cleaned, marked) if one["code"] not in answered]
        row.problems = row.problems + asked
        return RowState.TO_CONFIRM if asked else RowState.READY

    def is_enrolled(self, cleaned, marked, by_name=True):
        """Whether the person is in the cohort; notes whom a checked number belongs to, or who had left and is back."""
        person, _alike = self.checked.get(marked.get("number"), (None, ""))
        if person:
            cleaned["person"] = person
        namesakes = self.alike.get(marked.get("alike"), ()) if by_name else ()
        found = self.in_cohort.get(person) or next((one for one in namesakes if one.may_be(marked)), None)
        if found and found.has_left:
            cleaned["person"] = found.person
        return found is not None and not found.has_left

    def questions(self, cleaned, marked, repeated=frozenset()):
        """What only a person can say. A phone that somebody has is left out."""
        person, alike = self.checked.get(marked.get("number"), (None, ""))
        found = []
        if "alike" in repeated:
            found.append(("full_name", "same_name_and_birth"))
        known = cleaned.get("person")
        if any(one.person != known for one in self.alike.get(marked.get("alike"), ())):
            found.append(("full_name", "same_name_enrolled"))
        if person and alike != marked["alike"]:
            found.append(("identity_number", "other_name"))
        if self.claims.get(marked.get("number"), marked["alike"]) != marked["alike"]:
            found.append(("identity_number", "number_claimed"))
        if "phone" in repeated or self.phones.get(marked.get("phone"), known) != known:
            found.append(("phone", "phone_taken"))
            cleaned["phone"] = ""
        if "roll" in repeated or self.rolls.get(marked.get("roll"), known) != known:
            found.append(("roll_number", "roll_taken"))
        return [{"column": column, "code": code, "details": {}} for column, code in found]


def enrolled(cohort, **conditions):
    """People in the cohort who meet the conditions."""
    fields = "citizen_id", "roll_number", "citizen__identity_number__digest", "citizen__full_name"
    found = Enrolment.objects.filter(cohort=cohort, **conditions)
    for person, roll, digest, name, born, left_at in found.values_list(*fields, "citizen__date_of_birth", "left_at"):
        number = bytes(digest).hex() if digest else None
        yield Enrolled(person, str(roll), number, likeness(name, born), left_at is not None)


def rows_kept(cohort, wanted):
    """The raw rows of the cohort's earlier files that these keepsakes name."""
    files = {public_id.hex[:8]: pk for public_id, pk in cohort.imports.values_list("public_id", "pk")}
    names = {pk: name for name, pk in files.items()}
    numbers = {one.row for one in wanted}
    rows = ImportRow.objects.filter(
        cohort_import__in=[files[one.sheet] for one in wanted if one.sheet in files], number__in=numbers
    )
    return {
        Keepsake(names[sheet], number): raw for sheet, number, raw in rows.values_list("cohort_import", "number", "raw")
    }


def counts(cohort_import):
    """How many rows stand in each state; zeros included."""
    found = Counter(dict(cohort_import.rows.values_list("state").annotate(Count("pk"))))
    return {state: found[state] for state in RowState.values}


def rows(cohort_import, state=""):
    """The rows in the file's order, in one state or all."""
    found = cohort_import.rows.select_related("enrolment")
    return found.filter(state=state) if state in RowState.values else found
