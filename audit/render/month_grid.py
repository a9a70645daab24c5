"""The month grid: one strip per person, a column per day, a row each for sign-in, punch, log, leave and duty."""

import calendar
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from audit.model.finding import DayMark, PersonMonth

ROWS: Mapping[str, tuple[str, str]] = {
    "sign_in": ("签", "签到册"),
    "punch": ("卡", "钉钉考勤"),
    "log": ("志", "工作日志"),
    "leave": ("假", "请假"),
    "duty": ("务", "公务培训"),
}
"""Field of a day mark, the glyph that stands for it, and its full title."""

_SIGNS: Mapping[str, str] = {"half": "半", "no": "×", "unknown": "？", "not_due": "·"}
_MEANINGS: Mapping[str, str] = {
    "yes": "有记录",
    "half": "半天",
    "no": "应有而缺",
    "unknown": "资料未报送",
    "not_due": "不要求",
}
# Nobody has to be on leave or away on duty: a day without either is not a gap.
_NEVER_LACKING = frozenset({"leave", "duty"})
_WEEK = "一二三四五六日"
_SATURDAY = 5


def legend() -> list[dict[str, str]]:
    """Explain the signs: ``sign`` as printed, ``state`` as in the cells, ``meaning``."""
    return [
        {"sign": _SIGNS.get(state, "签"), "state": state, "meaning": meaning} for state, meaning in _MEANINGS.items()
    ]


def off_days(months: Iterable[PersonMonth]) -> dict[date, str]:
    """Gather the kind of each day (workday, weekend, holiday) from everybody's marks."""
    return {mark.date: mark.day_kind for month in months for mark in month.days}


def strip(
    month: PersonMonth, days: list[date], kinds: Mapping[date, str], serials: Mapping[str, str]
) -> dict[str, Any]:
    """Lay out one person's month over ``days``.

    Gives ``heads`` (number, weekday, note 休 or 班, off), ``lines`` (field, glyph, title, and cells with sign, state,
    off and hint) and ``notes`` (the serials of the findings that name the day, off).
    """
    marks = {mark.date: mark for mark in month.days}
    off = {day: _is_off(day, kinds) for day in days}
    heads = [_head(day, off=off[day]) for day in days]
    lines = [
        {
            "field": field,
            "glyph": glyph,
            "title": title,
            "cells": [_cell(field, marks.get(day), day, off=off[day]) for day in days],
        }
        for field, (glyph, title) in ROWS.items()
    ]
    return {"heads": heads, "lines": lines, "notes": [_note(marks.get(day), serials, off=off[day]) for day in days]}


def days_of(month: str) -> list[date]:
    """List the days of a month written as 2023-11."""
    year, number = (int(part) for part in month.split("-"))
    return [date(year, number, day) for day in range(1, calendar.monthrange(year, number)[1] + 1)]


def _is_off(day: date, kinds: Mapping[date, str]) -> bool:
    """Say whether no work is asked for; a day nobody has a mark for goes by the week."""
    kind = kinds.get(day)
    return day.weekday() >= _SATURDAY if kind is None else kind != "workday"


def _head(day: date, *, off: bool) -> dict[str, Any]:
    """Head of a column: 休 on days off, 班 on a weekend day made a workday."""
    works_on_weekend = not off and day.weekday() >= _SATURDAY
    note = "休" if off else "班" if works_on_weekend else ""
    return {"number": day.day, "weekday": _WEEK[day.weekday()], "note": note, "off": off}


def _cell(field: str, mark: DayMark | None, day: date, *, off: bool) -> dict[str, Any]:
    """One sign; blank where the person was not in post or nothing is to be said."""
    glyph, title = ROWS[field]
    state = "" if mark is None else getattr(mark, field)
    if state not in _MEANINGS or (state == "no" and field in _NEVER_LACKING):
        return {"sign": "", "state": "blank", "off": off, "hint": ""}
    return {
        "sign": _SIGNS.get(state, glyph),
        "state": state,
        "off": off,
        "hint": f"{day.month}月{day.day}日{title}：{_MEANINGS[state]}",
    }


def _note(mark: DayMark | None, serials: Mapping[str, str], *, off: bool) -> dict[str, Any]:
    """Serials of the findings that name the day, in the order of the list; findings of another list are left out."""
    named = () if mark is None else mark.findings
    return {"serials": [serial for name, serial in serials.items() if name in named], "off": off}
