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
    """Where the country stands with a target on a day.

    `months` are new people of each month as (first day, number); `plan` as (day, number). `gap` is what is missing to
    the plan of the day, negative where the country is ahead.
    """

    target: Target
    today: date
    reached: int
    planned: int
    plan: list
    months: list
    forecast: forecast.Forecast

    @property
    def goal(self):
        return self.target.goal

    @property
    def percent(self):
        return 100 * self.reached / self.goal

    @property
    def planned_percent(self):
        return 100 * self.planned / self.goal

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
    since = today - timedelta(days=forecast.PACE_DAYS - 1)
    recent = sum(n for _day, n in indicators.proficient_days(since=since, until=today))
    return answer_from(target, months=months, recent=recent, today=today)


def answer_from(target, *, months, recent, today):
    """The answer from new people of each month and those of the last 90 days."""
    reached = sum(n for _month, n in months)
    plan = list(target.plan.values_list("day", "value"))
    return Answer(
        target=target,
        today=today,
        reached=reached,
        planned=forecast.planned(plan, today),
        plan=plan,
        months=months,
        forecast=forecast.look_ahead(
            reached=reached,
            goal=target.goal,
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
