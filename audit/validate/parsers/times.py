"""Clock times as attendance exports and people write them."""

import re

from msgspec import Struct

from audit.validate import text
from audit.validate.cells import CellError, quoted

DAY = 24 * 60

_HALVES = {"上午": 0, "早上": 0, "早": 0, "凌晨": 0, "am": 0, "中午": 12, "下午": 12, "晚上": 12, "晚": 12, "pm": 12}
_TIME = re.compile(
    r"(?P<next>次日\s*)?(?P<half>上午|早上|早|凌晨|中午|下午|晚上|晚|am|pm)?\s*"
    r"(?P<hour>\d{1,2})(?:\s*[:时点]\s*(?P<minute>\d{1,2}|半)?\s*分?)(?::\s*\d{1,2}(?:\.\d+)?)?\s*"
    r"(?P<outside>外勤)?$",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"0?\.\d+$")
_NOON = 12


class Clock(Struct, frozen=True, order=True):
    """A time of day in minutes from the day's midnight; 24:00 and 次日 go beyond 1440. ``outside`` marks 外勤."""

    minutes: int
    outside: bool = False


def read_time(raw: str) -> Clock | None:
    """The time a cell names (``8:5``, ``08：58``, ``次日 00:10``, ``24:00``, ``下午3点半``), None when it is empty."""
    if text.is_empty(raw):
        return None
    words = text.half_width(raw)
    if _FRACTION.match(words):
        return Clock(round(float(words) * DAY))
    found = _TIME.match(words)
    if found is None:
        raise CellError(f"{quoted(raw)}不是时间，请写成08:30这样的时间", "bad-time")
    minute = 30 if found["minute"] == "半" else int(found["minute"] or 0)
    minutes = _hour(int(found["hour"]), found["half"]) * 60 + minute
    if minute > 59 or minutes > DAY:
        raise CellError(f"{quoted(raw)}这个时间不存在，请改为实际时间", "bad-time")
    return Clock(minutes + (DAY if found["next"] else 0), outside=bool(found["outside"]))


def _hour(hour: int, half: str | None) -> int:
    if not half or _HALVES[half.lower()] == 0:
        return 0 if half == "凌晨" and hour == _NOON else hour
    return hour + _NOON if hour < _NOON and not (half == "中午" and hour >= 10) else hour
