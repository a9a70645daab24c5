"""What the problem list of one village says, as plain dicts for the Word and the HTML template."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from audit.model.evidence import grade_lines
from audit.model.finding import Finding
from audit.model.outcome import Kind, Severity
from audit.model.policy import Policy
from audit.model.report import Report
from audit.render import month_grid
from audit.render.lookup import Lookup
from audit.render.order import in_order, serials_of
from audit.render.people import COUNT_COLUMNS, person_row
from audit.render.rows import CLUE_COLUMNS, PROBLEM_COLUMNS, finding_row, missing_row
from audit.render.text import day_title, month_title, plain_tree

_ENGINES = {"columns": "整表计算", "durable": "规则引擎", "reference": "逐条核算"}
_OUTCOMES = ("ok", "violation", "unknown", "not_applicable", "manual", "error", "population")


def word_context(report: Report, village: str, words: Lookup) -> dict[str, Any]:
    """Give everything that ``problem_list.village.docx`` prints: exactly the names it uses."""
    findings = in_order(finding for finding in report.findings if finding.village == village)
    serials = serials_of(findings)
    rows = {kind: _rows(findings, kind, serials, words) for kind in Kind}
    missing = [missing_row(item, words) for item in _missing_of(report, village)]
    context = _head(report, village) | {
        "summary": _summary(findings, len(missing)),
        "violations": rows[Kind.VIOLATION],
        "clues": rows[Kind.CLUE],
        "warnings": rows[Kind.WARNING],
        "missing": missing,
        "manual_note": _manual_note(report),
        "people": [person_row(m, findings, serials) for m in report.months if m.village == village],
        "evidence_note": "".join(grade_lines()),
        "clauses": _clauses(rows),
    }
    cleaned: dict[str, Any] = plain_tree(context)
    return cleaned


def page_context(report: Report, village: str, words: Lookup) -> dict[str, Any]:
    """Give everything that ``problem_list.village.html`` prints: the Word list's content, day grids and outcomes."""
    context = word_context(report, village, words)
    findings = [finding for finding in report.findings if finding.village == village]
    # On the page every quote stands beside its problem, so the list of clauses at the end is not needed.
    # The clauses that only people can check are given in full.
    del context["clauses"], context["manual_note"]
    more = {
        "columns": {"problem": PROBLEM_COLUMNS, "clue": CLUE_COLUMNS, "count": list(COUNT_COLUMNS.values())},
        "manual": _manual(report),
        "legend": month_grid.legend(),
        "strips": _strips(report, village, serials_of(findings), words),
        "township": report.township,
        "coverage": [_outcomes(item.title, item) for item in sorted(report.coverage, key=lambda item: item.rule)],
    }
    cleaned: dict[str, Any] = plain_tree(more)
    return context | cleaned


def _head(report: Report, village: str) -> dict[str, Any]:
    """Title, who was checked, for which month, by which notices and with which rules."""
    notices = [_notice(policy) for policy in report.policies]
    engines = "、".join(_ENGINES.get(engine, engine) for engine in report.engines)
    agreed = f"由{len(report.engines)}套程序分别核验，结果一致（{engines}）"
    return {
        "title": f"{village}驻村工作问题清单",
        "unit": f"{report.township}{village}驻村工作队",
        "month": month_title(report.month),
        "as_of": day_title(report.as_of),
        "basis": "；".join(notices),
        "made_by": f"本清单由报送资料逐人逐日比对生成，{agreed}。规则版本：{report.rules_version}。",
        "notes": list(report.notes),
    }


def _notice(policy: Policy) -> str:
    """Name a notice with its number, where it has one."""
    return f"《{policy.title}》（{policy.document.number}）" if policy.document.number else f"《{policy.title}》"


def _rows(findings: Sequence[Finding], kind: Kind, serials: Mapping[str, str], words: Lookup) -> list[dict[str, Any]]:
    """Fill the rows of one kind."""
    return [finding_row(finding, serials[finding.id], words) for finding in findings if finding.kind is kind]


def _summary(findings: Sequence[Finding], missing: int) -> str:
    """Count what the list holds; say plainly when there is no problem, and whether all was looked at."""
    violations = [finding for finding in findings if finding.kind is Kind.VIOLATION]
    clues = sum(finding.kind is Kind.CLUE for finding in findings)
    grades = [(grade.label, sum(f.severity is grade for f in violations)) for grade in Severity]
    parts = "、".join(f"{title}{count}个" for title, count in grades if count)
    nothing = "已核查范围内未发现问题" if missing else "未发现问题"
    problems = f"违规问题{len(violations)}个（{parts}）" if violations else nothing
    return f"{problems}；疑点{clues}条（待核实）；资料不足{missing}项。"


def _missing_of(report: Report, village: str) -> list[Any]:
    """Pick what this village did not hand in; a gap without a village concerns all of them."""
    gaps = [item for item in report.unknown if item.village in (village, "")]
    return sorted(gaps, key=lambda item: (item.month, item.table))


def _manual(report: Report) -> list[dict[str, str]]:
    """List the clauses that only people can check: they are not covered by this list."""
    return [
        {"notice": _short(policy), "ref": clause.ref, "text": clause.text, "how": clause.manual}
        for policy in report.policies
        for clause in policy.clauses
        if clause.manual
    ]


def _manual_note(report: Report) -> str:
    """Name those clauses notice by notice in one sentence; nothing when there are none."""
    clauses = _manual(report)
    by_notice = groupby(clauses, key=lambda clause: clause["notice"])
    named = "；".join(notice + "、".join(clause["ref"] for clause in found) for notice, found in by_notice)
    return f"另有{len(clauses)}条须由检查组现场核查，本清单未涉及：{named}。" if clauses else ""


def _short(policy: Policy) -> str:
    """Name a notice by its number, or by its title where it has none."""
    return policy.document.number or f"《{policy.title}》"


def _clauses(rows: Mapping[Kind, list[dict[str, Any]]]) -> list[dict[str, str]]:
    """Collect the quoted clauses, each once, in the order of the list."""
    quotes = {quote["cite"]: quote for kind in Kind for row in rows[kind] for quote in row["quotes"]}
    return list(quotes.values())


def _strips(report: Report, village: str, serials: Mapping[str, str], words: Lookup) -> list[dict[str, Any]]:
    """Lay out the month of everybody in the village."""
    days, kinds = month_grid.days_of(report.month), words.day_kinds
    return [month_grid.strip(m, days, kinds, serials) for m in report.months if m.village == village]


def _outcomes(title: str, item: object) -> dict[str, Any]:
    """One rule's six outcomes and their sum, in the order of the columns."""
    return {"title": title, "counts": [getattr(item, name) for name in _OUTCOMES]}
