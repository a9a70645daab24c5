"""What the system says of the teams, and what the units' own books say of their days."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from generator.days import chinese_month
from generator.lists import Listing, write_lists
from generator.model import Expected, Posting, Village
from generator.people import LEADER

_OTHER_DATE, _AT_UNIT = ("东坝村", "严安昌"), ("东沟村", "魏安庆")
_SEPTEMBER, _DECEMBER = date(2024, 9, 1), date(2024, 12, 1)

EXPECTED: Mapping[str, tuple[Expected, ...]] = {
    "2024-09": (Expected("roster-inconsistent", *_OTHER_DATE, _SEPTEMBER, "系统里的到任时间早一个月"),),
    "2024-12": (
        Expected("roster-inconsistent", *_OTHER_DATE, _DECEMBER, "系统里的到任时间早一个月"),
        Expected("not-released-from-unit", *_AT_UNIT, _DECEMBER, "三个工作日在单位上班"),
    ),
}


def write(folder: Path, villages: Sequence[Village], postings: Sequence[Posting]) -> None:
    """Write the system's export as of each month, and each month's book of the units."""
    for first in (_SEPTEMBER, _DECEMBER):
        name = chinese_month(f"{first:%Y-%m}")
        place = folder / f"{first:%Y-%m}"
        team = [one for one in postings if one.active(first)]
        write_lists(place / f"{name}系统驻村干部信息.xlsx", [_system(first, team)])
        write_lists(place / f"{name}派出单位工作记录.xlsx", [_at_unit(name, first, team)])


def _system(first: date, team: Sequence[Posting]) -> Listing:
    heads = ("行政村", "姓名", "派出单位", "队伍职务", "驻村开始时间", "驻村结束时间", "更新时间")
    rows = [(one.village, one.person, one.unit, one.role, _arrived(one), "", first) for one in team]
    return Listing("系统导出", ("青禾镇防返贫监测信息系统驻村干部信息导出",), heads, rows)


def _arrived(one: Posting) -> date:
    return date(2023, 4, 15) if (one.village, one.person) == _OTHER_DATE else one.arrived


def _at_unit(name: str, first: date, team: Sequence[Posting]) -> Listing:
    heads = ("姓名", "单位", "日期", "记录类别", "事项")
    units = {one.person: one.unit for one in team}
    plan = (("金安军", (4, 11), "会议", "参加局党组会"), ("周安伟", (5, 10, 19), "汇报驻村工作", "汇报驻村工作进度"))
    if first == _DECEMBER:
        plan = (*plan, (_AT_UNIT[1], (6, 12, 19), "上班打卡", "机关全天上班"))
    # Every leader tells his unit once a month how the work goes: that is no day at the unit.
    plan = (*plan, *((one.person, (25,), "汇报驻村工作", "汇报当月工作") for one in team if one.role == LEADER))
    rows = [
        (person, units[person], first.replace(day=number), kind, matters)
        for person, numbers, kind, matters in plan
        for number in numbers
    ]
    return Listing("工作记录", (f"青禾镇驻村干部{name}派出单位工作记录",), heads, rows)
