"""An imported ledger and interview register from files to findings: what is planted is found, nothing else."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from audit.model.report import Report
from audit.pipeline import check

VILLAGES = ("桃溪村", "柳湾村")
ROSTER = [
    ("姓名", "村（社区）", "派出单位", "驻村职务", "到任时间"),
    ("林晓峰", "桃溪村", "县农业农村局", "第一书记", "2021-05-18"),
    ("石川", "柳湾村", "县水利局", "第一书记", "2021-05-18"),
]
HEADER = (
    *("问题编号", "村（社区）", "存在的问题", "涉及对象", "反馈日期", "整改措施", "责任单位", "责任人", "整改时限"),
    *("整改状态", "整改情况", "佐证材料", "佐证编号", "报送人", "报送日期", "复核人", "复核意见", "销号人", "销号日期"),
    *("约谈次数", "关联旧问题", "备注"),
)


def line(number: str, problem: str, **changes: str) -> tuple[str, ...]:
    """A problem that was closed by the book, but for the changes."""
    told = (number, "桃溪村", problem, "", "2024-05-06", f"针对{problem}逐项核对补正", "桃溪村驻村工作队", "林晓峰")
    done = ("2024-05-20", "已销号", "已整改", "照片2张", f"ZZ-{number}", "林晓峰", "2024-05-15")
    closed = ("罗平", "查阅原件，整改到位", "罗平", "2024-05-17", "0", "", "")
    good = dict(zip(HEADER, (*told, *done, *closed), strict=True))
    return tuple((good | changes).values())


OPEN = {"整改状态": "整改中", "复核人": "", "复核意见": "", "销号人": "", "销号日期": ""}
ROLES = "村社区党组织书记、乡镇街道联点班子成员、分管乡村振兴副书记、工作队长、后盾单位分管领导"
LEDGER = [
    HEADER,
    line("A1", "签到册缺4天"),
    line("A2", "走访台账没有签字", **OPEN),
    line("A3", "工作日志缺5天", 复核意见="仍缺2天，未到位"),
    line("A4", "会议记录没有照片", 佐证材料="", 佐证编号=""),
    line("A5", "伙食费未缴", 销号人="林晓峰"),
    line("A6", "签到册又缺3天", 反馈日期="2024-06-03", 整改时限="2024-07-31", 关联旧问题="A1", **OPEN),
    line("A7", "档案目录不全", 责任单位="", 责任人="", 整改时限="2024-07-31", **OPEN),
    line("A8", "公示栏没有更新", 佐证编号="ZZ-A1"),
    line("B1", "无故不在岗1天", **{"村（社区）": "柳湾村", "涉及对象": "石川"}, 销号人="罗平"),
]
TALKS = [
    ("村（社区）", "后盾单位", "约谈时间", "约谈人", "被约谈人", "约谈事项"),
    ("柳湾村", "县水利局", "2024-03-11", "区级分管领导", "工作队长、后盾单位分管领导", "2项问题逾期"),
    ("柳湾村", "县水利局", "2024-06-04", "区级分管领导", "工作队长、后盾单位分管领导", "1项问题逾期"),
    ("桃溪村", "县农业农村局", "2024-06-04", "区级分管领导", "村党组织书记", "1项问题逾期"),
]
RULES = {
    "problem-overdue", "rectification-false", "problem-recurred", "rectification-incomplete", "problem-without-owner",
    "proof-reused", "measures-alike", "closed-by-own-side", "overdue-interview-due", "interviewed-often",
}  # fmt: skip


def report_of(folder: Path, **sheets: list[tuple[str, ...]]) -> Report:
    for name, rows in {"驻村工作队花名册": ROSTER, **sheets}.items():
        book = openpyxl.Workbook()
        book.active.title = name
        book.active.append([f"青禾镇{name}"])
        for row in rows:
            book.active.append(row)
        book.save(folder / f"{name}.xlsx")
    policies = ("daxiang-2024-18", "haogou-2023-16", "sanjian-2023-106")
    return check([folder], policies=policies, month="2024-06", as_of=date(2024, 6, 30))


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return report_of(tmp_path_factory.mktemp("ledger"), 问题整改台账=LEDGER, 约谈记录=TALKS)


def test_exactly_the_planted_problems_are_found(judged: Report) -> None:
    assert not [error.message for error in judged.data_errors]
    found = {(f.rule, f.village, f.values.get("overdue_days"), f.message) for f in judged.findings if f.rule in RULES}
    told = sorted(message for *_, message in found)
    assert told == sorted([
        "桃溪村“走访台账没有签字”应于5月20日前整改，逾期41天未销号",
        f"桃溪村“走访台账没有签字”逾期41天未整改，建议由区级分管领导约谈{ROLES}",
        "桃溪村“工作日志缺5天”已报整改到位，复核仍存在，应重新打开",
        "桃溪村“会议记录没有照片”整改缺佐证材料",
        "桃溪村“伙食费未缴”销号不合规定，由报送整改的林晓峰自己销号",
        "桃溪村“签到册又缺3天”再次发生，原问题A1已销号，不到1个月",
        "桃溪村“档案目录不全”没有责任单位和责任人",
        "疑点：桃溪村“签到册缺4天”的佐证与桃溪村“A8”的相同，存疑",
        "疑点：桃溪村“公示栏没有更新”的佐证与桃溪村“A1”的相同，存疑",
        "柳湾村2024年内被约谈2次（3月11日、6月4日），按规定取消年度考核评先评优资格、扣减相应考核分数",
        "县水利局2024年内被约谈2次（3月11日、6月4日），按规定取消年度考核评先评优资格、扣减相应考核分数",
        "石川2024年内被约谈2次（3月11日、6月4日），按规定取消年度考核评先评优资格、扣减相应考核分数",
    ])  # fmt: skip


def test_each_finding_points_to_its_row_or_sheet(judged: Report) -> None:
    for finding in judged.findings:
        if finding.rule in RULES:
            assert finding.evidence, finding.message
            assert {place.file for place in finding.evidence} <= {"问题整改台账.xlsx", "约谈记录.xlsx"}


def test_without_the_files_nobody_is_blamed(tmp_path: Path) -> None:
    bare = report_of(tmp_path)
    assert not [finding.message for finding in bare.findings if finding.rule in RULES]
    often = next(rule for rule in bare.coverage if rule.rule == "interviewed-often")
    assert often.unknown == often.population == 6
