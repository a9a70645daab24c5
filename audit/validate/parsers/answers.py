"""What people answer when asked for a day: ``上个月``, ``11月中旬``, ``三天前`` as first and last day."""

import re
from calendar import monthrange
from datetime import date, timedelta

from audit.validate import text
from audit.validate.cells import CellError
from audit.validate.parsers.dates import read_date

Interval = tuple[date, date]

_NEVER = re.compile(r"从未|从没|没有?来过|未来过|没到过|未到过|一次(?:也|都)没")
_DAYS = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2, "大前天": 3}
_FEW = re.compile(r"前几天|这几天|几天前|最近几天")
_AGO = re.compile(r"(半|[一二两三四五六七八九十]|\d{1,2})个?(天|日|周|星期|礼拜|月)(?:以)?前")
_WEEK = re.compile(r"(上上|上|这|本)个?(?:周|星期|礼拜)")
_MONTH = re.compile(r"(上上|上|这|本)个?月")
_NAMED = re.compile(r"(?:(20\d\d|去|今)年)?\s*(\d{1,2})月份?(初|上旬|中旬|下旬|底|末)?$")
_PARTS = {
    "": (1, 31),
    "初": (1, 10),
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 31),
    "底": (21, 31),
    "末": (21, 31),
}
_BACK = {"上上": 2, "上": 1, "这": 0, "本": 0}
_AROUND = re.compile(r"^(?:大概|大约|好像|可能)(?:是|在)?|(?:左右|前后|的?时候|来过?的?了?|[。.,!])+$")
_NUMERALS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九十")} | {"两": 2}
_HALF_MONTH = 15


def says_never(words: str) -> bool:
    """Say whether the answer is that nobody ever came (``从未来过``, ``没来过``)."""
    return bool(_NEVER.search(text.key(words)))


def answered_days(words: str, asked_on: date) -> Interval | None:
    """Give the first and last day an answer may mean, asked on a day; None where it does not say (``记不清``).

    A month named without a year, or a day, is the last such before the question.
    """
    said = _AROUND.sub("", text.key(words))
    if text.is_empty(said) or says_never(said):
        return None
    found = _exact(said, asked_on) or _relative(said, asked_on) or _month_named(said, asked_on)
    return found if found and found[0] <= asked_on else None


def _exact(said: str, asked_on: date) -> Interval | None:
    """One day, with or without its year; without one the last such day."""
    for year in (asked_on.year, asked_on.year - 1):
        try:
            day = read_date(said, (date(year, 1, 1), date(year, 12, 31)))
        except CellError:
            return None
        if day and day <= asked_on:
            return day, day
    return None


def _relative(said: str, asked_on: date) -> Interval | None:
    if (back := _DAYS.get(said)) is not None:
        return (asked_on - timedelta(days=back),) * 2
    if _FEW.search(said):
        return asked_on - timedelta(days=7), asked_on - timedelta(days=1)
    if found := _AGO.search(said):
        return _ago(found[1], found[2], asked_on)
    if found := _WEEK.search(said):
        monday = asked_on - timedelta(days=asked_on.weekday() + 7 * _BACK[found[1]])
        return monday, min(monday + timedelta(days=6), asked_on)
    if found := _MONTH.search(said):
        return _whole_month(asked_on, _BACK[found[1]])
    return None


def _ago(amount: str, unit: str, asked_on: date) -> Interval | None:
    if amount == "半":
        middle = asked_on - timedelta(days=_HALF_MONTH)
        return (middle - timedelta(days=5), middle + timedelta(days=5)) if unit == "月" else None
    count = _NUMERALS[amount] if amount in _NUMERALS else int(amount)
    if unit == "月":
        return _whole_month(asked_on, count)
    if unit in ("天", "日"):
        return (asked_on - timedelta(days=count),) * 2
    middle = asked_on - timedelta(days=7 * count)
    return middle - timedelta(days=3), middle + timedelta(days=3)


def _whole_month(asked_on: date, back: int) -> Interval:
    months = asked_on.year * 12 + asked_on.month - 1 - back
    first = date(months // 12, months % 12 + 1, 1)
    return first, min(_last_of(first), asked_on)


def _month_named(said: str, asked_on: date) -> Interval | None:
    """``11月``, ``去年11月``, ``11月中旬``: a month ahead of the question is last year's."""
    found = _NAMED.match(said)
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    month = int(found[2])
    year = {"去": asked_on.year - 1, "今": asked_on.year, None: asked_on.year - (month > asked_on.month)}.get(found[1])
    first = date(int(found[1]) if year is None else year, month, 1)
    begin, end = _PARTS[found[3] or ""]
    return first.replace(day=begin), min(first.replace(day=min(end, _last_of(first).day)), asked_on)


def _last_of(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])
