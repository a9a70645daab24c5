"""Attendance and leave: what is changed in a clean month before it is written, and what that must give."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from generator import deviations as how
from generator.days import is_workday, month_days
from generator.model import Absence, Day, Expected, Posting, World

_NIGHTS = "东岗村"
"""Its book tells of nights, four a week."""
_SLEEPS_AWAY, _BY_OTHERS, _GONE = (_NIGHTS, "孙邦伟"), ("东塘村", "施安达"), ("东岭村", "王安明")
_LATE, _OPEN, _SIGNED, _OWN, _NO_REASON = "褚安海", "沈安邦", "韩安刚", "孔安林", "冯邦海"
_SEPTEMBER, _DECEMBER = date(2024, 9, 1), date(2024, 12, 1)

EXPECTED: Mapping[str, tuple[Expected, ...]] = {
    "2024-09": (
        Expected("nights-unproven", *_SLEEPS_AWAY, _SEPTEMBER, "同队都记有夜宿，他一晚也没有"),
        Expected("sign-in-by-others", *_BY_OTHERS, _SEPTEMBER, "册上记着代签"),
        Expected("untraced-run", *_GONE, date(2024, 9, 9), "连续三个工作日没有任何记录"),
        Expected("leave-approved-late", "东溪村", _LATE, date(2024, 9, 6), "离岗第二天才批"),
        Expected("leave-not-cancelled", "东坪村", _OPEN, date(2024, 9, 11), "没有销假"),
        Expected("records-during-leave", "东坪村", _SIGNED, date(2024, 9, 20), "请假当天册上签了到"),
        Expected("leave-approved-too-low", "东坝村", _OWN, date(2024, 9, 24), "自己批自己的假"),
        Expected("leave-proof-missing", "东冲村", _NO_REASON, date(2024, 9, 23), "没有写事由"),
    ),
    "2024-12": (Expected("nights-unproven", *_SLEEPS_AWAY, _DECEMBER, "同队都记有夜宿，他一晚也没有"),),
}


def plant(world: World) -> None:
    """Spoil a clean month, and add what only looks wrong."""
    _mark_nights(world)
    if world.month == "2024-09":
        _spoil_days(world)
        world.absences = [_spoiled(one) for one in world.absences]


def _mark_nights(world: World) -> None:
    workdays = [day for day in month_days(world.month) if is_workday(day) and day.weekday() < 4]
    for one in world.postings:
        if one.village == _NIGHTS and one.person != _SLEEPS_AWAY[1]:
            how.change(world, one.who, one.village, workdays, _slept)


def _slept(day: Day, person: str, on: date) -> Day:
    return replace(day, sign="mark:√宿") if day.sign == "present" else day


def _spoil_days(world: World) -> None:
    plan = (
        (*_BY_OTHERS, (19,), how.marked("mark:√代")),
        (*_GONE, (9, 10, 11), how.no_trace),
        ("东坪村", _SIGNED, (20,), how.marked("present")),
        # Forgotten once or twice, as everybody does.
        ("东坪村", "杨安杰", (12,), how.no_sign),
        ("东沟村", "陶安安", (5, 18), how.one_punch),
    )
    for village, name, numbers, change in plan:
        days = [date(2024, 9, number) for number in numbers]
        how.change(world, _member(world, village, name).who, village, days, change)


def _member(world: World, village: str, name: str) -> Posting:
    return next(one for one in world.postings if (one.village, one.person) == (village, name))


def _spoiled(leave: Absence) -> Absence:
    """Give a leave with its fault, or as it is."""
    if leave.person == _LATE:
        return replace(leave, approved=datetime(2024, 9, 7, 9, 5))  # noqa: DTZ001 - local time, as on paper
    if leave.person == _OPEN:
        return replace(leave, cancelled=None)
    if leave.person == _OWN:
        return replace(leave, approver=f"{_OWN}（第一书记）")
    return replace(leave, reason="") if leave.person == _NO_REASON else leave
