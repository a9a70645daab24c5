"""Which date each day's column is: from its place in the run and the period that the title says."""

import calendar
from collections.abc import Sequence
from datetime import date, timedelta

from audit.intake.grid import Grid
from audit.intake.layouts.checks import labels
from audit.intake.layouts.shape import Days, Says
from audit.intake.titles import month_days

Period = tuple[date, date]

_WEEK = 7


def period_of_days(grid: Grid, days: Days, says: Says) -> Period | None:
    """The first and last day of a run: the title's period cut to it, else the month that its dated headers agree on.

    A run that begins in the month before (26–25) belongs to the month in which it ends, unless its headers are dated.
    """
    period = says.period or _period_of_headers(grid, days, says)
    if period is None or not days.numbers or not _whole_month(period):
        return period
    year, month = period[0].year, period[0].month
    first, last = days.numbers[0], days.numbers[-1]
    if first <= last:
        end = calendar.monthrange(year, month)[1]
        return (date(year, month, first), date(year, month, min(last, end))) if first <= end else period
    before = date(year, month, 1) - timedelta(days=1)
    dated = [label.month for _, label in labels(grid, days) if label.month]
    if dated and dated[0] == month != dated[-1]:
        after = period[1] + timedelta(days=1)
        return date(year, month, first), after.replace(day=last)
    return before.replace(day=min(first, before.day)), date(year, month, last)


def dates_of_days(days: Days, period: Period) -> list[date | None]:
    """The date of each column, None for one that is no day of the period (31 in a short month).

    Numbers that do not begin on the period's first day are wrong, and days are counted by place instead.
    """
    first, last = period
    if days.week:
        return [_weekday_in(period, weekday) for weekday in range(len(days.columns))]
    if not days.numbers or days.numbers[0] != first.day:
        counted = [first + timedelta(days=place) for place in range(len(days.columns))]
        return [day if day <= last else None for day in counted]
    found: list[date | None] = []
    year, month = first.year, first.month
    for place, number in enumerate(days.numbers):
        if place and number < days.numbers[place - 1]:
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        exists = number <= calendar.monthrange(year, month)[1]
        day = date(year, month, number) if exists else None
        found.append(day if day and first <= day <= last else None)
    return found


def chosen(days: Days, places: Sequence[int]) -> Days:
    """The run with some of its columns only."""
    return Days(
        tuple(days.columns[place] for place in places),
        tuple(days.widths[place] for place in places),
        days.row,
        tuple(days.numbers[place] for place in places) if days.numbers else (),
        days.week,
    )


def _weekday_in(period: Period, weekday: int) -> date | None:
    day = period[0] + timedelta(days=(weekday - period[0].weekday()) % _WEEK)
    return day if day <= period[1] else None


def _whole_month(period: Period) -> bool:
    return period == month_days(period[0].year, period[0].month)


def _period_of_headers(grid: Grid, days: Days, says: Says) -> Period | None:
    """The month that all dated headers agree on; the title may have named the month without a year."""
    months = {(label.year, label.month) for _, label in labels(grid, days) if label.month}
    if len(months) != 1:
        return None
    year, month = months.pop()
    return month_days(year, month) if year and month and says.month in (None, month) else None
