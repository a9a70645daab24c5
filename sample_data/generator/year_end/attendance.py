"""Attendance and leave: what is changed in a clean month before it is written, and what that must give."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from generator import deviations as how
from generator.absences import COUNTY_OFFICE, duty, leave
from generator.days import is_workday, month_days
from generator.identity import device
from generator.model import Absence, Day, Expected, Posting, World

_NIGHTS = "东岗村"
"""Its book tells of nights, four a week."""
_SLEEPS_AWAY, _BY_OTHERS, _GONE = (_NIGHTS, "孙邦伟"), ("东塘村", "施安达"), ("东岭村", "王安明")
_LATE, _OPEN, _SIGNED, _OWN, _NO_REASON = "褚安海", "沈安邦", "韩安刚", "孔安林", "冯邦海"
_ILL, _SPLIT = ("东坡村", "杨邦文"), ("东岭村", "王安明")
_LENDS, _BORROWS, _MANY_PHONES, _IN_TOWN = "陶安安", ("东沟村", "姜安芳"), ("东溪村", "陈安成"), ("东坪村", "杨安杰")
_TWO_PLACES, _AFTERWARDS = ("东岗村", "钱邦平"), ("东坝村", "严安昌")
_ELSEWHERE = "白石镇集贸市场 清源县白石镇正街"
_YEAR = date(2024, 1, 1)
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
    "2024-12": (
        Expected("nights-unproven", *_SLEEPS_AWAY, _DECEMBER, "同队都记有夜宿，他一晚也没有"),
        Expected("annual-leave-exceeded", *_ILL, _YEAR, "到任十天后病假三十一天"),
        Expected("annual-days-short", *_ILL, _YEAR, "在任四十二天，病假三十一天，十一月全算在村也不够"),
        Expected("leave-split", *_SPLIT, date(2024, 12, 23), "三天接两天，都由镇里批"),
        Expected("device-shared", *_BORROWS, _DECEMBER, "两天早上用同一部手机打卡"),
        Expected("punch-phone-odd", *_MANY_PHONES, _DECEMBER, "一个月用了几部手机"),
        Expected("punch-out-of-area", *_IN_TOWN, _DECEMBER, "两天在邻镇打卡"),
        Expected("records-conflict", *_TWO_PLACES, _DECEMBER, "开会的时间里在村打卡"),
    ),
}


def absences(month: str, postings: Sequence[Posting]) -> list[Absence]:
    """Give the longer leaves and the duties by the hour, besides the single days that others take."""
    if month != "2024-12":
        return []
    who = {(one.village, one.person): one for one in postings}
    ill = leave(
        who[_ILL], "病假", ("2024-12-01", "2024-12-31"), "2024-11-28 09:10", "2024-11-29 16:20", reason="住院手术",
        approver=COUNTY_OFFICE, cancelled=date(2025, 1, 2), proof="诊断证明",
    )  # fmt: skip
    parts = (
        (("2024-12-23", "2024-12-25"), date(2024, 12, 26), "2024-12-20"),
        (("2024-12-26", "2024-12-27"), date(2024, 12, 30), "2024-12-25"),
    )
    split = [
        leave(who[_SPLIT], "事假", days, f"{asked} 09:00", f"{asked} 10:30", cancelled=back, reason="老家建房")
        for days, back, asked in parts
    ]
    return [ill, *split]


def meetings_by_the_hour(postings: Sequence[Posting]) -> list[Absence]:
    """Give December's meetings at the county that are registered with their hours."""
    who = {(one.village, one.person): one for one in postings}
    plan = ((_TWO_PLACES, 18, time(16, 30), time(19, 0)), (_AFTERWARDS, 20, time(9, 30), time(11, 30)))
    return [
        replace(
            duty(who[one], "会议", (f"2024-12-{day}", f"2024-12-{day}"), "全县驻村工作座谈会", "清振办〔2024〕52号"),
            start=datetime.combine(date(2024, 12, day), begin), end=datetime.combine(date(2024, 12, day), end),
        )
        for one, day, begin, end in plan
    ]  # fmt: skip


def plant(world: World) -> None:
    """Spoil a clean month, and add what only looks wrong."""
    _mark_nights(world)
    if world.month == "2024-09":
        _spoil_days(world)
        world.absences = [_spoiled(one) for one in world.absences]
    else:
        _spoil_punches(world)


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


def _spoil_punches(world: World) -> None:
    own = [f"{device(_MANY_PHONES[1])[:-2]}{number:02d}" for number in range(4)]
    plan = (
        (*_BORROWS, (10, 17), how.punched(device=device(_LENDS))),
        # Lent once, as within any team.
        ("东塘村", "张安浩", (11,), how.punched(device=device("施安达"))),
        *((*_MANY_PHONES, (3 + 7 * number,), how.punched(device=mark)) for number, mark in enumerate(own)),
        (*_IN_TOWN, (11, 25), how.punched(place=_ELSEWHERE)),
        ("东沟村", "金安军", (10,), how.punched(place=_ELSEWHERE)),
    )
    for village, name, numbers, change in plan:
        days = [date(2024, 12, number) for number in numbers]
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
