"""The calendar of the sample: workdays of 2023 and 2024 after the State Council's notice, and how dates are written."""

from datetime import date, timedelta

WEEKDAYS = "一二三四五六日"

_HOLIDAY_SPANS = (
    ("2023-01-01", "2023-01-02"),
    ("2023-01-21", "2023-01-27"),
    ("2023-04-05", "2023-04-05"),
    ("2023-04-29", "2023-05-03"),
    ("2023-06-22", "2023-06-24"),
    ("2023-09-29", "2023-10-06"),
    ("2024-01-01", "2024-01-01"),
    ("2024-02-10", "2024-02-17"),
    ("2024-04-04", "2024-04-06"),
    ("2024-05-01", "2024-05-05"),
    ("2024-06-10", "2024-06-10"),
    ("2024-09-15", "2024-09-17"),
    ("2024-10-01", "2024-10-07"),
)
_WORKING_WEEKENDS = frozenset(
    date.fromisoformat(day)
    for day in (
        "2023-01-28",
        "2023-01-29",
        "2023-04-23",
        "2023-05-06",
        "2023-06-25",
        "2023-10-07",
        "2023-10-08",
        "2024-02-04",
        "2024-02-18",
        "2024-04-07",
        "2024-04-28",
        "2024-05-11",
        "2024-09-14",
        "2024-09-29",
        "2024-10-12",
    )
)


def span(first: date, last: date) -> list[date]:
    """List the days from first to last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


_HOLIDAYS = frozenset(
    day for first, last in _HOLIDAY_SPANS for day in span(date.fromisoformat(first), date.fromisoformat(last))
)


def is_workday(day: date) -> bool:
    """Say whether a day of 2023 or 2024 is a workday, adjusted weekends included."""
    if day.year not in (2023, 2024):
        message = f"the sample knows the calendar of 2023 and 2024 only, not {day.year}"
        raise ValueError(message)
    return day in _WORKING_WEEKENDS or (day.weekday() < 5 and day not in _HOLIDAYS)


def month_days(month: str) -> list[date]:
    """List the days of a month written ``2023-11``."""
    first = date.fromisoformat(f"{month}-01")
    return span(first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1))


def workdays(first: date, last: date) -> int:
    """Count workdays from first to last, both included."""
    return sum(is_workday(day) for day in span(first, last))


def chinese_month(month: str) -> str:
    """Write ``2023-11`` as 2023年11月."""
    return f"{month[:4]}年{int(month[5:])}月"


def chinese_day(day: date) -> str:
    """Write a date as 2023年11月8日."""
    return f"{day.year}年{day.month}月{day.day}日"


def dingtalk_day(day: date) -> str:
    """Write a date as the DingTalk export does: 23-11-01 星期三."""
    return f"{day:%y-%m-%d} 星期{WEEKDAYS[day.weekday()]}"
