"""Deadlines: counted in calendar days or workdays, their lights, and how late a problem is."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from audit.model.calendar import Calendar
from audit.model.lifecycle import Flag, Status
from audit.model.problem import Problem
from audit.rectify.lifecycle import DUE

REMINDERS = (3, 1, 0)
"""How many days before the deadline a reminder is due."""


class Light(StrEnum):
    """The colour of a deadline: blue in time, yellow soon due, red overdue, none where no deadline runs."""

    NONE = "none"
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"

    @property
    def label(self) -> str:
        """The word printed in lists."""
        return {"none": "—", "blue": "蓝", "yellow": "黄", "red": "红"}[self.value]


def after_days(start: date, days: int, *, calendar: Calendar | None = None) -> date:
    """Give the day ``days`` after ``start`` (the day itself not counted); with a calendar, in workdays.

    YearMissingError where the calendar lacks a year on the way.
    """
    if calendar is None:
        return start + timedelta(days=days)
    day, left = start, days
    while left > 0:
        day += timedelta(days=1)
        left -= calendar.is_workday(day)
    return day


def month_end(day: date, *, months_later: int = 0) -> date:
    """Give the last day of the day's month, or of a later one: a past month is put right by the next (behaviour)."""
    count = day.year * 12 + day.month + months_later
    return date(count // 12, count % 12 + 1, 1) - timedelta(days=1)


def next_workday(day: date, calendar: Calendar) -> date:
    """Give the day, or the first workday after it, for offices that let a deadline on a rest day move on."""
    while not calendar.is_workday(day):
        day += timedelta(days=1)
    return day


def days_left(due: date, today: date, *, calendar: Calendar | None = None) -> int:
    """Count the days from today to the deadline: 0 on the day itself, negative once it has passed."""
    if calendar is None:
        return (due - today).days
    if due >= today:
        return calendar.workdays_between(today + timedelta(days=1), due)
    return -calendar.workdays_between(due + timedelta(days=1), today)


def running(problem: Problem) -> bool:
    """Say whether the deadline runs: issued, and neither closed, dismissed, accepted nor held."""
    return problem.status in DUE and problem.due_on is not None


def overdue(problem: Problem, today: date) -> bool:
    """Say whether the problem is past its deadline and not struck off (RCT-01)."""
    return running(problem) and problem.due_on is not None and today > problem.due_on


def overdue_days(problem: Problem, today: date, *, calendar: Calendar | None = None) -> int:
    """Count the days (with a calendar, workdays) a problem is late; 0 when it is not."""
    if problem.due_on is None or not overdue(problem, today):
        return 0
    return -days_left(problem.due_on, today, calendar=calendar)


def closed_late(problem: Problem) -> bool:
    """Say whether a closed problem was closed after its deadline."""
    late = problem.closed_on and problem.due_on and problem.closed_on > problem.due_on
    return problem.status is Status.CLOSED and bool(late)


def light(problem: Problem, today: date, *, soon: int = REMINDERS[0], calendar: Calendar | None = None) -> Light:
    """Give the light: red past the deadline, yellow with ``soon`` days or fewer left, blue otherwise."""
    if problem.due_on is None or not running(problem):
        return Light.NONE
    if today > problem.due_on:
        return Light.RED
    return Light.YELLOW if days_left(problem.due_on, today, calendar=calendar) <= soon else Light.BLUE


def flags(problem: Problem, today: date) -> frozenset[Flag]:
    """Give the problem's flags with 逾期 as of today (or as it was when it was closed)."""
    late = overdue(problem, today) or closed_late(problem)
    return problem.flags | ({Flag.OVERDUE} if late else set())


def to_remind(
    problems: Iterable[Problem], today: date, *, days: tuple[int, ...] = REMINDERS, calendar: Calendar | None = None
) -> tuple[Problem, ...]:
    """Choose the problems whose deadline is exactly so many days away, in order of deadline, village and id."""
    chosen = [
        problem
        for problem in problems
        if running(problem) and problem.due_on and problem.status is not Status.SUBMITTED
        if today <= problem.due_on and days_left(problem.due_on, today, calendar=calendar) in days
    ]
    return tuple(sorted(chosen, key=lambda problem: (problem.due_on or today, problem.village, problem.id)))
