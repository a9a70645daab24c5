"""Rows of the problem list: the office's columns, and how a finding fills them."""

from collections.abc import Mapping
from typing import Any

from audit.model.finding import Finding, Missing
from audit.model.outcome import Kind
from audit.render.lookup import Lookup, cite, found_in, grouped, shortened
from audit.render.text import day_title, days_title, month_title, role_title

PROBLEM_COLUMNS: Mapping[str, str] = {
    "serial": "序号",
    "item": "检查项目",
    "problem": "存在的问题",
    "subject": "涉及对象",
    "basis": "依据条款",
    "nature": "问题性质",
    "severity": "严重程度",
    "found_in": "发现来源",
    "measure": "整改措施",
    "owner": "责任单位",
    "responsible": "责任人",
    "due": "整改时限",
    "progress": "整改情况",
    "proof": "佐证材料",
    "reviewer": "复核人",
    "closed_on": "销号日期",
    "remark": "备注",
}
"""Columns of the problem list in order; progress, reviewer, closed_on and remark are left for the office to fill."""

CLUE_COLUMNS: Mapping[str, str] = {
    "serial": "序号",
    "item": "核查项目",
    "problem": "疑点情况（未经核实）",
    "subject": "涉及对象",
    "basis": "依据条款",
    "found_in": "发现来源",
    "proof": "比对所据材料",
    "measure": "核实办法",
    "verdict": "核实结果",
    "reviewer": "核实人",
    "closed_on": "核实日期",
}
"""Columns of the list of clues: nobody is asked to put anything right before a person has confirmed it."""

_NATURES = {Kind.VIOLATION: "违规", Kind.CLUE: "疑点核实", Kind.WARNING: "预警"}
_CLUE = "疑点："
_UNIT = "派出单位"


def finding_row(finding: Finding, serial: str, words: Lookup) -> dict[str, Any]:
    """Fill one row: every text column of both lists, plus ``quotes``, ``places`` and ``days`` for the full page.

    ``due_on`` is the date itself, for the workbook.
    """
    return {
        "id": finding.id,
        "serial": serial,
        "item": finding.title,
        "problem": _problem(finding),
        "subject": _subject(finding),
        "basis": "\n".join(cite(words, basis) for basis in finding.basis),
        "nature": _NATURES[finding.kind],
        "severity": finding.severity.label,
        "found_in": found_in(words, finding.evidence),
        "measure": finding.do,
        "owner": _owner(finding),
        "responsible": finding.person if finding.kind is Kind.VIOLATION else "",
        "due": day_title(finding.due),
        "proof": shortened(finding.evidence),
        "quotes": [{"cite": cite(words, basis), "text": basis.quoted} for basis in finding.basis],
        "places": grouped(finding.evidence),
        "days": days_title(finding.dates),
    }


def _problem(finding: Finding) -> str:
    """Say the problem and what was folded into it; a clue always says first that it is one."""
    text = finding.message
    if finding.kind is Kind.CLUE and not text.startswith(_CLUE):
        text = _CLUE + text
    return "\n".join((text, *(f"同因情形：{detail}" for detail in finding.details)))


def _subject(finding: Finding) -> str:
    """Name whom it concerns: a household, a person with post, or the whole team."""
    if finding.household:
        return finding.household
    if not finding.person:
        return "驻村工作队"
    return f"{finding.person}（{role_title(finding.role)}）" if finding.role else finding.person


def _owner(finding: Finding) -> str:
    """Name the dispatching unit where the rule only says that it is one."""
    if finding.owner == _UNIT and finding.unit:
        return f"{_UNIT}（{finding.unit}）"
    return finding.owner


def missing_row(item: Missing, words: Lookup) -> dict[str, Any]:
    """Say which source of which month is missing and what was therefore not checked."""
    return {
        "village": item.village,
        "month": month_title(item.month),
        "source": words.tables.get(item.table, item.table),
        "message": item.message,
        "unchecked": "、".join(words.rules.get(rule, rule) for rule in item.rules),
        "count": len(item.rules),
    }
