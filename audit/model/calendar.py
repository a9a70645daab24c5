"""Workdays: the State Council's yearly notices as a table of days."""

from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct


class YearMissingError(LookupError):
    """The holiday arrangement of a year has not been loaded; an audit must not guess it."""

    def __init__(self, year: int) -> None:
        """Say which year is missing and what to do."""
        super().__init__(f"缺少{year}年节假日安排，请先导入国务院办公厅当年通知（data_contracts/calendar/{year}.yml）")
        self.year = year


class CalendarYear(Struct, frozen=True):
    """One year: ``holidays`` maps each day off to its festival, ``workdays`` each adjusted workday (调休上班)."""

    year: int
    notice: str
    holidays: Mapping[date, str]
    workdays: Mapping[date, str]


class Calendar(Struct, frozen=True):
    """All loaded years."""

    years: Mapping[int, CalendarYear]

    def kind(self, day: date) -> str:
        """Say whether a day is ``workday``, ``weekend`` or ``holiday``; an adjusted workday is a workday."""
        year = self.years.get(day.year)
        if year is None:
            raise YearMissingError(day.year)
        if day in year.workdays:
            return "workday"
        if day in year.holidays:
            return "holiday"
        return "weekend" if day.weekday() >= 5 else "workday"

    def is_workday(self, day: date) -> bool:
        """Say whether work is asked for on this day."""
        return self.kind(day) == "workday"

    def workdays_between(self, first: date, last: date) -> int:
        """Count workdays from first to last, both included; 0 when last is before first."""
        return sum(self.is_workday(first + timedelta(days=n)) for n in range((last - first).days + 1))
