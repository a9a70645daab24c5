"""The shipped workday calendar, day by day, against two public packages and the figures of the design."""

from datetime import date, timedelta

import chinese_calendar
import holidays as public_holidays
import pytest

from audit.catalog import CatalogError, load_calendar
from audit.model.calendar import Calendar, YearMissingError

YEARS = range(2013, 2027)
WORKDAYS = {
    2021: [20, 17, 23, 22, 19, 21, 22, 22, 22, 17, 22, 23],
    2022: [21, 16, 23, 21, 20, 21, 21, 23, 21, 18, 22, 22],
    2023: [18, 20, 23, 20, 21, 21, 21, 23, 20, 19, 22, 21],
    2024: [22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22],
    2025: [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23],
    2026: [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23],
}


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return load_calendar()


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_both_public_calendars(calendar: Calendar, year: int) -> None:
    china = public_holidays.country_holidays("CN", years=year)
    ours = {day: calendar.is_workday(day) for day in days_of(year)}
    assert ours == {day: chinese_calendar.is_workday(day) for day in ours}
    assert ours == {day: china.is_working_day(day) for day in ours}


@pytest.mark.parametrize("year", YEARS)
def test_holidays_are_the_days_off_that_carry_a_festival(calendar: Calendar, year: int) -> None:
    festivals = {day for day in days_of(year) if chinese_calendar.get_holiday_detail(day)[1] is not None}
    off = {day for day in festivals if not chinese_calendar.is_workday(day)}
    ours = {day for day in days_of(year) if calendar.kind(day) == "holiday"}
    assert off <= ours
    assert all(day.weekday() >= 5 for day in ours - off)


@pytest.mark.parametrize("year", WORKDAYS)
def test_workdays_per_month_are_those_measured(calendar: Calendar, year: int) -> None:
    found = [sum(calendar.is_workday(day) for day in days_of(year) if day.month == month) for month in range(1, 13)]
    assert found == WORKDAYS[year]


def test_a_notice_that_begins_in_december_counts_in_december(calendar: Calendar) -> None:
    assert calendar.kind(date(2018, 12, 29)) == "workday"
    assert calendar.kind(date(2018, 12, 31)) == "holiday"
    assert calendar.years[2018].holidays[date(2018, 12, 31)] == "元旦"
    assert date(2018, 12, 31) not in calendar.years[2019].holidays


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2015, 9, 3), "holiday"),
        (date(2015, 9, 6), "workday"),
        (date(2019, 5, 2), "holiday"),
        (date(2019, 5, 5), "workday"),
        (date(2020, 2, 1), "holiday"),
        (date(2020, 2, 2), "holiday"),
        (date(2020, 2, 3), "workday"),
        (date(2023, 10, 7), "workday"),
        (date(2023, 11, 11), "weekend"),
    ],
)
def test_changes_made_during_the_year_are_in(calendar: Calendar, day: date, kind: str) -> None:
    assert calendar.kind(day) == kind


def test_adjusted_workdays_name_their_festival(calendar: Calendar) -> None:
    assert calendar.years[2023].workdays[date(2023, 1, 28)] == "春节"
    assert calendar.years[2023].workdays[date(2023, 10, 8)] == "中秋节、国庆节"


def test_every_year_names_its_notice(calendar: Calendar) -> None:
    assert sorted(calendar.years) == list(YEARS)
    assert calendar.years[2023].notice == "国办发明电〔2022〕16号"
    assert all(f"〔{year - 1}〕" in calendar.years[year].notice for year in YEARS)


def test_a_missing_year_stops_with_what_to_do(calendar: Calendar) -> None:
    with pytest.raises(YearMissingError) as error:
        calendar.is_workday(date(2027, 1, 4))
    message = "缺少2027年节假日安排，请先导入国务院办公厅当年通知（data_contracts/calendar/2027.yml）"
    assert str(error.value) == message
    assert error.value.year == 2027


def test_an_office_adds_the_next_year(office) -> None:
    office.write(
        "data_contracts/calendar/2027.yml",
        "year: 2027\nnotice: 虚构的通知\nholidays:\n  - {name: 元旦, from: 2027-01-01, to: 2027-01-03}\nworkdays: []\n",
    )
    calendar = load_calendar()
    assert calendar.kind(date(2027, 1, 1)) == "holiday"
    assert calendar.kind(date(2027, 1, 4)) == "workday"


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        (
            "year: 2028\nnotice: ''\nholidays: [{name: 元旦, from: 2027-01-03, to: 2027-01-01}]\n",
            [
                "2027.yml:1:7 year：年份“2028”与文件名不一致",
                "2027.yml:3:45 holidays.0.to：放假止日早于起日，或一次超过15天",
            ],
        ),
        (
            "year: 2027\nnotice: ''\nholidays: [{name: 元旦, from: 2027-02-30, to: 2027/3/1}]\n",
            [
                "2027.yml:3:29 holidays.0.from：没有“2027-02-30”这一天",
                "2027.yml:3:45 holidays.0.to：日期应写成 2023-11-01 的样子",
            ],
        ),
        (
            (
                "year: 2027\nnotice: ''\nholidays: [{name: 元旦, from: 2027-01-01, to: 2027-01-03}]\n"
                "workdays: [2027-01-02, 2027-01-04, 2026-11-01]\n"
            ),
            [
                "2027.yml:4:12 workdays.0：2027-01-02已列为“元旦”放假，不能又是调休上班",
                "2027.yml:4:24 workdays.1：2027-01-04不是周末，本来就上班，不是调休",
                "2027.yml:4:36 workdays.2：2026-11-01不属于2027年的放假安排",
            ],
        ),
    ],
    ids=["倒着的假期", "不存在的日子", "不能调休的日子"],
)
def test_mistakes_in_an_arrangement_are_all_told(office, text: str, messages: list[str]) -> None:
    path = office.write("data_contracts/calendar/2027.yml", text)
    with pytest.raises(CatalogError) as error:
        load_calendar()
    assert [message.replace(str(path), path.name) for message in error.value.messages] == messages
