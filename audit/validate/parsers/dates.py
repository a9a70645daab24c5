"""Calendar days in every form offices and exports write them."""

import re
from datetime import UTC, date, datetime, timedelta

from audit.validate import text
from audit.validate.cells import CellError, quoted

Period = tuple[date, date]

_WEEKDAY = r"(?:\s*[((]?\s*(?:星期|周)[一二三四五六日天]\s*[))]?)?"
_CLOCK = r"(?:[T\s]+\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?)?"
_TAIL = _WEEKDAY + _CLOCK + r"$"
_YEAR_FIRST = re.compile(r"(\d{4}|\d{2})\s*([-/.年])\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?" + _TAIL)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?" + _TAIL)
# 3-5日 is three days of one month, and nobody's fifth of March.
_SEVERAL = r"(?!\d{1,2}\s*-\s*\d{1,2}\s*[日号])"
_MONTH_DAY = re.compile(_SEVERAL + r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?" + _TAIL)
_DAY = re.compile(r"(\d{1,2})(?:\.0)?\s*[日号]?" + _TAIL)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?$")
_MILLISECONDS = re.compile(r"\d{13}$")
_HALF_FILLED = re.compile(r"(?:\d{2,4}\s*[-/.年]\s*(?:\d{1,2}\s*[-/.月]?)?|\d{1,2}\s*月)\s*[日号]?$|^[年月日\s]+$")

_MONTH = re.compile(r"(?:(?P<year>\d{4})\s*[-/.年]\s*)?(?P<month>\d{1,2})\s*(?:月份?)?$")

_EPOCH = date(1899, 12, 30)
_SHANGHAI = timedelta(hours=8)
_LONGEST_MONTH = 31
_FIRST_YEAR = 1990
_LAST_YEAR = 2100


def read_date(raw: str, period: Period | None = None) -> date | None:
    """The day a cell names, None when it is empty.

    ``period`` gives the year (``12月8日``) or the year and month (``8日``) that the cell leaves out. Raises CellError.
    """
    if text.is_empty(raw):
        return None
    words = text.half_width(raw)
    for read in (_with_year, _packed, _serial, _from_milliseconds):
        found = read(words)
        if found is not None:
            return found
    found = _without_year(words, period) or _day_only(words, period)
    if found is not None:
        return found
    if _HALF_FILLED.match(words):
        raise CellError(f"{quoted(raw)}没有填全，请补齐年月日", "incomplete-date")
    raise CellError(f"{quoted(raw)}不是日期，请写成2023-11-08这样的一个日期", "bad-date")


def make_date(year: int, month: int, day: int, *, with_year: bool = True) -> date:
    """The day, or CellError when there is none such, or when its year cannot be meant."""
    said = f"{year}年{month}月{day}日" if with_year else f"{month}月{day}日"
    if with_year and not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise CellError(f"{said}的年份不合理，请核对年份", "date-out-of-range")
    try:
        return date(year, month, day)
    except ValueError:
        # A leap day is named with its year: without it nobody sees what is wrong.
        said = f"{year}年{said}" if (month, day) == (2, 29) and not with_year else said
        raise CellError(f"{said}不存在，请改为实际日期", "impossible-date") from None


def _with_year(words: str) -> date | None:
    found = _YEAR_FIRST.match(words)
    if found is None:
        return None
    year = int(found[1])
    return make_date(year if year >= 100 else 2000 + year, int(found[3]), int(found[4]), with_year=year >= 100)


def _packed(words: str) -> date | None:
    found = _PACKED.match(words)
    return make_date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _serial(words: str) -> date | None:
    found = _SERIAL.match(words)
    if found is None:
        return None
    day = _EPOCH + timedelta(days=int(found[1]))
    return make_date(day.year, day.month, day.day)


def _from_milliseconds(words: str) -> date | None:
    if not _MILLISECONDS.match(words):
        return None
    # DingTalk's workDate is midnight in Shanghai; in UTC every row would be a day early.
    day = (datetime.fromtimestamp(int(words) // 1000, tz=UTC) + _SHANGHAI).date()
    return make_date(day.year, day.month, day.day)


def _without_year(words: str, period: Period | None) -> date | None:
    found = _MONTH_DAY.match(words)
    if found is None:
        return None
    month, day = int(found[1]), int(found[2])
    make_date(2000, month, day, with_year=False)
    if period is None:
        raise CellError(f"{quoted(words)}没有写年份，表名和标题也看不出月份，请写成2023-11-08这样的日期", "no-year")
    return make_date(year_near(month, period), month, day, with_year=False)


def year_near(month: int, period: Period) -> int:
    """The year in which a month named without one falls: inside the days the sheet covers, or next to them."""
    first, last = (_months(day.year, day.month) for day in period)

    def distance(year: int) -> int:
        named = _months(year, month)
        return max(first - named, named - last, 0)

    return min(range(period[0].year - 1, period[1].year + 2), key=distance)


def _months(year: int, month: int) -> int:
    return year * 12 + month


def _day_only(words: str, period: Period | None) -> date | None:
    found = _DAY.match(words)
    if found is None:
        return None
    day = int(found[1])
    if period is None or (period[1] - period[0]).days > _LONGEST_MONTH:
        raise CellError(f"{quoted(words)}只写了日，表名和标题看不出年月，请写成2023-11-08这样的日期", "no-month")
    first, last = period
    # A period such as 26日至25日 runs over two months: days before its first day belong to the second.
    month = first if (first.year, first.month) == (last.year, last.month) or day >= first.day else last
    return make_date(month.year, month.month, day, with_year=False)


def read_month(raw: str, period: Period | None = None) -> str:
    """The month a cell names (``2023年11月``, ``2023-11``, ``11月``) as ``2023-11``, "" when it is empty."""
    if text.is_empty(raw):
        return ""
    found = _MONTH.match(text.half_width(raw))
    if found is None:
        day = read_date(raw, period)
        return day.strftime("%Y-%m") if day else ""
    if found["year"] is None and period is None:
        raise CellError(f"{quoted(raw)}没有写年份，请写成2023-11这样的月份", "no-year")
    month = int(found["month"])
    if not 1 <= month <= 12:
        raise CellError(f"{quoted(raw)}没有这个月，请改为实际月份", "impossible-date")
    year = int(found["year"]) if found["year"] else year_near(month, period or (date.min, date.min))
    return make_date(year, month, 1).strftime("%Y-%m")
