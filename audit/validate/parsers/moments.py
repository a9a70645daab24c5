"""Moments with their precision (a day, half a day, a minute) and spans between two of them."""

import re
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from audit.validate import text
from audit.validate.cells import CellError, quoted
from audit.validate.parsers.dates import Period, read_date
from audit.validate.parsers.times import read_time

_HALF = re.compile(r"^(?P<day>.*?)\s*[((]?(?P<half>上午|下午|全天)[))]?$")
_CLOCK = re.compile(
    r"^(?P<day>.*?[\d日号一二三四五六天))])(?:[T\s]+|(?<=[日号一二三四五六天))]))"
    r"(?P<clock>(?:上午|下午|早上|晚上|中午|凌晨)?\s*\d{1,2}\s*[:时点].*|(?:上午|下午|早上|晚上|中午|凌晨)\s*\d{1,2}\s*[:时点].*)$"
)
_GLUED_HALF = re.compile(r"^(?P<day>.*?\d)(?P<clock>(?:上午|下午|早上|晚上|中午|凌晨)\s*\d{1,2}\s*[:时点].*)$")
_SERIAL = re.compile(r"(\d{5})\.(\d+)$")
_SECONDS = re.compile(r"\d:\d{1,2}:([0-5]?\d)(?:\.\d+)?$")
_WHOLE_DAY = re.compile(r"[T\s]+0?0:00:00(?:\.0+)?$")
_MILLISECONDS = re.compile(r"\d{13}\Z")
_LENGTH = re.compile(
    r"[\s,，]*[((]?\s*(?:共|计|共计)?\s*(?:\d+(?:\.\d+)?|半|[一二两三四五六七八九十]+)\s*个?天半?\s*[))]?\s*$"
)
_STRONG = re.compile(r"至|到|~|～|—+|–|-{2,}|\s-\s")
_BARE_DAY = re.compile(r"(\d{1,2})\s*[日号]?(?P<rest>\s*[((]?(?:上午|下午)[))]?|\s+\d{1,2}:\d{1,2})?$")
_MONTH_DAY = re.compile(r"\d{1,2}\s*[-/.月]\s*\d{1,2}")
_DAYS = re.compile(r"(\d{1,2})\s*[日号]?\s*-\s*(\d{1,2})\s*[日号]$")

_SHANGHAI_SECONDS = 8 * 60 * 60
_DAY_SECONDS = 24 * 60 * 60
MIDDAY = time(12)
LAST = time(23, 59)


class Moment(Struct, frozen=True):
    """A point in time known to the ``day``, to the ``half`` day or to the ``minute``."""

    on: date
    precision: str
    at: time = time(0)
    afternoon: bool = False

    def as_start(self) -> datetime:
        """Where it begins: a day and a morning at 00:00, an afternoon at 12:00."""
        if self.precision == "minute":
            return datetime.combine(self.on, self.at)
        return datetime.combine(self.on, MIDDAY if self.afternoon else time(0))

    def as_end(self) -> datetime:
        """Where it ends: a morning at 12:00, an afternoon and a day at 23:59."""
        if self.precision == "minute":
            return datetime.combine(self.on, self.at)
        return datetime.combine(self.on, MIDDAY if self.precision == "half" and not self.afternoon else LAST)


def read_moment(raw: str, period: Period | None = None) -> Moment | None:
    """The moment a cell names, None when it is empty. Raises CellError."""
    if text.is_empty(raw):
        return None
    words = text.half_width(raw)
    # A date cell of Excel comes as midnight with seconds; an export's midnight has none.
    words = _WHOLE_DAY.sub("", words)
    if _MILLISECONDS.match(words):
        return _from_milliseconds(words, period)
    serial = _SERIAL.match(words)
    if serial:
        return _on_clock(serial[1], f"0.{serial[2]}", period)
    half = _HALF.match(words)
    if half and half["day"]:
        return _half_day(half, period)
    clock = _CLOCK.match(words) or _GLUED_HALF.match(words)
    if clock:
        return _on_clock(clock["day"], clock["clock"], period)
    day = read_date(words, period)
    return Moment(day, "day") if day else None


def _from_milliseconds(words: str, period: Period | None) -> Moment | None:
    """DingTalk's interfaces count milliseconds; midnight in Shanghai is a day."""
    day = read_date(words, period)
    seconds = (int(words) // 1000 + _SHANGHAI_SECONDS) % _DAY_SECONDS
    if day is None or not seconds:
        return Moment(day, "day") if day else None
    return Moment(day, "minute", (datetime.combine(day, time(0)) + timedelta(seconds=seconds)).time())


def _half_day(found: re.Match[str], period: Period | None) -> Moment | None:
    day = read_date(found["day"], period)
    if day is None:
        return None
    if found["half"] == "全天":
        return Moment(day, "day")
    return Moment(day, "half", afternoon=found["half"] == "下午")


def _on_clock(day_text: str, clock_text: str, period: Period | None) -> Moment | None:
    day, clock = read_date(day_text, period), read_time(clock_text)
    if day is None or clock is None:
        raise CellError(f"{quoted(day_text)}不是日期，请写成2023-11-08 08:30这样的日期和时间", "bad-date")
    second = _SECONDS.search(clock_text)
    at = datetime.combine(day, time(0)) + timedelta(minutes=clock.minutes, seconds=int(second[1]) if second else 0)
    return Moment(at.date(), "minute", at.time())


def read_span(raw: str, period: Period | None = None) -> tuple[Moment, Moment] | None:
    """The two ends of ``12.3-12.5``, ``12月3日至5日``, ``2021/09/01 ~ 09/22``; one day alone is both.

    ``3-5日`` are days of the month that ``period`` is.
    """
    if text.is_empty(raw):
        return None
    words = _LENGTH.sub("", text.half_width(raw)) or text.half_width(raw)
    ends = _two_ends(words, period)
    if ends is None:
        only = read_moment(words, period)
        return (only, only) if only else None
    if ends[1].as_end() < ends[0].as_start():
        raise CellError(f"{quoted(raw)}的止日早于起日，请核对", "reversed-span")
    return ends


def _two_ends(words: str, period: Period | None) -> tuple[Moment, Moment] | None:
    strong = [piece.strip() for piece in _STRONG.split(words) if piece.strip()]
    if len(strong) == 2:
        return _ends(strong[0], strong[1], period)
    if len(strong) > 2:
        raise CellError(f"{quoted(words)}不是一段时间，请写成2023-11-06至2023-11-08", "bad-span")
    if days := _DAYS.match(words):
        return _ends(f"{days[1]}日", f"{days[2]}日", period)
    return _ends_by_dash(words, period)


def _ends(left: str, right: str, period: Period | None) -> tuple[Moment, Moment]:
    first = read_moment(left, period)
    if first is None:
        raise CellError(f"{quoted(left)}不是日期，请写成2023-11-06至2023-11-08", "bad-span")
    last = read_moment(_filled(right, first.on), (first.on, first.on))
    if last is None:
        raise CellError(f"{quoted(right)}不是日期，请写成2023-11-06至2023-11-08", "bad-span")
    return first, last


def _filled(right: str, first: date) -> str:
    """The second end with the day of the first when it only names a half or an hour (``上午至下午``)."""
    return right if re.match(r"\d{1,4}(?!\d*[:时点])", right) else f"{first.isoformat()} {right}"


def _ends_by_dash(words: str, period: Period | None) -> tuple[Moment, Moment] | None:
    """Cut at the dash that leaves two readable ends of the most equal length; no dash does in a plain date."""
    cuts = [place for place, letter in enumerate(words) if letter == "-"]
    for cut in sorted(cuts, key=lambda place: abs(len(words) - 1 - 2 * place)):
        left, right = words[:cut].strip(), words[cut + 1 :].strip()
        if not left or not right or _BARE_DAY.match(left):
            continue
        try:
            return _ends(left, right, period)
        except CellError as error:
            if error.code in {"impossible-date", "no-year"} and _MONTH_DAY.match(left) and _MONTH_DAY.match(right):
                raise
    return None
