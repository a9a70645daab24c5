"""The cross-check of December: groups, what they signed and found, interviews, tests, and papers sent in."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from generator.lists import Listing, write_lists
from generator.model import Expected, Posting, Village

_BEGUN, _ENDED, _DAY = date(2024, 12, 8), date(2024, 12, 13), date(2024, 12, 10)
_ONE_SHORT, _ON_LEAVE, _NOT_ASKED = "东塘村", "东溪村", "东坪村"
_UNSIGNED, _LATE_DAY, _PROBLEM, _BLANK, _QUICK, _GENTLE = "东岗村", "东沟村", "东溪村", "东坝村", "东坡村", "东岭村"
_LATE_SUMMARY, _WEAK = "东湾村", ("东塘村", "施安达")
_ITEMS = ("是否每日撰写工作日志、落实每日签到", "每月召开2次以上工作队会议", "是否有对应的请销假手续")
_NUMERALS = "一二三四五六七八九十"
_INSPECTORS = ("游志学、阮清、褚远帆", "莫怀玉、阮清、卓远", "温如海、柯明、褚远帆", "辛夷、路遥舟、卓远")

EXPECTED: Mapping[str, tuple[Expected, ...]] = {
    "2024-12": (
        Expected("inspection-ring-broken", "", "", _BEGUN, "十个村十个组连成一环，文件规定八个组"),
        Expected("group-irregular", _ONE_SHORT, "", _BEGUN, "组员只有两人"),
        Expected("group-member-on-leave", _ON_LEAVE, "", _BEGUN, "从东岭村抽调的郑安宏十一日请假"),
        Expected("interviews-incomplete", _NOT_ASKED, "", _DAY, "没有访谈乡村振兴专干"),
        Expected("inspection-unsigned", _UNSIGNED, "", _DAY, "单位负责人没有签字"),
        Expected("inspection-off-window", _LATE_DAY, "", date(2024, 12, 20), "规定八日至十三日，二十日才查"),
        Expected("checklist-problem", _PROBLEM, "", _DAY, "检查组查出会议少一次"),
        Expected("inspection-thin", _BLANK, "", _DAY, "清单有一项没有填"),
        Expected("inspection-hurried", _QUICK, "", _DAY, "只用六分钟"),
        Expected("inspection-perfunctory", _GENTLE, "", _DAY, "检查说没有问题，整改台账有本程序十一月查出的五项"),
        Expected("filing-late", _LATE_SUMMARY, "", _ENDED, "汇总十六日才报"),
        Expected("quiz-score-low", *_WEAK, _DAY, "55分"),
    ),
}


def write(folder: Path, villages: Sequence[Village], postings: Sequence[Posting]) -> None:
    """Write all papers of the cross-check into the month's folder."""
    names, place = [village.name for village in villages], folder / "2024-12"
    write_lists(place / "2024年12月检查分组表.xlsx", [_groups(names)])
    write_lists(place / "2024年12月督查纪实表登记.xlsx", [_inspections(names)])
    write_lists(place / "2024年12月检查对照清单.xlsx", [_checklists(names)])
    write_lists(place / "2024年12月访谈和测试.xlsx", [_interviews(names), _tests(postings)])
    write_lists(place / "2024年12月材料报送登记.xlsx", [_filings(names)])


def _groups(names: Sequence[str]) -> Listing:
    heads = ("组别", "检查村", "受检村", "组长姓名", "组长职务", "组员", "检查开始时间", "检查结束时间")
    rows = []
    for number, village in enumerate(names):
        group = _INSPECTORS[number % len(_INSPECTORS)]
        members = {_ONE_SHORT: group.rsplit("、", 1)[0], _ON_LEAVE: f"{group}、郑安宏"}.get(village, group)
        leader = "顾温邹熊纪舒屈项祝董"[number] + "启明"
        rows.append(
            (f"第{_NUMERALS[number]}组", names[number - 1], village, leader, "包村领导", members, _BEGUN, _ENDED)
        )
    return Listing("分组", ("青禾镇2024年12月交叉检查分组表",), heads, rows)


def _day(village: str) -> date:
    return date(2024, 12, 20) if village == _LATE_DAY else _DAY


def _inspections(names: Sequence[str]) -> Listing:
    heads = (
        "被督查村",
        "督查日期",
        "督查组",
        "检查组成员",
        "村党组织负责人",
        "第一书记签名",
        "被检查单位负责人签字",
        "检查人员签字",
        "代签原因",
        "检查用时",
        "走访人数",
        "满意率（%）",
    )
    rows = [
        (
            village,
            _day(village),
            f"第{_NUMERALS[number]}组",
            _INSPECTORS[number % 4],
            "已签",
            "已签",
            "未签" if village == _UNSIGNED else "已签",
            "已签",
            "",
            6 if village == _QUICK else 120 + 5 * number,
            15,
            93.3,
        )
        for number, village in enumerate(names)
    ]
    return Listing("纪实表", ("青禾镇2024年12月督查纪实表登记",), heads, rows)


def _checklists(names: Sequence[str]) -> Listing:
    heads = ("被检查单位", "检查日期", "检查小组", "附件", "项次", "对照事项", "发现的问题")
    rows = [
        (village, _day(village), f"第{_NUMERALS[number]}组", "附件1", place, item, _found(village, place))
        for number, village in enumerate(names)
        for place, item in enumerate(_ITEMS, start=2)
    ]
    return Listing("清单", ("青禾镇2024年12月检查对照清单",), heads, rows)


def _found(village: str, place: int) -> str:
    if (village, place) == (_PROBLEM, 3):
        return "11月只有一次会议记录"
    return "" if (village, place) == (_BLANK, 4) else "无"


def _interviews(names: Sequence[str]) -> Listing:
    heads = ("村名", "访谈日期", "受访干部", "岗位", "访谈人员", "访谈内容")
    rows = [row for number, village in enumerate(names) for row in _asked(number, village)]
    return Listing("访谈", ("青禾镇2024年12月干部访谈记录",), heads, rows)


def _asked(number: int, village: str) -> Iterator[tuple[object, ...]]:
    surname = "汪田任姜范方石姚谭廖"[number]
    roles = ["第一书记", "村党支部书记", "乡村振兴专干"][: 2 if village == _NOT_ASKED else 3]
    for place, role in enumerate([*roles, *(["网格员"] if number % 3 == 0 else [])]):
        yield (village, _DAY, f"{surname}{'文武德才'[place]}胜", role, "阮清", "监测对象帮扶和村情")


def _tests(postings: Sequence[Posting]) -> Listing:
    heads = ("所在村", "受测人", "考试日期", "测试科目", "成绩", "总分")
    rows = [
        (
            one.village,
            one.person,
            _DAY,
            "村情和政策",
            55 if (one.village, one.person) == _WEAK else 72 + place % 25,
            100,
        )
        for place, one in enumerate(one for one in postings if one.active(_DAY))
    ]
    return Listing("应知应会", ("青禾镇2024年12月应知应会测试成绩",), heads, rows)


def _filings(names: Sequence[str]) -> Listing:
    heads = ("报送材料", "责任单位", "接收单位", "检查开始时间", "检查结束时间", "应报日期", "报送日期")
    town = "镇党群办"
    rows: list[tuple[object, ...]] = [
        ("检查结果汇总", village, town, _BEGUN, _ENDED, "", date(2024, 12, 16 if village == _LATE_SUMMARY else 14))
        for village in names
    ]
    # The register gives two days more because the day fell on a weekend.
    due = date(2024, 12, 16)
    rows[-1] = ("检查结果汇总", names[-1], town, _BEGUN, _ENDED, due, due)
    return Listing("报送登记", ("青禾镇2024年12月检查材料报送登记",), heads, rows)
