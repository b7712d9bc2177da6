"""Who gives which role, for how long, and whether a second person must agree (ADR 15). Pure; roles by their names."""

from datetime import date

COORDINATOR, OFFICER, OPERATOR = "coordinator", "programme_officer", "operator"

# the role given: the roles that give it; a coordinator only in organisations of their own and below
GIVEN_BY = {
    "member": {COORDINATOR, OFFICER},
    "trainer": {COORDINATOR, OFFICER},
    "coordinator": {OFFICER},
    "invigilator": {OFFICER},
    "editor": {OFFICER},
    "publisher": {OFFICER},
    "programme_officer": {OPERATOR},
    "analyst": {OPERATOR},
    "operator": {OPERATOR},
}
# whoever holds one of these decides alone about people, certificates, examinations or the machinery
BY_TWO = {"invigilator", "publisher", "programme_officer", "operator"}
IN_ONE_ORGANISATION = {"member", "trainer", "coordinator"}
MAY_HAVE_ORGANISATION = {"invigilator"}  # the house that they come from, which may not examine its own

USUAL_YEARS, MOST_YEARS, MOST_YEARS_BY_TWO = 1, 3, 2
WARNED_DAYS_AHEAD = (30, 7)
INVITATION_DAYS = 14
CODE_LENGTH = 16


def years_after(day: date, years: int) -> date:
    """The same day that many years later; the last of February where there is no twenty-ninth."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def usual_last_day(today: date) -> date:
    """The last day that is proposed for a role."""
    return years_after(today, USUAL_YEARS)


def latest_last_day(role: str, today: date) -> date:
    """The last day that a role may have without being given anew."""
    return years_after(today, MOST_YEARS_BY_TWO if role in BY_TWO else MOST_YEARS)
