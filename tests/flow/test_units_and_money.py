"""Units, money and the village's economy, end to end: what is planted in one village is found, the other is clean."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from sample_run import checked_alone

from audit import catalog, pipeline
from audit.model.report import Report

POLICIES = ("dapaicha-2023", "sanjian-2023-106", "bazhong-2015-125", "daxiang-2024-18", "common-practice")
AGRICULTURE, WATER = "县农业农村局", "县水利局"
TAO, LIU = "桃溪村", "柳湾村"
ALLOWANCES = ("伙食补贴", "交通补贴", "通信补贴")
CATALOGUED = ("UNT-", "EXP-", "PRJ-", "ECO-")
Rows = Sequence[Sequence[object]]


def _visit(village: str, unit: str, post: str, day: str) -> list[object]:
    return [village, unit, "周启明", post, day, "调研", "研究产业项目", "机耕道水毁", "已修复", "有", "有", "是"]


_VISITS = [
    *(_visit(LIU, WATER, "局长", day) for day in ("2024-03-05", "2024-09-05")),
    *(_visit(LIU, "水利局", "副局长", day) for day in ("2024-02-05", "2024-05-06", "2024-08-05", "2024-11-05")),
    _visit(TAO, AGRICULTURE, "局长", "2024-03-05"),
]
_SUPPORT = [
    [TAO, AGRICULTURE, "工作经费", "8000.50", "2024-03-20", "", "", "", "回单1"],
    [TAO, AGRICULTURE, "扶贫基金", "10万元", "2024-03-20", "", "", "", "回单2"],
    [LIU, WATER, "工作经费", "6000", "2024-03-20", "", "", "", "回单3"],
    [LIU, "县供销社", "工作经费", "4000", "2024-04-20", "", "", "", "回单4"],
    [LIU, WATER, "扶贫基金", "100000", "2024-03-20", "", "", "", "回单5"],
    *([TAO, AGRICULTURE, kind, "500", "2024-06-20", "", "", "", "回单6"] for kind in ("差旅费", "项目资金")),
    *([LIU, WATER, kind, "500", "2024-06-20", "", "", "", "回单6"] for kind in ("差旅费", "项目资金")),
    *([LIU, WATER, kind, "1200", "2024-06-20", "吴桐", "", "", "回单7"] for kind in ALLOWANCES),
    *([TAO, AGRICULTURE, kind, "1200", "2024-06-20", "全体队员", "", "", "回单8"] for kind in ALLOWANCES),
    [LIU, WATER, "意外伤害保险", "300", "2024-01-02", "吴桐", "2024-01-02", "2025-01-01", "保单9"],
    [TAO, AGRICULTURE, "意外伤害保险", "300", "2024-03-01", "林晓峰", "2024-03-15", "2024-12-31", "保单9"],
]  # fmt: skip
SHEETS: Mapping[str, tuple[str, Sequence[str], Rows]] = {
    "村情况": (
        "青禾镇村基本情况",
        ("村名", "乡镇", "是否脱贫村", "脱贫人口"),
        [[TAO, "青禾镇", "是", 80], [LIU, "青禾镇", "是", 80]],
    ),
    "花名册": (
        "青禾镇驻村工作队花名册",
        ("村（社区）", "姓名", "派出单位", "驻村职务", "到任时间"),
        [[TAO, "林晓峰", AGRICULTURE, "第一书记", "2024-01-02"], [LIU, "吴桐", WATER, "第一书记", "2024-01-02"]],
    ),
    "单位到村": (
        "青禾镇2024年度单位到村登记",
        (
            "村（社区）",
            "单位",
            "带队领导",
            "职务",
            "到村时间",
            "类别",
            "事项",
            "急需解决的事务",
            "解决情况",
            "有无会议记录",
            "有无影像资料",
            "影像是否注明时间",
        ),
        _VISITS,
    ),
    "听取汇报": (
        "青禾镇2024年度单位听取驻村工作汇报登记",
        ("单位", "汇报的村", "听取汇报时间", "有无会议记录"),
        [[WATER, LIU, "2024-06-20", "有"]],
    ),
    "保障": (
        "青禾镇2024年度单位保障落实台账",
        (
            "村（社区）",
            "单位",
            "保障类别",
            "金额（元）",
            "落实时间",
            "享受人员",
            "保障起始日期",
            "保障终止日期",
            "凭证",
        ),
        _SUPPORT,
    ),
    "报销": (
        "青禾镇2024年12月驻村工作经费报销台账",
        ("村（社区）", "开支日期", "报销日期", "用途", "金额（元）", "报销渠道", "票据号", "报销人"),
        [
            [LIU, "2024-11-18", "2024-12-06", "打印资料", "120", "镇财政所", "24500911", "吴桐"],
            [TAO, "2024-11-18", "2024-12-06", "办公用品", "680.5", "村账", "24500912", "林晓峰"],
            [TAO, "2024-11-20", "2024-12-06", "食用油", "99", "镇财政所", "24500913", "林晓峰"],
        ],
    ),
    "补助": (
        "青禾镇2024年12月驻村补助发放表",
        ("村（社区）", "姓名", "补助月份", "发放天数", "每天标准（元）", "金额（元）"),
        [[TAO, "林晓峰", "2024年12月", "24", "40", "960"], [LIU, "吴桐", "2024年12月", "22", "40", "880"]],
    ),
    "差旅": (
        "青禾镇2024年12月差旅费报销明细",
        ("村（社区）", "姓名", "出差起始日期", "出差终止日期", "出差地点", "报销金额（元）"),
        [
            [TAO, "林晓峰", "2024-12-03", "2024-12-03", "市里", "120"],
            [LIU, "吴桐", "2024-12-07", "2024-12-07", "市里", "80"],
        ],
    ),
    "伙食": (
        "青禾镇2024年12月伙食费缴纳登记表",
        ("村（社区）", "队员", "伙食月份", "就餐方式", "缴纳金额（元）", "缴纳日期", "有无采购明细"),
        [
            [LIU, "吴桐", "2024年12月", "搭伙缴费", "300", "2025-01-05", ""],
            [TAO, "林晓峰", "2024年12月", "自炊", "", "", "无"],
        ],
    ),
    "项目": (
        "青禾镇2024年帮扶项目台账",
        ("村（社区）", "项目名称", "项目年度", "项目类别", "是否入库", "有无申报会议记录", "有无公示资料"),
        [[LIU, "大棚蔬菜", "2024", "产业", "是", "有", "有"], [TAO, "黄桃基地", "2024", "产业", "否", "有", "无"]],
    ),
    "集体经济": (
        "青禾镇村集体经济收入季度台账",
        ("村（社区）", "年度", "季度", "本季度收入（元）", "上年同季度收入（元）", "新增新型农业经营主体（个）"),
        [[LIU, "2024", "第四季度", "10500", "10000", "1"], [TAO, "2024", "第四季度", "10499.99", "10000", "0"]],
    ),
    "请假": (
        "青禾镇2024年12月请销假台账",
        ("村（社区）", "姓名", "请假类型", "开始时间", "结束时间", "审批人", "事由"),
        [],
    ),
    "公务": (
        "青禾镇2024年12月公务外出报备台账",
        ("村（社区）", "姓名", "类别", "开始时间", "结束时间", "事由", "地点"),
        [],
    ),
    **{
        f"签到{village}": (
            f"青禾镇{village}驻村工作队2024年12月签到册",
            ("姓名", *range(1, 32)),
            [[person, *("√" if date(2024, 12, day).weekday() < 5 else "" for day in range(1, 32))]],
        )
        for village, person in ((TAO, "林晓峰"), (LIU, "吴桐"))
    },
}
PLANTED = {
    ("unit-visits-short", AGRICULTURE): "县农业农村局2024年到桃溪村调研1次，少于规定2次（3月5日）",
    ("unit-briefing-missing", AGRICULTURE): "县农业农村局2024年听取驻桃溪村工作队工作汇报0次，少于规定1次",
    ("leader-visits-short", AGRICULTURE): "县农业农村局分管领导2024年第四季度到桃溪村指导调研0次，少于规定1次",
    ("funds-short", ""): "桃溪村2024年工作经费到位8000.50元，少于规定10000元，差1999.50元",
    ("cover-missing", "林晓峰"): "县农业农村局2024年未为桃溪村林晓峰落实人身意外伤害保险，在任365天中73天没有保障",
    ("expense-irregular", "村账"): "桃溪村11月18日开支“办公用品”报销680.50元，没有从乡镇报销",
    ("expense-irregular", "食用油"): "桃溪村11月20日开支“食用油”报销99元，属于工作经费不得列支的费用",
    ("subsidy-overpaid", "林晓峰"): "林晓峰2024年12月发放驻村补助24天960元，考勤在村（含公务培训）22天，多发2天80元",
    ("subsidy-travel-double", "林晓峰"): "林晓峰2024年12月领驻村补助24天，其中1天同日另报差旅（12月3日）",
    ("meals-unpaid", "林晓峰"): "林晓峰2024年12月在村22天，登记为自炊，但无采购明细",
    ("project-unregistered", ""): "桃溪村2024年项目“黄桃基地”未入项目库，没有公示资料",
    (
        "economy-growth-short",
        "",
    ): "桃溪村2024年第四季度村级集体经济收入10499.99元，上年同季度10000元，同比4.99%，低于规定的5%",
    ("no-new-business", ""): "桃溪村2024年第四季度新增新型农业经营主体0个，少于规定1个",
}


def _written(folder: Path, *, without: Sequence[str]) -> Path:
    for name, (title, head, rows) in SHEETS.items():
        if name in without:
            continue
        book = openpyxl.Workbook()
        sheet = book.active
        for row in ([title], head, *rows):
            sheet.append(list(row))
        book.save(folder / f"{name}.xlsx")
    return folder


@cache
def judged(without: tuple[str, ...] = ()) -> Report:
    with TemporaryDirectory() as name:
        folder = _written(Path(name), without=without)
        judge = checked_alone if without else pipeline.check
        return judge([folder], policies=POLICIES, month="2024-12", as_of=date(2025, 1, 20))


@cache
def mine() -> frozenset[str]:
    return frozenset(rule.id for rule in catalog.load_rules().values() if rule.catalogue.startswith(CATALOGUED))


def messages(report: Report) -> list[str]:
    return sorted(finding.message for finding in report.findings if finding.rule in mine())


def test_every_sheet_is_read_without_an_error() -> None:
    assert [error.message for error in judged().data_errors] == []
    assert [sheet.name for sheet in judged().sheets if sheet.table is None] == []


def test_exactly_the_planted_problems_are_found_and_the_clean_village_has_none() -> None:
    assert messages(judged()) == sorted(PLANTED.values())


def test_every_problem_names_its_clause_and_its_cells() -> None:
    for finding in judged().findings:
        if finding.rule in mine():
            assert finding.basis, finding.message
            assert finding.evidence, finding.message


def test_without_a_list_its_rules_are_unknown_and_accuse_nobody() -> None:
    report = judged(("单位到村", "听取汇报", "保障", "伙食", "集体经济", "差旅"))
    waiting = {
        "unit-visits-short", "leader-visits-short", "unit-briefing-missing", "funds-short", "cover-missing",
        "meals-unpaid", "economy-growth-short", "no-new-business", "subsidy-travel-double",
    }  # fmt: skip
    assert {finding.rule for finding in report.findings} & waiting == set()
    assert {line.rule for line in report.coverage if line.unknown} >= waiting
    assert "subsidy-overpaid" in {finding.rule for finding in report.findings}
