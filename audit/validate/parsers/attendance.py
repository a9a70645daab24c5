"""DingTalk's own grammars: punch cells, daily results, approval items, monthly day cells."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from audit.validate import text
from audit.validate.cells import CellError, quoted
from audit.validate.parsers.times import DAY, Clock, read_time

Approval = tuple[str, datetime, datetime, float | None, str]

APPROVAL = re.compile(
    r"([^\d，,;；\s]+?)\s*(\d{2})-(\d{2})\s+(\d{2}:\d{2}|上午|下午)\s*到\s*(\d{2})-(\d{2})\s+(\d{2}:\d{2}|上午|下午)"
    r"(?:\s*(\d+(?:\.\d+)?)(小时|天|分钟))?"
)
DAY_CELL = re.compile(r"^(.*)\n\(([^()]*)\)$", re.DOTALL)
STATE = re.compile(
    r"^(?:(.+?):)?(正常|旷工|未打卡|未排班|休息并打卡|休息|不在考勤组(?:并打卡)?|上班缺卡|下班缺卡"
    r"|(?:上班|下班)(?:严重)?(?:迟到|早退)\d+分钟)$"
)
_TOKEN = re.compile(r"(次日\s*)?(\d{1,2}[:：]\d{2})(?=\D|\d{1,2}[:：]|$)\s*(外勤)?")
_BETWEEN = re.compile(r"[\s,，、;；]*")
_HALF_STARTS = {"上午": time(0), "下午": time(12)}
_HALF_ENDS = {"上午": time(12), "下午": time(23, 59)}
_NEW_YEAR_SPAN = 6


class DayCell(Struct, frozen=True):
    """One day of one person in 月度汇总: the states' codes, the punches, the approvals."""

    states: tuple[str, ...]
    times: tuple[datetime, ...]
    approvals: tuple[Approval, ...]


def read_punches(raw: str) -> tuple[Clock, ...]:
    """The punches of one 打卡时间 cell in order; a time lower than the one before it is on the next day."""
    words = text.half_width(raw)
    clocks: list[Clock] = []
    place = 0
    while place < len(words):
        place += len(_BETWEEN.match(words, place)[0])  # type: ignore[index]  # the pattern matches empty text
        if place == len(words):
            break
        found = _TOKEN.match(words, place)
        if found is None:
            if not clocks and text.is_empty(words):
                return ()
            raise CellError(f"{quoted(raw)}不是打卡时间，每次应写成08:26，外勤的后面写“外勤”", "bad-punch-times")
        clock = read_time(found[0])
        if clock is not None:
            clocks.append(clock)
        place = found.end()
    return in_order(clocks)


def in_order(clocks: list[Clock]) -> tuple[Clock, ...]:
    """The clocks with a next day's punches moved past midnight: the cell writes them bare, after later ones."""
    ordered: list[Clock] = []
    for clock in clocks:
        late = bool(ordered) and clock.minutes < ordered[-1].minutes and clock.minutes < DAY
        ordered.append(Clock(clock.minutes + DAY, clock.outside) if late else clock)
    return tuple(ordered)


def on_day(day: date, clocks: tuple[Clock, ...]) -> tuple[datetime, ...]:
    """The moments of a day's clocks."""
    midnight = datetime.combine(day, time(0))
    return tuple(midnight + timedelta(minutes=clock.minutes) for clock in clocks)


def read_approvals(raw: str, day: date) -> tuple[Approval, ...]:
    """The approvals named in a cell of ``day``: (type, start, end, quantity, unit). Raises CellError."""
    if text.is_empty(raw):
        return ()
    words = text.half_width(raw)
    found = tuple(_approval(match, day, raw) for match in APPROVAL.finditer(words))
    rest = _BETWEEN.sub("", APPROVAL.sub("", words))
    if rest or not found:
        raise CellError(f"{quoted(raw)}不是关联的审批单，应写成外出05-21 13:30到05-21 18:00 4.5小时", "bad-approvals")
    return found


def _approval(match: re.Match[str], day: date, raw: str) -> Approval:
    kind, month, on, at, end_month, end_on, end_at, quantity, unit = match.groups()
    try:
        start = datetime.combine(_near(int(month), int(on), day), _at(at, _HALF_STARTS))
        end = datetime.combine(_near(int(end_month), int(end_on), day), _at(end_at, _HALF_ENDS))
    except ValueError:
        raise CellError(f"{quoted(raw)}里有不存在的日期或时间，请核对", "impossible-date") from None
    return kind, start, end, float(quantity) if quantity else None, unit or ""


def _near(month: int, on: int, day: date) -> date:
    """The date next to ``day``: the cell leaves the year out, and approvals run over New Year."""
    shift = month - day.month
    year = day.year - 1 if shift > _NEW_YEAR_SPAN else day.year + 1 if shift < -_NEW_YEAR_SPAN else day.year
    return date(year, month, on)


def _at(words: str, halves: dict[str, time]) -> time:
    return halves[words] if words in halves else time.fromisoformat(words)


def read_day_cell(raw: str, day: date, code_of: Callable[[str], str | None]) -> DayCell:
    """One day of 月度汇总: states and approvals above, times in brackets below.

    ``code_of`` turns a state's words into its code. Raises CellError.
    """
    words = text.half_width(raw)
    if not words:
        return DayCell(("not_in_group",), (), ())
    found = DAY_CELL.match(words)
    above, below = (found[1], found[2]) if found else (words, "")
    approvals = tuple(_approval(match, day, raw) for match in APPROVAL.finditer(above))
    tokens = [token.strip() for token in re.split(r"[,\n]", APPROVAL.sub("", above)) if token.strip()]
    states = tuple(_state(token, raw, code_of) for token in tokens)
    clocks = in_order([clock for token in below.split(",") if (clock := read_time(token)) is not None])
    return DayCell(states, on_day(day, clocks), approvals)


def _state(token: str, raw: str, code_of: Callable[[str], str | None]) -> str:
    found = STATE.match(token)
    code = code_of(found[2]) if found else None
    if code is None:
        raise CellError(f"{quoted(raw)}不是月度汇总的考勤结果，请保持钉钉导出的原样", "bad-day-state")
    return code
