"""The DingTalk attendance sheets: columns that need the row's date or a second column."""

from datetime import date, datetime
from typing import Any

import pandas as pd

from audit.validate import text
from audit.validate.cells import CellError, bad_rows, distinct, quoted, spread
from audit.validate.draft import Draft, at_column, read_on_days, tuples
from audit.validate.parsers.attendance import DayCell, on_day, read_approvals, read_day_cell, read_punches
from audit.validate.parsers.choices import choice_reader
from audit.validate.parsers.times import Clock, read_time

SLOTS = 6
REPAIRED = frozenset({"makeup", "admin_edit"})
PUNCHED = REPAIRED | {"normal", "late", "early", "outside", "overtime", "wrong_place", "wrong_device", ""}
"""Results whose time is a punch that was really made or put right; an empty result is a sheet without that column."""

_NOT_PUNCHED = frozenset({"未打卡", "缺卡", "无需打卡"})
_NO_SHIFT = frozenset({"", "休息", "未排班", "未加入考勤组", "不在考勤组"})
_NOT_IN_GROUP = frozenset({"未加入考勤组", "不在考勤组"})


def daily_columns(draft: Draft) -> Draft:
    """每日统计: ``times``, ``results``, ``repaired``, ``is_rest``, ``approvals``."""
    approvals, bad = _approvals(draft)
    return slot_columns(draft).with_columns({"approvals": approvals}, bad)


def slot_columns(draft: Draft) -> Draft:
    """A day's slots (上班1, 下班1 …): ``times``, ``results``, ``repaired``; and ``is_rest`` by the shift."""
    index = draft.raw.index
    results, result_errors, result_at = _results(draft)
    times, time_errors, time_at = distinct(draft.texts("times"), _slots, empty=(None,) * SLOTS)
    pairs, firsts = pd.factorize(result_at * (len(times) + 1) + time_at)
    kept = [_kept(times[int(pair) % (len(times) + 1)], results[int(pair) // (len(times) + 1)]) for pair in firsts]
    days = draft.typed["date"]
    dated = [() if pd.isna(day) else on_day(day.date(), kept[pair]) for day, pair in zip(days, pairs, strict=True)]
    columns = {
        "times": tuples(index, range(len(index)), dated),
        "results": tuples(index, result_at, results),
        "repaired": spread(index, result_at, [sum(code in REPAIRED for code in codes) for codes in results], "Int64"),
        "is_rest": _is_rest(draft),
    }
    bad = at_column("results", bad_rows(index, result_at, result_errors))
    bad |= at_column("times", bad_rows(index, time_at, time_errors))
    return draft.with_columns(columns, bad)


def _results(draft: Draft) -> tuple[list[tuple[str, ...]], list[CellError | None], Any]:
    code_of = choice_reader(draft.contract.columns["results"].choices)

    def read(raw: str) -> tuple[str, ...]:
        words = [text.clean(line) for line in text.safe(raw).split("\n")]
        unknown = next((word for word in words if not text.is_empty(word) and code_of(word) is None), None)
        if unknown is not None:
            raise CellError(f"{quoted(unknown)}不是导出表里的打卡结果，请保持导出的原样", "bad-choice")
        codes = tuple("" if text.is_empty(word) else code_of(word) or "" for word in words)
        return codes + ("",) * (SLOTS - len(codes))

    return distinct(draft.texts("results"), read, empty=("",) * SLOTS)


def _slots(raw: str) -> tuple[Clock | None, ...]:
    lines = [text.clean(line) for line in text.safe(raw).split("\n")]
    clocks = tuple(None if line in _NOT_PUNCHED else read_time(line) for line in lines)
    return clocks + (None,) * (SLOTS - len(clocks))


def _kept(clocks: tuple[Clock | None, ...], results: tuple[str, ...]) -> tuple[Clock, ...]:
    return tuple(clock for clock, result in zip(clocks, results, strict=False) if clock and result in PUNCHED)


def _is_rest(draft: Draft) -> pd.Series:
    if "shift" not in draft.raw:
        return pd.Series(None, index=draft.raw.index, dtype="boolean")
    shift, group = draft.typed["shift"], draft.typed["group"]
    return (shift.isin(_NO_SHIFT) | group.isin(_NOT_IN_GROUP)).astype("boolean")


def _approvals(draft: Draft) -> tuple[pd.Series, dict[tuple[int, str], CellError]]:
    values, positions, parsed = read_on_days(draft.texts("approvals"), draft.typed["date"], read_approvals)
    column = tuples(draft.raw.index, positions, [value or () for value in values])
    return column, at_column("approvals", parsed.bad)


def times_columns(draft: Draft) -> Draft:
    """打卡时间: ``times`` and, aligned with it, ``outside``."""

    def read(raw: str, day: date) -> tuple[tuple[datetime, ...], tuple[bool, ...]]:
        clocks = read_punches(text.clean(raw))
        return on_day(day, clocks), tuple(clock.outside for clock in clocks)

    values, positions, parsed = read_on_days(draft.texts("times"), draft.typed["date"], read)
    found = [value or ((), ()) for value in values]
    columns = {
        "times": tuples(draft.raw.index, positions, [times for times, _ in found]),
        "outside": tuples(draft.raw.index, positions, [outside for _, outside in found]),
    }
    return draft.with_columns(columns, at_column("times", parsed.bad))


def monthly_columns(draft: Draft) -> Draft:
    """月度汇总: ``states``, ``times`` and ``approvals``, all three out of the day's one cell."""
    code_of = choice_reader(draft.contract.columns["states"].choices)
    cell = next((name for name in ("states", "times", "approvals") if name in draft.raw), "states")

    def read(raw: str, day: date) -> DayCell:
        return read_day_cell(text.clean(raw), day, code_of)

    values, positions, parsed = read_on_days(draft.texts(cell), draft.typed["date"], read)
    found = [value or DayCell((), (), ()) for value in values]
    columns = {
        "states": tuples(draft.raw.index, positions, [one.states for one in found]),
        "times": tuples(draft.raw.index, positions, [one.times for one in found]),
        "approvals": tuples(draft.raw.index, positions, [one.approvals for one in found]),
    }
    return draft.with_columns(columns, at_column("states", parsed.bad))
