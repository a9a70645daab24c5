"""``findings.json``: the whole result for scripts, with the keys that the command line promises."""

import json
from typing import Any

import msgspec

from audit.model.finding import Coverage, Finding, Missing
from audit.model.report import Report
from audit.model.source import FileRead, SheetCount
from audit.render.order import in_order
from audit.render.text import lacks_cleaning, plain_tree

_NAME = "zhucun-audit"


def findings_json(report: Report) -> str:
    """Give the report as JSON: lists sorted, Chinese not escaped, two spaces, one newline at the end.

    The same report gives the same text whatever the order of its files, errors, findings and coverage.
    """
    content = {
        "program": _program(report),
        "policies": sorted(policy.id for policy in report.policies),
        "month": report.month,
        "files": [_file(report, file) for file in sorted(report.files, key=lambda file: (file.name, file.sha256))],
        "data_errors": [_plain_fields(error, _ERROR_KEYS) for error in sorted(report.data_errors)],
        "coverage": [_coverage(item) for item in sorted(report.coverage, key=lambda item: item.rule)],
        "unknown": [_missing(item) for item in sorted(report.unknown, key=_missing_key)],
        "findings": [_finding(finding) for finding in in_order(report.findings)],
    }
    text = _text(content)
    # A tree of thousands is cleaned only where there is something to clean.
    text = _text(plain_tree(content)) if lacks_cleaning(text) else text
    return msgspec.json.format(text, indent=2) + "\n"


def _text(content: Any) -> str:
    """Write on one line: what this encoder breaks into lines itself it writes ten times slower."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False)


_ERROR_KEYS = ("code", "file", "sheet", "cell", "column", "value", "message")
_COVERAGE_KEYS = ("rule", "ok", "violation", "unknown", "not_applicable", "manual", "error", "population")


def _plain_fields(thing: Any, keys: tuple[str, ...]) -> dict[str, Any]:
    """Take these attributes under their own names."""
    return {key: getattr(thing, key) for key in keys}


def _program(report: Report) -> dict[str, Any]:
    """Say what made the result, so that it can be made again."""
    name, _, version = report.program.rpartition(" ")
    return {
        "name": name or _NAME,
        "version": version,
        "rules": report.rules_version,
        "engines": list(report.engines),
        "as_of": report.as_of.isoformat(),
    }


def _file(report: Report, file: FileRead) -> dict[str, Any]:
    """One uploaded file and how each of its sheets was read."""
    sheets = []
    for index in file.sheets:
        sheet, count = report.sheets[index], report.counts.get(index, SheetCount())
        sheets.append(
            {"name": sheet.name, "table": sheet.table, "rows": count.rows, "good": count.good, "bad": count.bad}
        )
    return {"name": file.name, "sha256": file.sha256, "sheets": sheets}


def _coverage(item: Coverage) -> dict[str, Any]:
    """One rule's six outcomes."""
    return _plain_fields(item, _COVERAGE_KEYS)


def _missing_key(item: Missing) -> tuple[str, str, str]:
    """Sort by village, month, source."""
    return item.village, item.month, item.table


def _missing(item: Missing) -> dict[str, Any]:
    """One source not handed in."""
    return {
        "village": item.village,
        "month": item.month,
        "table": item.table,
        "rules": sorted(item.rules),
        "message": item.message,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    """One finding; ``values`` sorted by name, ``evidence`` by place."""
    first, last = finding.period
    return {
        "id": finding.id,
        "rule": finding.rule,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "village": finding.village,
        "person": finding.person,
        "unit": finding.unit,
        "household": finding.household,
        "period": {"from": first.isoformat(), "to": last.isoformat()},
        "dates": [day.isoformat() for day in sorted(finding.dates)],
        "message": finding.message,
        "values": dict(sorted(finding.values.items())),
        "basis": [_plain_fields(basis, ("policy", "ref", "text")) for basis in finding.basis],
        "evidence": [_plain_fields(place, ("file", "sheet", "cell")) for place in sorted(finding.evidence)],
        "rectification": {
            "do": finding.do,
            "owner": finding.owner,
            "due": None if finding.due is None else finding.due.isoformat(),
        },
    }
