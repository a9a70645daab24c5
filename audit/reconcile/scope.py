"""What one reconciliation is about: the month, the day of judgement, the calendar and the conventions."""

from datetime import date, timedelta

import pandas as pd
from msgspec import Struct

from audit.model.calendar import Calendar
from audit.model.conventions import Conventions
from audit.model.round import Round


class Scope(Struct, frozen=True):
    """One audited month.

    ``covered_to`` is the last day the files speak of: days after it have not happened yet as far as the audit knows.
    """

    round: Round
    covered_to: date

    @property
    def month(self) -> str:
        """The audited month, ``2023-11``."""
        return self.round.month

    @property
    def as_of(self) -> date:
        """The day of judgement."""
        return self.round.as_of

    @property
    def calendar(self) -> Calendar:
        """The workday calendar."""
        return self.round.calendar

    @property
    def conventions(self) -> Conventions:
        """The office's way of counting."""
        return self.round.conventions

    @property
    def first(self) -> date:
        """The first day of the month."""
        return month_first(self.month)

    @property
    def last(self) -> date:
        """The last day of the month."""
        return month_last(self.month)

    @property
    def complete(self) -> bool:
        """Whether the files cover the month to its end."""
        return self.covered_to >= self.last

    @property
    def look_back_first(self) -> date:
        """The first day of the look-back period for continuity and handovers."""
        months = self.first.year * 12 + self.first.month - self.conventions.look_back_months
        return date(months // 12, months % 12 + 1, 1)


def month_first(month: str) -> date:
    """Give the first day of a month written ``2023-11``."""
    return date.fromisoformat(f"{month}-01")


def lies_in(days: pd.Series, month: str) -> pd.Series:
    """Say which days, or moments, lie in a month written ``2023-11``; one that is not known does not."""
    return (days >= pd.Timestamp(month_first(month))) & (days < pd.Timestamp(month_last(month) + timedelta(days=1)))


def month_last(month: str) -> date:
    """Give the last day of a month written ``2023-11``."""
    first = month_first(month)
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def days_between(first: date, last: date) -> list[date]:
    """List the days from one to another, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def months_between(first: date, last: date) -> list[str]:
    """List the months from one day to another, both included, as ``2023-11``."""
    count = (last.year - first.year) * 12 + last.month - first.month
    starts = (first.year * 12 + first.month - 1 + n for n in range(count + 1))
    return [f"{start // 12:04d}-{start % 12 + 1:02d}" for start in starts]
