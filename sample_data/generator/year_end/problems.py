"""The ledger of problems fed back in the year, and the interviews held about them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from generator.lists import Listing, write_lists
from generator.model import Expected, Posting, Village

_HEADS = (
    "编号",
    "村（社区）",
    "问题类别",
    "具体问题",
    "涉及人员",
    "反馈时间",
    "具体措施",
    "责任部门",
    "具体责任人",
    "完成时限",
    "延期至",
    "状态",
    "整改结果",
    "佐证",
    "佐证文件",
    "申请销号人",
    "完成日期",
    "核查人",
    "复核意见",
    "批准销号人",
    "销号时间",
    "约谈次数",
    "旧问题编号",
    "备注",
)
_UNDONE = (
    "状态",
    "整改结果",
    "佐证",
    "佐证文件",
    "申请销号人",
    "完成日期",
    "核查人",
    "复核意见",
    "批准销号人",
    "销号时间",
)
_OPEN = dict.fromkeys(_UNDONE, "") | {"状态": "整改中"}
_LATER = date(2025, 3, 31)
_FOUND = {
    "签到缺失两天": "对照轮值表由本人书面说明两天去向",
    "工作日志缺一天": "翻查走访照片，据实补记并注明补记日期",
    "请假没有登记": "把审批单补登到请销假台账",
    "会议少于两次": "每月十号、二十五号固定开会，排进值班表",
    "会议没有照片": "指定一人拍照，当晚传到工作群存档",
}
_STOCK = "高度重视，加强学习，提高认识，限期整改"
_YEAR = date(2024, 1, 1)
_ABSENT, _ABSENT_ON = ("东湾村", "尤安恩"), (date(2024, 3, 4), date(2024, 5, 13), date(2024, 9, 9))
_ALIKE_ON = tuple(date(2024, 9, day) for day in range(2, 7))
_TALKED, _TALKED_UNIT = "东溪村", "县第002单位"
_OVERDUE = (
    Expected("problem-overdue", "东溪村", "", date(2024, 6, 3), "六月二十日到期，一直没有销号"),
    Expected("overdue-interview-due", "东溪村", "", date(2024, 6, 3), "逾期，也没有约谈"),
)
_STANDING = (
    Expected("problem-recurred", "东岭村", "", date(2024, 8, 5), "五月销号的问题八月又发生"),
    Expected("rectification-false", "东坪村", "", date(2024, 6, 4), "已销号，回头看仍缺两天"),
    Expected("rectification-incomplete", "东湾村", "", date(2024, 6, 5), "已销号，没有佐证"),
    Expected("closed-by-own-side", "东塘村", "", date(2024, 6, 6), "报送整改的人自己销号"),
    Expected("problem-without-owner", "东坝村", "", date(2024, 9, 2), "没有责任单位和责任人"),
    Expected("proof-reused", "东沟村", "", date(2024, 6, 7), "佐证与东岗村的相同"),
    Expected("proof-reused", "东岗村", "", date(2024, 6, 10), "佐证与东沟村的相同"),
    Expected("absent-repeatedly", *_ABSENT, _YEAR, "年内三次无故不在岗，台账已确认"),
    *(Expected("measures-alike", "东坡村", "", day, "五个问题的措施是同一套话") for day in _ALIKE_ON),
)
_OFTEN = "七月、十一月两次被约谈"

EXPECTED: Mapping[str, tuple[Expected, ...]] = {
    "2024-09": (*_OVERDUE, *_STANDING),
    "2024-12": (
        *_OVERDUE,
        *_STANDING,
        Expected("interviewed-often", _TALKED, "", _YEAR, _OFTEN),
        Expected("interviewed-often", _TALKED, "", _YEAR, _OFTEN, of=_TALKED_UNIT),
        *(Expected("interviewed-often", _TALKED, one, _YEAR, _OFTEN) for one in ("冯安思", "陈安成", "褚安海")),
    ),
}


def write(folder: Path, villages: Sequence[Village], postings: Sequence[Posting]) -> None:
    """Write the ledger of problems and the interviews."""
    del villages
    leads = {one.village: one.person for one in reversed(postings)}
    rows = [_line(leads, village, problem, day, told) for village, problem, day, told in _problems()]
    title = "青禾镇2024年驻村帮扶问题整改台账"
    write_lists(folder / "全年台账" / "问题整改台账.xlsx", [Listing("整改台账", (title,), _HEADS, rows)])
    write_lists(folder / "全年台账" / "约谈记录.xlsx", [_talks()])


def _problems() -> Iterator[tuple[str, str, date, Mapping[str, object]]]:
    """Give each problem: village, text, the day it was fed back, and in what it differs from one closed by the book."""
    yield "东岭村", "签到册缺四天", date(2024, 5, 6), {"编号": "DL-01"}
    yield "东岭村", "签到册又缺三天", date(2024, 8, 5), {"旧问题编号": "DL-01"}
    yield "东溪村", "走访台账没有签字", date(2024, 6, 3), _OPEN
    yield "东坪村", "工作日志缺五天", date(2024, 6, 4), {"复核意见": "仍缺两天，未到位"}
    yield "东湾村", "会议记录没有照片", date(2024, 6, 5), {"佐证": "", "佐证文件": ""}
    yield "东塘村", "伙食费没有收据", date(2024, 6, 6), {"批准销号人": "何安宁"}
    nobody = {"责任部门": "", "具体责任人": "", "完成时限": _LATER}
    yield "东坝村", "档案目录不全", date(2024, 9, 2), _OPEN | nobody
    yield "东沟村", "公示栏没有更新", date(2024, 6, 7), {"佐证文件": "ZZ-077"}
    yield "东岗村", "联系卡没有发放到户", date(2024, 6, 10), {"佐证文件": "ZZ-077"}
    for number, day in enumerate(_ALIKE_ON):
        told = ("值班牌未上墙", "学习笔记缺页", "帮扶手册未签字", "台账未装订", "宣传栏褪色")[number]
        yield "东坡村", told, day, _OPEN | {"具体措施": _STOCK, "完成时限": _LATER}
    for day in _ABSENT_ON:
        yield _ABSENT[0], f"{day.month}月{day.day - 3}日无故不在岗", day, {"涉及人员": _ABSENT[1]}
    # What this program found in November stands in the ledger under its own numbers, open still in the first village.
    for number, (text, measure) in enumerate(_FOUND.items()):
        numbered = {"编号": f"{number + 9:016x}", "具体措施": measure, "完成时限": _LATER}
        yield "东岭村", text, date(2024, 11, 4 + number), _OPEN | numbered
        yield "东冲村", text, date(2024, 11, 4 + number), {"编号": f"{number + 41:016x}"}
    yield from _honest()


def _honest() -> Iterator[tuple[str, str, date, Mapping[str, object]]]:
    """Give what only looks like a problem of rectification."""
    same = {"佐证文件": "ZZ-090", "备注": "与另一项为同一次活动的照片"}
    yield "东冲村", "培训没有签到表", date(2024, 5, 20), same
    yield "东冲村", "培训没有照片", date(2024, 5, 21), same
    yield "东冲村", "蓄水池年久失修", date(2024, 4, 8), _OPEN | {"状态": "挂账"}
    yield "东冲村", "日志误登一天", date(2024, 6, 11), _OPEN | {"状态": "不属实"}
    yield "东冲村", "村道护栏缺损", date(2024, 7, 1), _OPEN | {"延期至": _LATER}


def _line(
    leads: Mapping[str, str], village: str, problem: str, day: date, told: Mapping[str, object]
) -> tuple[object, ...]:
    lead, number = leads[village], f"{village[1]}-{day:%m%d}"
    due, sent, closed = (date.fromordinal(day.toordinal() + days) for days in (17, 9, 11))
    values = {
        "编号": number,
        "村（社区）": village,
        "问题类别": "资料",
        "具体问题": problem,
        "反馈时间": day,
        "具体措施": f"针对“{problem}”逐项核对、按原始资料补正",
        "责任部门": f"{village}驻村工作队",
        "具体责任人": lead,
        "完成时限": due,
        "状态": "已销号",
        "整改结果": "已按要求整改",
        "佐证": "照片两张",
        "佐证文件": f"ZZ-{number}",
        "申请销号人": lead,
        "完成日期": sent,
        "核查人": "滕明远",
        "复核意见": "查阅原件，整改到位",
        "批准销号人": "滕明远",
        "销号时间": closed,
        "约谈次数": 0,
    }
    return tuple((dict.fromkeys(_HEADS, "") | values | told).values())


def _talks() -> Listing:
    heads = ("所在村", "被约谈单位", "约谈日期", "约谈领导", "约谈对象", "约谈事由", "约谈要求", "完成时限")
    at, unit = (_TALKED, _TALKED_UNIT), "县第006单位"
    who, due = "村党组织书记、工作队长", "整改情况书面报告"
    rows = [
        (*at, date(2024, 7, 10), "区级分管领导", who, "月报逾期", due, date(2024, 7, 25)),
        ("东坝村", unit, date(2024, 9, 12), "区级分管领导", who, "档案不全", due, date(2024, 9, 27)),
        (*at, date(2024, 11, 12), "区级分管领导", who, "月报再次逾期", due, date(2024, 11, 27)),
    ]
    return Listing("约谈", ("青禾镇2024年度约谈记录",), heads, rows)
