"""Where the country stands with a target: for the home page, the progress page and the dashboard."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from intelligent_bhutan.targets import forecast
from intelligent_bhutan.targets.models import Release, Target
from literacy import indicators

PROFICIENT_CITIZENS = "proficient-citizens"


@dataclass(frozen=True)
class Answer:
    """Where the country, or a part of it, stands with a target on a day; a part without a plan has none.

    `months` are new people of each month as (first day, number); `plan` as (day, number). `gap` is what is missing to
    the plan of the day, negative where the country is ahead.
    """

    target: Target
    goal: int
    today: date
    reached: int
    planned: int
    plan: list
    months: list
    forecast: forecast.Forecast

    @property
    def percent(self):
        return 100 * self.reached / self.goal if self.goal else 0.0

    @property
    def planned_percent(self):
        return 100 * self.planned / self.goal if self.goal else 0.0

    @property
    def gap(self):
        return self.planned - self.reached

    @property
    def ahead(self):
        return max(0, -self.gap)

    @property
    def shortfall(self):
        """What will be missing on the due day at the present pace; 0 where the goal is reached."""
        return max(0, self.goal - self.forecast.expected)

    @property
    def will_reach(self):
        return self.shortfall == 0

    def planned_on(self, day):
        return forecast.planned(self.plan, day)


def national_answer(*, today=None):
    """Where the country stands now: live, exact, four queries."""
    today = today or timezone.localdate()
    target = Target.objects.get(slug=PROFICIENT_CITIZENS)
    months = indicators.proficient_months()
    return answer_from(target, months=months, recent=recent_people(today), today=today)


def recent_people(today, **part):
    """New people of the last 90 days, of the country or of a dzongkhag and an audience."""
    since = today - timedelta(days=forecast.PACE_DAYS - 1)
    return sum(n for _day, n in indicators.proficient_days(since=since, until=today, **part))


def answer_from(target, *, months, recent, today, part=1.0):
    """The answer from new people of each month and those of the last 90 days; `part` of the plan, 0 for no plan."""
    reached = sum(n for _month, n in months)
    plan = [(point.day, round(point.value * part)) for point in target.plan.all()] if part else []
    goal = round(target.goal * part)
    return Answer(
        target=target,
        goal=goal,
        today=today,
        reached=reached,
        planned=forecast.planned(plan, today),
        plan=plan,
        months=months,
        forecast=forecast.look_ahead(
            reached=reached,
            goal=goal,
            today=today,
            starts_on=target.starts_on,
            due_on=target.due_on,
            recent=recent,
            months=full_months(months, target.starts_on, today),
        ),
    )


def full_months(months, starts_on, today):
    """The numbers of all months that began after the start and have ended, zeros included, oldest first."""
    found = dict(months)
    first, numbers = next_month(starts_on), []
    while first < today.replace(day=1):
        numbers.append(found.get(first, 0))
        first = next_month(first)
    return numbers


def next_month(day):
    """The first day of the month after."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def latest_release():
    """The release whose cells the public sees; None before the first."""
    return Release.objects.first()
