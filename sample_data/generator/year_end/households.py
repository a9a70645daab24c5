"""Households: their ledger, pairs, plans, evaluations, incomes and alerts, and who called on them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from generator.lists import Listing, write_lists
from generator.model import Expected, Posting, Village

from . import visits
from .homes import ALLOWANCE, AWAY, AWAY_FROM, AWAY_TO, CADRES_OWN, CLEARED, OPEN, RELIEVED, Home, homes_of

_YEAR, _INCOMES, _WINTER = date(2024, 1, 1), date(2023, 1, 1), date(2024, 10, 1)
_SEPTEMBER, _DECEMBER = date(2024, 9, 1), date(2024, 12, 1)
_DAY = date.min
"""Stands for the first day of the audited month."""
_UNPAIRED, _UNPLANNED, _UNEVALUATED, _NO_CONTACT, _PLANS_ALIKE = "东塘村", "东坝村", "东沟村", "东沟村", "东冲村"
_POOR, _COPIED, _BOOKS_DIFFER, _PENSION = "东岭村", "东溪村", "东坪村", "东湾村"
"""Villages with one household each whose income is too low, copied, told differently; the last lives on a pension."""
_REFUSED = "东坡村"
"""One household there did not accept its plan; of another's first draft it refused, the second it accepted."""
_SLOW, _OPEN_STILL, _NO_PROOF, _IN_TIME = "东岭村", "东沟村", "东岗村", "东坡村"

_MEASURES = (
    ("安排护林员公益岗位，子女到县内服装厂务工，落实雨露计划补助，年底分红入股光伏", "帮扶计划"),
    ("继续落实门诊慢特病报销，代养合作社肉牛两头，衔接小额信贷贴息，改造旱厕一座", "巩固计划"),
    ("发展油茶三亩、林下养鸡百羽，请县农技站上门指导，由后盾单位食堂定点采购", "年度巩固计划"),
    ("介绍长子到园区务工并办理交通补贴，次女助学金应享尽享，修缮院坝和入户路", "年度巩固计划"),
)
_SAME = "落实各项惠民政策，鼓励外出务工增加收入，发展种植养殖，加强技能培训，激发内生动力"
_CASH = ((24000, 7200, 400, 3000), (18600, 9500, 260, 3400), (31200, 4100, 500, 2100), (22800, 6400, 320, 2800))

_STANDING = (
    Expected("pairing-incomplete", _UNPAIRED, "", _DAY, "一户脱贫户没有结对"),
    Expected("household-plan-missing", _UNPAIRED, "", _DAY, "没有结对的户也没有计划"),
    Expected("household-plan-missing", _UNPLANNED, "", _DAY, "一户脱贫户没有当年计划"),
    Expected("household-plan-refused", _REFUSED, "", _DAY, "一户不认可当年计划"),
    Expected("pairing-contact-short", _UNPLANNED, "", _YEAR, "结对的一户没有当年计划", of="冉某"),
    Expected("household-plans-alike", _PLANS_ALIKE, "", _YEAR, "四户中三户的措施一样"),
    Expected("income-below-standard", _POOR, "", _INCOMES, "人均3660元", of="田某"),
    Expected("income-copied", _COPIED, "", _INCOMES, "四项收入与上年相同", of="龙某"),
    Expected("income-books-differ", _BOOKS_DIFFER, "", _INCOMES, "手册比调查表多260元", of="宋某"),
    Expected("alert-proof-missing", _NO_PROOF, "", date(2024, 9, 4), "处置了，没有佐证", of="唐某"),
)
"""What stands in lists of no month is found in both."""

EXPECTED: Mapping[str, tuple[Expected, ...]] = {
    "2024-09": (
        *visits.EXPECTED["2024-09"],
        *(replace(one, start=_SEPTEMBER) if one.start == _DAY else one for one in _STANDING),
        Expected("alert-unhandled", _SLOW, "", date(2024, 8, 26), "十四天才上门核实", of="彭某"),
    ),
    "2024-12": (
        *visits.EXPECTED["2024-12"],
        *(replace(one, start=_DECEMBER) if one.start == _DAY else one for one in _STANDING),
        Expected("pairing-contact-short", _UNEVALUATED, "", _WINTER, "未消除风险的户四季度没有评估", of="邓某"),
        Expected("pairing-contact-short", _NO_CONTACT, "", _DECEMBER, "脱贫户当月没有联系", of="彭某"),
        Expected("alert-unhandled", _OPEN_STILL, "", date(2024, 11, 20), "到年底没有核实", of="滕某"),
    ),
}


def write(folder: Path, villages: Sequence[Village], postings: Sequence[Posting]) -> None:
    """Write the standing lists of households, their ledgers for the year, and the visits."""
    homes = homes_of(villages, postings)
    standing, yearly = folder / "基础资料", folder / "全年台账"
    write_lists(standing / "农户台账.xlsx", _ledger(homes))
    write_lists(standing / "结对帮扶表.xlsx", [_pairs(homes)])
    write_lists(yearly / "2024年一户一策.xlsx", [_plans(homes)])
    write_lists(yearly / "2024年度帮扶成效评价表.xlsx", [_evaluations(homes)])
    write_lists(yearly / "农户收入台账.xlsx", _incomes(homes))
    write_lists(yearly / "2024年度风险预警处置台账.xlsx", [_alerts(homes)])
    visits.write(folder, villages, postings)


def _ledger(homes: Sequence[Home]) -> list[Listing]:
    heads = (
        "村名",
        "户编号",
        "户主姓名",
        "村民小组",
        "户类型",
        "监测对象类别",
        "识别时间",
        "风险消除情况",
        "风险消除日期",
        "外出时间",
        "返乡时间",
    )
    others = (
        "行政村",
        "户号",
        "户主",
        "组别",
        "农户类别",
        "重点类别",
        "纳入时间",
        "风险状态",
        "消除时间",
        "举家外出时间",
        "返乡日期",
    )
    rows = [_listed(home) for home in homes]
    return [
        Listing("一片区", ("青禾镇脱贫户、监测对象和低保户台账（一片区）",), heads, rows[:25]),
        Listing("二片区", ("青禾镇脱贫户、监测对象和低保户台账（二片区）",), others, rows[25:]),
    ]


def _listed(home: Home) -> tuple[object, ...]:
    away = (AWAY_FROM, AWAY_TO) if (home.village, home.kind) == AWAY else ("", "")
    if (home.village, home.kind) == ("东坝村", ALLOWANCE):
        away = (date(2024, 8, 20), date(2024, 9, 25))
    if home.kind == OPEN:
        return (*home.heading, "监测对象", "边缘易致贫户", date(2022, 6, 15), "未消除", "", *away)
    if home.kind == CLEARED:
        return (*home.heading, "监测对象", "突发严重困难户", date(2022, 3, 20), "已消除", date(2023, 12, 10), *away)
    if home.kind == ALLOWANCE:
        return (*home.heading, "一般农户", "低保户", date(2021, 1, 1), "", "", *away)
    return (*home.heading, "脱贫户", "", date(2014, 12, 31), "", "", *away)


def _pairs(homes: Sequence[Home]) -> Listing:
    heads = ("帮扶村", "户编号", "帮扶对象", "组别", "帮扶责任人", "工作单位", "结对时间", "解除日期")
    rows: list[tuple[object, ...]] = []
    for home in homes:
        if home.kind == ALLOWANCE or (home.village, home.kind) == (_UNPAIRED, CADRES_OWN):
            continue
        if (home.village, home.kind) == ("东岭村", RELIEVED):
            # The pair changed long ago; the household has one.
            rows.append((*home.heading, "苗青", home.unit, date(2021, 5, 20), date(2023, 5, 14)))
        rows.append((*home.heading, home.helper, home.unit, date(2023, 5, 20), ""))
    return Listing("结对帮扶", ("青禾镇脱贫户、监测对象结对帮扶表",), heads, rows)


def _plans(homes: Sequence[Home]) -> Listing:
    heads = ("村（社区）", "户编号", "户主", "小组", "计划类型", "计划年度", "编制日期", "具体措施", "是否签字确认")
    rows: list[tuple[object, ...]] = [
        (*home.heading, _MEASURES[home.kind][1], 2024, date(2024, 2, 20 + home.kind), _measures(home), _taken(home))
        for home in homes
        if home.kind != ALLOWANCE
        and (home.village, home.kind) not in {(_UNPLANNED, CADRES_OWN), (_UNPAIRED, CADRES_OWN)}
    ]
    (first,) = [home for home in homes if (home.village, home.kind) == (_REFUSED, OPEN)]
    draft = "养羊十只，种魔芋五亩，办理小额信贷"
    rows.append((*first.heading, _MEASURES[OPEN][1], 2024, date(2024, 1, 30), draft, "否"))
    return Listing("一户一策", ("青禾镇2024年一户一策帮扶（巩固）计划",), heads, rows)


def _taken(home: Home) -> str:
    return "否" if (home.village, home.kind) == (_REFUSED, CLEARED) else "是"


def _measures(home: Home) -> str:
    return _SAME if home.village == _PLANS_ALIKE and home.kind != CADRES_OWN else _MEASURES[home.kind][0]


def _evaluations(homes: Sequence[Home]) -> Listing:
    heads = ("村名", "户编号", "户主姓名", "组", "评价时间", "评价人", "成效评价")
    rows = [
        (*home.heading, date(2024, month, 10 + home.kind), home.helper, "措施落实，收入稳定，尚需跟踪")
        for month in (3, 6, 9, 12)
        for home in homes
        if home.kind == OPEN and (home.village, month) != (_UNEVALUATED, 12)
    ]
    return Listing("成效评价", ("青禾镇2024年度监测对象帮扶成效评价表",), heads, rows)


def _incomes(homes: Sequence[Home]) -> list[Listing]:
    heads = (
        "村名",
        "户编号",
        "户主姓名",
        "组别",
        "核算年度",
        "资料名称",
        "家庭人口",
        "人均收入（元）",
        "工资性收入",
        "经营性收入",
        "财产性收入",
        "转移性收入",
    )
    told = [home for home in homes if home.kind != ALLOWANCE]
    books = [row for home in told for row in _books(home)]
    return [
        Listing("收入台账", ("青禾镇农户收入台账",), heads, books),
        Listing(
            "明白折", ("青禾镇惠农补贴明白折登记",), ("村名", "户编号", "户主姓名", "组别", "年份", "来源", "补贴收入"),
            [(*home.heading, 2023, "惠农补贴明白折", _cash(home, 2023)[3]) for home in told],
        ),
    ]  # fmt: skip


def _books(home: Home) -> Iterator[tuple[object, ...]]:
    for year in (2022, 2023):
        cash = _cash(home, year)
        yield (*home.heading, year, "收入调查表", 4, sum(cash) // 4, *cash)
    # Rounding to the yuan is no difference.
    apart = {(_BOOKS_DIFFER, RELIEVED): 260, ("东塘村", RELIEVED): 1}.get((home.village, home.kind), 0)
    yield (*home.heading, 2023, "扶贫手册", 4, sum(_cash(home, 2023)) // 4 + apart, "", "", "", "")


def _cash(home: Home, year: int) -> tuple[int, int, int, int]:
    """Give a household's four incomes of a year, for four people."""
    if (home.village, home.kind) == (_PENSION, RELIEVED):
        # Nothing but the pension, the same each year.
        return (0, 0, 0, 21600)
    if (home.village, home.kind) == (_POOR, OPEN):
        return (9600, 2400, 0, 2600 + 40 * (year - 2022))
    wages, business, rent, grants = _CASH[home.kind]
    later = 0 if (home.village, home.kind) == (_COPIED, CLEARED) else year - 2022
    return (wages + 1200 * later, business + 300 * later, rent, grants + 150 * later)


def _alerts(homes: Sequence[Home]) -> Listing:
    heads = (
        "村名",
        "户编号",
        "户主姓名",
        "组别",
        "预警编号",
        "下发部门",
        "预警原因",
        "下发日期",
        "入户核实时间",
        "平台处置日期",
        "核实结果",
        "佐证资料",
    )
    day = date
    plan = (
        (_SLOW, CLEARED, "大额医疗支出", day(2024, 8, 26), day(2024, 9, 9), day(2024, 9, 12), "有"),
        (_NO_PROOF, OPEN, "务工中断", day(2024, 9, 4), day(2024, 9, 6), day(2024, 9, 10), ""),
        (_IN_TIME, RELIEVED, "大额医疗支出", day(2024, 9, 2), day(2024, 9, 12), day(2024, 9, 30), "有"),
        (_OPEN_STILL, CADRES_OWN, "自然灾害", day(2024, 11, 20), "", "", ""),
        (_IN_TIME, OPEN, "突发事故", day(2024, 12, 9), day(2024, 12, 10), day(2024, 12, 13), "有"),
        ("东冲村", CLEARED, "住房安全", day(2024, 12, 26), "", "", ""),
    )
    by = {(home.village, home.kind): home for home in homes}
    rows = [
        (*by[village, kind].heading, f"YJ-2024-{number:03d}", "省防返贫监测平台", why, issued, seen, done,
         "无返贫风险" if done else "", proof)
        for number, (village, kind, why, issued, seen, done, proof) in enumerate(plan, start=117)
    ]  # fmt: skip
    return Listing("预警", ("青禾镇2024年度风险预警核实处置台账",), heads, rows)
