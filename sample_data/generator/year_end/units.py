"""Units behind the teams: who they are, how often they and their leaders came, whether they heard the team."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from generator.lists import Listing, write_lists
from generator.model import Expected, Posting, Village

_SURNAMES, _HEADS, _DEPUTIES = "顾温邹熊纪舒屈项祝董", "开元", "秉文"
_PAPERS = ("有", "有", "是")
_VACANT, _DEPUTY_AWAY, _NO_MINUTES, _UNHEARD, _UNWRITTEN = "东溪村", "东坪村", "东湾村", "东塘村", "东坝村"
_YEAR, _AUTUMN, _WINTER = date(2024, 1, 1), date(2024, 7, 1), date(2024, 10, 1)

EXPECTED = {
    "2024-09": (
        Expected("unit-visits-ahead", _VACANT, "", _YEAR, "到九月底只到村一次，全年规定两次", of="县第002单位"),
        Expected("leader-visits-short", _NO_MINUTES, "", _AUTUMN, "分管领导三季度到村，没有会议记录", of="县第004单位"),
    ),
    "2024-12": (
        Expected("unit-visits-short", _VACANT, "", _YEAR, "全年只到村一次；领导职位空缺，不核领导", of="县第002单位"),
        Expected("leader-visits-short", _DEPUTY_AWAY, "", _WINTER, "分管领导四季度没有到村", of="县第003单位"),
        Expected("unit-briefing-missing", _UNHEARD, "", _YEAR, "全年没有听取汇报", of="县第005单位"),
        Expected("unit-briefing-missing", _UNWRITTEN, "", _YEAR, "听取了汇报，没有会议记录", of="县第006单位"),
    ),
}


def write(folder: Path, villages: Sequence[Village], postings: Sequence[Posting]) -> None:
    """Write the list of units, the register of their visits and that of their hearings, for the whole year."""
    units = {one.village: one.unit for one in postings}
    listed = [(number, village.name, units[village.name]) for number, village in enumerate(villages)]
    folder = folder / "全年台账"
    write_lists(folder / "后盾单位一览表.xlsx", [_listing(listed)])
    write_lists(folder / "2024年度单位到村登记.xlsx", [_visits(listed)])
    write_lists(folder / "2024年度单位听取汇报登记.xlsx", [_briefings(listed)])


def _listing(listed: Sequence[tuple[int, str, str]]) -> Listing:
    heads = ("帮扶村", "后盾单位", "单位级别", "主要负责人", "分管负责人", "备注")
    rows = [(village, unit, "县级", *_leaders(number, village), "") for number, village, unit in listed]
    return Listing("后盾单位", ("青禾镇后盾单位一览表",), heads, rows)


def _leaders(number: int, village: str) -> tuple[str, str]:
    if village == _VACANT:
        return "空缺", "空缺"
    return _SURNAMES[number] + _HEADS, _SURNAMES[number] + _DEPUTIES


def _visits(listed: Sequence[tuple[int, str, str]]) -> Listing:
    heads = (
        "驻点村",
        "派出单位",
        "带队人",
        "单位职务",
        "到村日期",
        "类型",
        "到村事项",
        "群众诉求",
        "诉求解决情况",
        "有无会议纪要",
        "有无照片",
        "影像资料是否注明时间",
    )
    rows = [row for number, village, unit in listed for row in _visits_of(number, village, unit)]
    # Another unit's visit is nobody's duty here, and a second visit on one day counts once.
    rows.append(
        ("东冲村", "县供销社", "贺文山", "主任", date(2024, 6, 12), "调研", "调研农资供应", "", "", "无", "无", "否")
    )
    return Listing("到村登记", ("青禾镇2024年度派出单位到村登记", "填报单位：青禾镇党群办"), heads, rows)


def _visits_of(number: int, village: str, unit: str) -> Iterator[tuple[object, ...]]:
    if village == _VACANT:
        yield _visit(village, unit, ("柏树青", "办公室干部"), date(2024, 4, 16), _PAPERS)
        return
    head, deputy = _leaders(number, village)
    for month in (3, 9):
        yield _visit(village, unit, (head, "局长"), date(2024, month, 4 + number), _PAPERS)
    for month in (2, 5, 8, 11):
        if (village, month) == (_DEPUTY_AWAY, 11):
            continue
        papers = ("无", "有", "是") if (village, month) == (_NO_MINUTES, 8) else _PAPERS
        yield _visit(village, unit, (deputy, "副局长"), date(2024, month, 18 + number), papers)


def _visit(
    village: str, unit: str, leader: tuple[str, str], day: date, papers: tuple[str, str, str]
) -> tuple[object, ...]:
    demand, solved = ("机耕道边沟堵塞", "协调挖机清淤") if day.month < 7 else ("蓄水池渗漏", "落实防渗材料")
    return (village, unit, *leader, day, "调研", "走访农户，看望驻村队员", demand, solved, *papers)


def _briefings(listed: Sequence[tuple[int, str, str]]) -> Listing:
    heads = ("选派单位", "汇报村", "汇报时间", "会议", "主持", "议题", "议定事项", "有无会议纪要")
    rows = [
        (
            unit,
            village,
            date(2024, 6, 11 + number),
            "党组会议",
            _leaders(number, village)[0],
            f"听取驻{village}工作队上半年工作汇报",
            "安排下半年帮扶经费",
            "无" if village == _UNWRITTEN else "有",
        )
        for number, village, unit in listed
        if village != _UNHEARD
    ]
    return Listing("听取汇报", ("青禾镇2024年度派出单位听取驻村工作汇报登记",), heads, rows)
