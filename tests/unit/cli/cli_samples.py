"""A small report and its findings, made by hand, for the tests of the command line."""

from datetime import date

from audit.model.finding import Coverage, Finding, Missing
from audit.model.outcome import Kind, Severity
from audit.model.policy import Clause, Document, Policy
from audit.model.report import Report
from audit.model.rule import Basis
from audit.model.source import DataError, FileRead, Place, Sheet, SheetCount

POLICY = Policy(
    id="qinghe-2023",
    title="青禾镇驻村工作管理办法",
    level="township",
    document=Document("青府发〔2023〕1号", "青禾镇人民政府", date(2023, 1, 1)),
    effective_from=date(2023, 1, 1),
    effective_until=None,
    clauses=(
        Clause("第三条", "每月驻村不少于20天", rules={"monthly-days-short": {"min_days": 20}}),
        Clause("第四条", "吃住在村", manual="现场查看"),
        Clause("第五条", "成立领导小组", outside="组织安排"),
    ),
)

BAD_DAY = DataError(
    file="签到册[1].xlsx",
    sheet="11月",
    cell="B14",
    code="bad-date",
    column="日期",
    value="11月31日",
    message="签到册[1].xlsx《11月》B14“日期”：11月31日不存在，请改为实际日期",
)


def finding(number: int = 1, kind: Kind = Kind.VIOLATION, severity: Severity = Severity.MAJOR) -> Finding:
    return Finding(
        id=f"{number:02d}ab34cd56ef",
        rule="monthly-days-short",
        rule_version="v1",
        title="月驻村天数不足",
        kind=kind,
        severity=severity,
        village="桃溪村",
        person="王芳",
        role="队员",
        unit="县林业局",
        household="",
        period=(date(2023, 11, 1), date(2023, 11, 30)),
        dates=(date(2023, 11, 8),),
        message=f"第{number}条：桃溪村驻村队员王芳2023年11月在村18天，少于规定20天，差2天",
        values={"counted_days": 18, "required_days": 20},
        basis=(Basis("qinghe-2023", "第三条", "每月驻村不少于20天"),),
        evidence=(Place("签到册[1].xlsx", "11月", "K7"),),
        do="核对签到册原件",
        owner="派出单位",
        due=date(2023, 12, 14),
        closure=("evidence",),
    )


def report(*findings: Finding) -> Report:
    sheets = (Sheet("签到册[1].xlsx", "0" * 64, "11月", "sign_in_grid"), Sheet("杂.xlsx", "1" * 64, "Sheet1", None))
    return Report(
        program="zhucun-audit 0",
        rules_version="r1",
        engines=("columns", "durable"),
        policies=(POLICY,),
        month="2023-11",
        as_of=date(2024, 1, 10),
        township="青禾镇",
        villages=("桃溪村", "柳湾村"),
        people=6,
        files=(FileRead("签到册[1].xlsx", "0" * 64, (0,)), FileRead("杂.xlsx", "1" * 64, (1,))),
        sheets=sheets,
        counts={0: SheetCount(30, 29, 1)},
        data_errors=(BAD_DAY,),
        coverage=(Coverage("monthly-days-short", "月驻村天数不足", ok=4, violation=1, unknown=1, population=6),),
        unknown=(Missing("柳湾村", "2023-11", "punches", ("punch-missing",), "柳湾村2023年11月没有报送钉钉打卡"),),
        findings=findings,
        months=(),
    )
