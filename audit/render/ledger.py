"""The township's workbook: problems, clues, warnings, gaps, coverage, data errors, sources side by side, receipts."""

from collections.abc import Iterable, Mapping
from typing import Any

from audit.model.evidence import grade_lines
from audit.model.finding import Coverage, Finding
from audit.model.outcome import Kind, Outcome
from audit.model.report import Report
from audit.render.lookup import Lookup
from audit.render.order import in_order, serials_of, villages_of
from audit.render.people import COUNT_COLUMNS, counts
from audit.render.received import received_table
from audit.render.rows import CLUE_COLUMNS, PROBLEM_COLUMNS, finding_row, missing_row
from audit.render.text import day_title, month_title, role_title
from audit.render.workbook import Column, SheetTable, workbook

_WIDTHS: Mapping[str, float] = {
    "serial": 6, "item": 12, "problem": 36, "subject": 11, "basis": 20, "nature": 6, "severity": 6, "found_in": 11,
    "measure": 28, "owner": 13, "responsible": 8, "due": 15, "progress": 8, "proof": 26, "reviewer": 8, "closed_on": 15,
    "remark": 8, "verdict": 14,
}  # fmt: skip
_DATES = frozenset({"due", "closed_on"})
_CENTRED = frozenset({"serial", "nature", "severity", "responsible", "reviewer", "progress"})
_TRACKING = (
    Column("issued_on", "反馈日期", 15, "date"),
    Column("planned_on", "方案日期", 15, "date"),
    Column("done_share", "进度(%)", 7, "percent"),
    Column("overdue", "是否逾期", 6, "centre"),
    Column("overdue_days", "逾期天数", 6, "number"),
    Column("extension", "延期审批", 8),
    Column("opinion", "复核意见", 12),
    Column("returned", "退回次数", 6, "number"),
    Column("talks", "约谈次数", 6, "number"),
    Column("linked_to", "关联旧问题", 10),
)
_IDENTITY = Column("id", "问题编号", 18)
_COUNTED = (*(outcome.value for outcome in Outcome), "population")


def ledger(report: Report, words: Lookup) -> bytes:
    """Make ``台账_镇_月.xlsx``; the same report gives the same bytes."""
    rows = _finding_rows(report, words)
    tables = (
        _problems(report, rows[Kind.VIOLATION]),
        _clues(report, rows[Kind.CLUE]),
        _warnings(report, rows[Kind.WARNING]),
        _gaps(report, words),
        _coverage(report),
        _data_errors(report),
        _people(report),
        *received_table(report),
    )
    title = f"{report.township}驻村工作核验台账（{month_title(report.month)}）"
    return workbook(tables, made_on=report.as_of, title=title)


def _finding_rows(report: Report, words: Lookup) -> dict[Kind, list[dict[str, Any]]]:
    """Fill the rows of each kind, village by village: numbered through, and by the village's own list."""
    rows: dict[Kind, list[dict[str, Any]]] = {kind: [] for kind in Kind}
    for village in ["", *villages_of(report)]:
        findings = in_order(finding for finding in report.findings if finding.village == village)
        serials = serials_of(findings)
        for finding in findings:
            row = finding_row(finding, serials[finding.id], words)
            rows[finding.kind].append(row | _ledger_values(finding, len(rows[finding.kind]) + 1, row["serial"]))
    return rows


def _ledger_values(finding: Finding, serial: int, listed: str) -> dict[str, Any]:
    """What the workbook writes otherwise than the list: numbers and real dates."""
    return {"serial": serial, "listed": listed, "village": finding.village, "due": finding.due}


def _columns(titles: Mapping[str, str]) -> list[Column]:
    """Make columns of the list's own, with the village and the number in its list after the serial."""
    own = [Column(key, title, _WIDTHS[key], _kind(key)) for key, title in titles.items()]
    return [own[0], Column("village", "村（社区）", 10, "centre"), Column("listed", "清单序号", 6, "centre"), *own[1:]]


def _kind(key: str) -> str:
    """Say how a column of the list is written."""
    return "date" if key in _DATES else "centre" if key in _CENTRED else "text"


def _note(report: Report, count: int, unit: str) -> str:
    """The line under the title: month, day of the check, how many."""
    return f"检查月份：{month_title(report.month)}    核验日期：{day_title(report.as_of)}    共{count}{unit}"


def _problems(report: Report, rows: list[dict[str, Any]]) -> SheetTable:
    """All problems with the columns that follow them until they are closed."""
    columns = [*_columns(PROBLEM_COLUMNS), *_TRACKING, _IDENTITY]
    title = f"{report.township}驻村工作问题整改台账"
    return SheetTable("问题台账", title, _note(report, len(rows), "个问题"), columns, rows, frozen=3, wide=True)


def _clues(report: Report, rows: list[dict[str, Any]]) -> SheetTable:
    """All clues; nobody is asked to put them right before a person confirms them."""
    note = _note(report, len(rows), "条疑点") + "    未经核实不作为问题"
    columns = [*_columns(CLUE_COLUMNS), _IDENTITY]
    return SheetTable("疑点", f"{report.township}疑点核实表", note, columns, rows, frozen=3)


def _warnings(report: Report, rows: list[dict[str, Any]]) -> SheetTable:
    """All warnings given before the month is over."""
    titles = {
        "serial": "序号", "item": "预警项目", "problem": "预警内容", "subject": "涉及对象", "basis": "依据条款",
        "found_in": "发现来源", "measure": "建议", "owner": "责任单位", "remark": "备注",
    }  # fmt: skip
    note = _note(report, len(rows), "条预警") + "    预警不作为问题"
    return SheetTable("预警", f"{report.township}驻村工作预警表", note, [*_columns(titles), _IDENTITY], rows, frozen=3)


def _gaps(report: Report, words: Lookup) -> SheetTable:
    """What was not handed in, and what could therefore not be checked."""
    columns = (
        Column("serial", "序号", 6, "centre"), Column("village", "村（社区）", 12, "centre"),
        Column("month", "月份", 12, "centre"), Column("source", "未报送资料", 14), Column("message", "说明", 48),
        Column("unchecked", "因此未核查的项目", 48), Column("count", "项目数", 8, "number"),
    )  # fmt: skip
    gaps = sorted(report.unknown, key=lambda item: (item.village, item.month, item.table))
    rows = [missing_row(item, words) | {"serial": serial} for serial, item in enumerate(gaps, start=1)]
    note = _note(report, len(rows), "项") + "    资料不足不等于有问题"
    return SheetTable("资料不足", f"{report.township}未报送资料表", note, columns, rows)


def _coverage(report: Report) -> SheetTable:
    """Each rule's six outcomes; they sum to the number of subjects looked at."""
    columns = (
        Column("serial", "序号", 6, "centre"),
        Column("title", "检查项目", 34),
        *(Column(outcome.value, outcome.label, 10, "number") for outcome in Outcome),
        Column("population", "合计", 10, "number"),
        Column("rule", "规则编号", 30),
    )
    items = sorted(report.coverage, key=lambda item: item.rule)
    rows = [_coverage_row(serial, item) for serial, item in enumerate(items, start=1)]
    total = {"title": "合计"} | {name: sum(row[name] for row in rows) for name in _COUNTED}
    note = _note(report, len(rows), "项规则")
    return SheetTable("覆盖情况", f"{report.township}核验覆盖情况表", note, columns, rows, total=total)


def _coverage_row(serial: int, item: Coverage) -> dict[str, Any]:
    """One rule's line."""
    names = ("title", "rule", *_COUNTED)
    return {"serial": serial} | {name: getattr(item, name) for name in names}


def _data_errors(report: Report) -> SheetTable:
    """What is wrong with the files themselves, for whoever handed them in."""
    columns = (
        Column("serial", "序号", 6, "centre"), Column("file", "文件", 26), Column("sheet", "工作表", 14),
        Column("cell", "单元格", 10, "centre"), Column("column", "列", 12), Column("value", "填写内容", 20),
        Column("message", "问题和改法", 60), Column("code", "类别代码", 18),
    )  # fmt: skip
    names = ("file", "sheet", "cell", "column", "value", "message", "code")
    rows = [
        {"serial": serial} | {name: getattr(error, name) for name in names}
        for serial, error in enumerate(sorted(report.data_errors), start=1)
    ]
    return SheetTable("资料错误", f"{report.township}报送资料错误表", _note(report, len(rows), "处"), columns, rows)


def _people(report: Report) -> SheetTable:
    """The month of every member, the four sources side by side; an empty cell is a source not handed in."""
    columns = (
        Column("serial", "序号", 6, "centre"), Column("village", "村（社区）", 12, "centre"),
        Column("person", "姓名", 10, "centre"), Column("role", "职务", 12, "centre"), Column("unit", "派出单位", 22),
        *(Column(name, title, 10, "number") for name, title in COUNT_COLUMNS.items()),
        Column("graded_a_days", "打卡证据A级", 10, "number"), Column("remark", "备注", 24),
    )  # fmt: skip
    rows = list(_people_rows(report))
    note = _note(report, len(rows), "人") + "    单位：天；空格为相应资料未报送"
    title, footnotes = f"{report.township}驻村队员四源对照表", grade_lines()
    return SheetTable("四源对照", title, note, columns, rows, frozen=3, footnotes=footnotes)


def _people_rows(report: Report) -> Iterable[dict[str, Any]]:
    """A line per person-month, in the report's order."""
    for serial, month in enumerate(report.months, start=1):
        values = counts(month)
        lacking = "、".join(COUNT_COLUMNS[name] for name, value in values.items() if value is None)
        yield {
            "serial": serial,
            "village": month.village,
            "person": month.person,
            "role": role_title(month.role),
            "unit": month.unit,
            "graded_a_days": month.values.get("graded_a_days"),
            "remark": f"无资料：{lacking}" if lacking else "",
            **values,
        }
