"""Surveys, samples and inspections, end to end: what is planted in a cross-check is found, and nothing else."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from audit.model.report import Report
from audit.pipeline import check

AS_OF = date(2024, 1, 10)
VILLAGES = ("桃溪村", "柳湾村", "石磨村")
MEMBERS = (("林晓峰", "桃溪村"), ("周启明", "柳湾村"), ("吴桐", "石磨村"))
POLICIES = ("sanjian-2023-106", "bazhong-2015-125")
ITEMS = ("是否每日撰写工作日志、落实每日签到", "每月召开2次以上工作队会议", "是否有对应的请销假手续")
KINDS = ("脱贫户", "脱贫户", "监测户", "低保户", "一般农户", "一般农户", "脱贫户", "一般农户")
SURNAMES = "陈李王张刘赵钱孙"
MINE = frozenset((
    "awareness-low", "satisfaction-low", "household-dissatisfied", "sample-irregular", "sample-stratum-missing",
    "sample-not-as-drawn", "sample-replaced-often", "village-draw-short", "group-irregular", "group-member-on-leave",
    "inspection-ring-broken", "interviews-incomplete", "inspection-unsigned", "inspection-off-window", "filing-late",
    "inspection-perfunctory", "inspection-thin", "inspection-hurried", "checklist-problem", "quiz-score-low",
))  # fmt: skip
Rows = list[list[object]]


def _standing() -> dict[str, Rows]:
    return {
        "花名册": [
            ["姓名", "驻村职务", "村", "派出单位", "到任时间"],
            *[[name, "第一书记", village, "县水利局", "2021-05-18"] for name, village in MEMBERS],
        ],
        "村情况表": [["村", "乡镇", "是否脱贫村"], *[[village, "青禾镇", "是"] for village in VILLAGES]],
        "请假": [["青禾镇2023年12月请销假台账"], ["姓名", "请假类别", "开始时间", "结束时间", "批准人"]],
    }


def _surveys() -> Rows:
    head = [
        "村（社区）",
        "排查时间",
        "户主姓名",
        "对象类别",
        "是否认识驻村工作队干部",
        "是否满意",
        "不满意原因",
        "户编号",
    ]
    rows: Rows = [["青禾镇2023年12月入户核查表"], head]
    for village in VILLAGES:
        for number, (name, kind) in enumerate(zip(SURNAMES, KINDS, strict=True), start=1):
            rows.append([village, "2023-12-09", f"{name}大有", kind, "认识", "满意", "", f"{village[0]}{number}"])
    return rows


def _samples() -> Rows:
    head = [
        "村（社区）",
        "抽取时间",
        "抽取人",
        "抽中户",
        "户编号",
        "对象类别",
        "换户后户主",
        "换户后户编号",
        "换户原因",
    ]
    rows: Rows = [["青禾镇2023年12月抽样记录"], head]
    for village in VILLAGES:
        for number, (name, kind) in enumerate(zip(SURNAMES, KINDS, strict=True), start=1):
            rows.append([village, "2023-12-08", "检查组", f"{name}大有", f"{village[0]}{number}", kind, "", "", ""])
    return rows


def _groups() -> Rows:
    head = ["检查组", "派出村", "被检查村", "组长", "组长身份", "成员", "开始时间", "结束时间"]
    ring = zip("一二三", VILLAGES, (*VILLAGES[1:], VILLAGES[0]), strict=True)
    return [
        ["青禾镇2023年12月交叉检查分组表"],
        head,
        *[
            [f"第{n}组", home, target, "李国栋", "包村领导", "韩梅、贺军、冉光明", "2023-12-08", "2023-12-13"]
            for n, home, target in ring
        ],
    ]


def _inspected() -> Rows:
    head = [
        "村",
        "督查时间",
        "检查组",
        "村党组织负责人签字",
        "第一书记签字",
        "单位负责人签字",
        "检查人员签名",
        "用时（分钟）",
    ]
    return [
        ["青禾镇2023年12月督查纪实表登记"],
        head,
        *[[village, "2023-12-09", "第一组", "已签", "已签", "已签", "已签", 150] for village in VILLAGES],
    ]


def _checklists() -> Rows:
    head = ["被检查单位", "检查时间", "检查组", "表名", "序号", "检查对照事项", "存在的问题"]
    lines = [
        [village, "2023-12-09", "第一组", "附件1", number, item, "无"]
        for village in VILLAGES
        for number, item in enumerate(ITEMS, start=2)
    ]
    return [["青禾镇2023年12月检查对照清单"], head, *lines]


def _others() -> dict[str, Rows]:
    roles = ("第一书记", "村书记", "乡村振兴专干")
    return {
        "访谈": [
            ["青禾镇2023年12月访谈记录"],
            ["村", "访谈时间", "访谈对象", "身份"],
            *[[village, "2023-12-09", f"{role[0]}某", role] for village in VILLAGES for role in roles],
        ],
        "报送": [
            ["青禾镇2023年12月材料报送登记"],
            ["材料名称", "报送单位", "检查开始时间", "检查结束时间", "应报时间", "报送时间"],
            *[["检查结果汇总", village, "2023-12-08", "2023-12-13", "", "2023-12-14"] for village in VILLAGES],
        ],
        "测试": [
            ["青禾镇2023年12月应知应会测试成绩"],
            ["姓名", "村", "测试时间", "得分", "满分"],
            *[[name, village, "2023-12-09", 85, 100] for name, village in MEMBERS],
        ],
        "摇号": [
            ["2023年12月抽村摇号记录"],
            ["县（区）", "摇号时间", "总村数", "抽中村数"],
            ["青川区", "2023-12-07", 31, 4],
        ],
    }


def _clean() -> dict[str, Rows]:
    told = {"入户": _surveys(), "抽样": _samples(), "分组": _groups(), "督查": _inspected(), "清单": _checklists()}
    return {**_standing(), **told, **_others()}


def _planted() -> dict[str, Rows]:
    sheets = _clean()
    for row in sheets["入户"][2:7]:
        row[4] = "不认识"
    sheets["入户"][2][5:7] = ["不满意", "水管漏水"]
    del sheets["入户"][-1]
    sheets["抽样"][-1][6:8] = ["周大有", "石99"]
    sheets["分组"][2][5] = "周启明、贺军"
    sheets["督查"][3][5] = "未签"
    sheets["督查"][3][7] = 5
    sheets["督查"][4][1] = "2023-12-20"
    sheets["清单"][3][6] = "11月只有一次会议记录"
    sheets["清单"][6][6] = ""
    sheets["报送"][2][5] = "2023-12-16"
    sheets["测试"][3][3] = 59
    sheets["摇号"][2][3] = 3
    head = ["序号", "村（社区）", "清单序号", "检查项目", "存在的问题", "依据条款", "问题性质", "问题编号"]
    known = [[n, "石磨村", n, "签到缺失", f"问题{n}", "附件1第2项", "违规", f"{n:016x}"] for n in range(1, 6)]
    sheets["问题台账"] = [["青禾镇驻村工作问题整改台账"], head, *known]
    return sheets


def _checked(folder: Path, sheets: dict[str, Rows], policies: tuple[str, ...] = POLICIES) -> Report:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "资料.xlsx")
    return check([folder], policies=policies, month="2023-12", as_of=AS_OF)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return _checked(tmp_path_factory.mktemp("资料"), _planted())


def _found(report: Report) -> list[tuple[str, str]]:
    return sorted((finding.rule, finding.village) for finding in report.findings if finding.rule in MINE)


def test_a_clean_cross_check_has_no_findings(tmp_path: Path) -> None:
    report = _checked(tmp_path, _clean())
    # Three villages are three groups, the notice wants eight.
    assert _found(report) == [("inspection-ring-broken", "")]
    assert [error.message for error in report.data_errors] == []
    unknown = {rule.rule for rule in report.coverage if rule.rule in MINE and rule.unknown}
    # Nobody handed in a ledger of an earlier run or a list of households.
    assert unknown == {"inspection-perfunctory"}


def test_everything_planted_is_found_and_nothing_else(planted: Report) -> None:
    assert _found(planted) == [
        ("awareness-low", "桃溪村"),
        ("checklist-problem", "桃溪村"),
        ("filing-late", "桃溪村"),
        ("group-irregular", "柳湾村"),
        ("household-dissatisfied", "桃溪村"),
        ("inspection-hurried", "柳湾村"),
        ("inspection-off-window", "石磨村"),
        ("inspection-perfunctory", "石磨村"),
        ("inspection-ring-broken", ""),
        ("inspection-thin", "柳湾村"),
        ("inspection-unsigned", "柳湾村"),
        ("quiz-score-low", "柳湾村"),
        ("sample-irregular", "石磨村"),
        ("sample-not-as-drawn", "石磨村"),
        ("satisfaction-low", "桃溪村"),
        ("village-draw-short", ""),
    ]


def test_findings_say_what_an_office_would_and_where_it_stands(planted: Report) -> None:
    told = {finding.rule: finding for finding in planted.findings if finding.rule in MINE}
    assert "知晓率3/8（37.5%），低于60%（95%置信区间14%—69%）" in told["awareness-low"].message
    assert told["satisfaction-low"].message.startswith("桃溪村走访8户，满意率7/8（87.5%），低于90%")
    assert told["filing-late"].message == "桃溪村检查结果汇总按文件规定的时限，12月16日报送，迟报2天"
    assert told["inspection-hurried"].message == "疑点：第一组12月9日检查柳湾村只用5分钟，检查疑似走过场"
    assert told["village-draw-short"].message == "青川区12月7日摇号抽村3个，低于31个村的10%；没有记种子号，不能复核"
    assert told["household-dissatisfied"].household == "陈某"
    assert "陈大有" not in "".join(finding.message for finding in planted.findings)
    assert [rule for rule, finding in told.items() if not finding.evidence] == []


def test_a_line_of_the_check_list_cites_its_own_clause(planted: Report) -> None:
    (finding,) = [finding for finding in planted.findings if finding.rule == "checklist-problem"]
    assert [(one.policy, one.ref) for one in finding.basis] == [("sanjian-2023-106", "附件1第3项")]
    assert finding.message == "桃溪村12月9日检查“每月召开2次以上工作队会议”有问题：11月只有一次会议记录"
    assert ("清单", "A4:G4") in [(place.sheet, place.cell) for place in finding.evidence]


def test_without_the_files_every_one_is_unknown(tmp_path: Path) -> None:
    report = _checked(tmp_path, _standing(), (*POLICIES, "haogou-2023-16"))
    assert _found(report) == []
    judged = {rule.rule: rule for rule in report.coverage if rule.rule in MINE}
    assert set(judged) == MINE
    assert [name for name, rule in judged.items() if rule.unknown != rule.population] == []
