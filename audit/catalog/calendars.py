"""Workdays: the State Council's yearly notices, one YAML file each; an office can add next year's."""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct
from pydantic import Field

from audit.catalog.documents import documents
from audit.catalog.problems import Problems, Spot
from audit.catalog.shapes import Day, Shape, Text, read_shape
from audit.model.calendar import Calendar, CalendarYear

_LONGEST = timedelta(days=15)


class _HolidayShape(Shape):
    name: Text
    begins: Day = Field(alias="from")
    ends: Day = Field(alias="to")


class _YearShape(Shape):
    year: int
    notice: str
    holidays: list[_HolidayShape] = Field(min_length=1)
    workdays: list[Day] = Field(default_factory=list)


class _YearFile(Struct, frozen=True):
    """One notice, and where it is."""

    shape: _YearShape
    spot: Spot


def read_calendar() -> Calendar:
    """Read every year's arrangement. Raises CatalogError with everything that is wrong.

    A notice may reach into the neighbouring years (元旦 2019 began on 2018-12-30): its days count where they lie.
    """
    problems = Problems()
    files: list[_YearFile] = []
    for relative, document in documents("data_contracts", "calendar/*.yml", problems):
        shape = read_shape(document, _YearShape, problems)
        if shape is None:
            continue
        files.append(_YearFile(shape, Spot(document, problems)))
        if relative != f"calendar/{shape.year}.yml":
            files[-1].spot.at("year").note(f"年份“{shape.year}”与文件名不一致")
    holidays: dict[date, str] = {}
    workdays: dict[date, str] = {}
    for file in files:
        _add_holidays(file, holidays)
    for file in files:
        _add_workdays(file, workdays, holidays)
    problems.raise_if_any()
    return Calendar({file.shape.year: _year(file.shape, holidays, workdays) for file in files})


def _year(shape: _YearShape, holidays: dict[date, str], workdays: dict[date, str]) -> CalendarYear:
    return CalendarYear(
        year=shape.year,
        notice=shape.notice,
        holidays={day: name for day, name in sorted(holidays.items()) if day.year == shape.year},
        workdays={day: name for day, name in sorted(workdays.items()) if day.year == shape.year},
    )


def _add_holidays(file: _YearFile, holidays: dict[date, str]) -> None:
    for index, holiday in enumerate(file.shape.holidays):
        spot = file.spot.at("holidays", index)
        if not timedelta(0) <= holiday.ends - holiday.begins <= _LONGEST:
            spot.at("to").note("放假止日早于起日，或一次超过15天")
            continue
        for day in _days(holiday):
            _check_year(file, day, spot)
            if holidays.setdefault(day, holiday.name) != holiday.name:
                spot.note(f"{day}已列入“{holidays[day]}”")


def _add_workdays(file: _YearFile, workdays: dict[date, str], holidays: dict[date, str]) -> None:
    for index, day in enumerate(file.shape.workdays):
        spot = file.spot.at("workdays", index)
        _check_year(file, day, spot)
        if day in holidays:
            spot.note(f"{day}已列为“{holidays[day]}”放假，不能又是调休上班")
        if day.weekday() < 5:
            spot.note(f"{day}不是周末，本来就上班，不是调休")
        workdays[day] = _nearest_holiday(file.shape, day)


def _check_year(file: _YearFile, day: date, spot: Spot) -> None:
    year = file.shape.year
    if not date(year - 1, 12, 1) <= day <= date(year + 1, 1, 31):
        spot.note(f"{day}不属于{year}年的放假安排")


def _nearest_holiday(shape: _YearShape, day: date) -> str:
    """An adjusted workday belongs to the festival it stands nearest to."""

    def distance(holiday: _HolidayShape) -> timedelta:
        return min(abs(day - holiday.begins), abs(day - holiday.ends))

    return min(shape.holidays, key=distance).name


def _days(holiday: _HolidayShape) -> Iterator[date]:
    day = holiday.begins
    while day <= holiday.ends:
        yield day
        day += timedelta(days=1)
