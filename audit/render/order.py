"""The one order of findings and villages, so that every document lists and numbers them alike."""

from collections.abc import Iterable

from audit.model.finding import Finding
from audit.model.outcome import Kind
from audit.model.report import Report

_SERIAL_MARKS = {Kind.VIOLATION: "", Kind.CLUE: "疑", Kind.WARNING: "预"}


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort by village, then violations before clues before warnings, gravest first, then rule, person, time."""
    kinds = list(Kind)
    return sorted(
        findings,
        key=lambda f: (f.village, kinds.index(f.kind), f.severity.rank, f.rule, f.person, f.household, f.period, f.id),
    )


def villages_of(report: Report) -> list[str]:
    """List the report's villages, then those that only a finding, a gap or a person-month names."""
    named = {thing.village for things in (report.findings, report.unknown, report.months) for thing in things}
    listed = list(dict.fromkeys(report.villages))
    return listed + sorted(named - set(listed) - {""})


def serials_of(findings: Iterable[Finding]) -> dict[str, str]:
    """Number findings by kind from one village's list: ``3``, ``疑1``, ``预2``, keyed by finding id."""
    serials: dict[str, str] = {}
    counts = dict.fromkeys(Kind, 0)
    for finding in in_order(findings):
        counts[finding.kind] += 1
        serials[finding.id] = f"{_SERIAL_MARKS[finding.kind]}{counts[finding.kind]}"
    return serials
