"""WeCom and Feishu attendance exports: a day's times by any separator, and months that tell only results."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeAlias

import pandas as pd

from audit.validate import text
from audit.validate.cells import CellError, quoted
from audit.validate.dingtalk import slot_columns
from audit.validate.draft import Bad, Draft, at_column, read_on_days, tuples
from audit.validate.parsers.attendance import in_order, on_day
from audit.validate.parsers.choices import choice_reader
from audit.validate.parsers.times import Clock, read_time

WRONG_PLACE, WRONG_DEVICE = "wrong_place", "wrong_device"
IMPLIED: Mapping[str, int] = {
    "normal": 2, "late": 2, "early": 2, "outside": 2, "makeup": 2, WRONG_PLACE: 2, WRONG_DEVICE: 2, "missing": 1,
}  # fmt: skip
"""Punches that a day's result tells of where the times are not given: both ends of the day, or one."""

_TIME = re.compile(r"(?:次日\s*)?\d{1,2}:\d{2}(?::\d{2})?")
_BRACKETS = re.compile(r"[(][^()]*[)]")
_EMPTY_BRACKETS = re.compile(r"[(][\s,、;]*[)]")
_BETWEEN = re.compile(r"[\s,、;/|]+")
_NOT_PUNCHED = "未打卡"

Moments: TypeAlias = tuple[datetime, ...]
Codes: TypeAlias = tuple[str, ...]


def wecom_daily_columns(draft: Draft) -> Draft:
    """概况统计与打卡明细: the slots, or the times of 打卡时间记录, or 最早 and 最晚, whichever has any first."""
    told = slot_columns(draft)
    record, bad = _moments(draft, "record")
    first, first_bad = _moments(draft, "earliest")
    last, last_bad = _moments(draft, "latest")
    either = zip(told.typed["times"], record, first, last, strict=True)
    times = [slots or noted or tuple(dict.fromkeys(early + late)) for slots, noted, early, late in either]
    columns = {"times": tuples(draft.raw.index, range(len(times)), times), **_abnormal(told.typed["results"])}
    return told.with_columns(columns, {**bad, **first_bad, **last_bad})


def wecom_times_columns(draft: Draft) -> Draft:
    """打卡时间记录: ``times`` of the day's cell."""
    times, bad = _moments(draft, "times")
    return draft.with_columns({"times": tuples(draft.raw.index, range(len(times)), times)}, bad)


def state_columns(draft: Draft) -> Draft:
    """A month of results, with or without times: ``states``, ``times``, ``punches``, ``is_rest``, ``repaired`` and the
    counts of abnormal ones. ``punches`` are the times, or what the results imply.
    """
    index = draft.raw.index
    code_of = choice_reader(draft.contract.columns["states"].choices)

    def read(raw: str, day: date) -> tuple[Codes, Moments]:
        codes, clocks = read_states(raw, code_of)
        return codes, on_day(day, clocks)

    values, positions, parsed = read_on_days(draft.texts("states"), draft.typed["date"], read)
    found: list[tuple[Codes, Moments]] = [value or ((), ()) for value in values]
    states = tuples(index, positions, [codes for codes, _ in found])
    counts = [len(set(moments)) or implied_punches(codes) for codes, moments in found]
    columns = {
        "states": states,
        "times": tuples(index, positions, [moments for _, moments in found]),
        "punches": pd.Series([counts[place] for place in positions], index=index, dtype="Int64"),
        "is_rest": states.map(lambda codes: "rest" in codes).astype("boolean"),
        "repaired": _count(states, "makeup"),
        **_abnormal(states),
    }
    return draft.with_columns(columns, at_column("states", parsed.bad))


def read_clocks(raw: str) -> tuple[Clock, ...]:
    """The times of a cell, remarks in brackets left out (``08:26、18:03（外勤）``). Raises CellError."""
    words = text.half_width(text.clean(raw))
    if text.is_empty(words) or words == _NOT_PUNCHED:
        return ()
    bare = _BRACKETS.sub("", words)
    clocks = _clocks(bare)
    if not clocks or _BETWEEN.sub("", _TIME.sub("", bare).replace("外勤", "")):
        raise CellError(f"{quoted(raw)}不是打卡时间，应写成08:26、18:03", "bad-punch-times")
    return clocks


def read_states(raw: str, code_of: Callable[[str], str | None]) -> tuple[Codes, tuple[Clock, ...]]:
    """A day's results and times: ``正常(08:26);正常(18:03)``, ``迟到;缺卡 ;``, ``正常（休息）``. Raises CellError."""
    words = text.half_width(text.clean(raw)).strip(";, ")
    if text.is_empty(words):
        return (), ()
    tokens = [token for token in _BETWEEN.split(_EMPTY_BRACKETS.sub("", _TIME.sub("", words))) if token]
    codes = [code_of(token) for token in tokens if not text.is_empty(token)]
    if None in codes:
        raise CellError(f"{quoted(raw)}看不出当日打卡结果，请保持导出的原样", "bad-day-state")
    return tuple(code for code in codes if code), _clocks(words)


def implied_punches(codes: Codes) -> int:
    """How many punches a day's results tell of without times: the fewest that any of them allows."""
    return min((IMPLIED[code] for code in codes if code in IMPLIED), default=0)


def _clocks(words: str) -> tuple[Clock, ...]:
    return in_order([clock for found in _TIME.findall(words) if (clock := read_time(found)) is not None])


def _moments(draft: Draft, column: str) -> tuple[list[Moments], Bad]:
    def read(raw: str, day: date) -> Moments:
        return on_day(day, read_clocks(raw))

    values, positions, parsed = read_on_days(draft.texts(column), draft.typed["date"], read)
    return [values[place] or () for place in positions], at_column(column, parsed.bad)


def _abnormal(codes: pd.Series) -> dict[str, pd.Series]:
    return {"soft": _count(codes, WRONG_PLACE), "hard": _count(codes, WRONG_DEVICE)}


def _count(codes: pd.Series, code: str) -> pd.Series:
    return codes.map(lambda found: found.count(code)).astype("Int64")
