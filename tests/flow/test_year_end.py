"""The second, larger sample set: at the end of a quarter and of the year, exactly what was planted is found."""

from datetime import date
from functools import cache

import pytest
from sample_run import SAMPLE, check, expected

from audit.model.finding import Finding
from audit.model.report import Report

MONTHS = ("2024-09", "2024-12")


@cache
def judged(month: str) -> Report:
    paths = [SAMPLE / "2024-年末" / name for name in ("基础资料", month, "全年台账")]
    told = expected(month)
    return check(paths, month=month, as_of=date.fromisoformat(told["as_of"]), policies=told["policies"])


def _of(finding: Finding) -> str:
    """Give what a finding is about where that is no person: the household or the unit."""
    return finding.household or ("" if finding.person else finding.unit)


@pytest.mark.parametrize("month", MONTHS)
def test_exactly_the_planted_problems_are_found(month: str) -> None:
    found = sorted((f.rule, f.village, f.person, _of(f), f.period[0].isoformat()) for f in judged(month).findings)
    planted = expected(month)["findings"]
    assert found == sorted((f["rule"], f["village"], f["person"], f.get("of", ""), f["period_from"]) for f in planted)


@pytest.mark.parametrize("month", MONTHS)
def test_exactly_the_sources_not_handed_in_are_unknown(month: str) -> None:
    listed = [(one["village"], one["table"]) for one in expected(month)["unknown"]]
    kept = {one.source for one in judged(month).received} | {table for _, table in listed}
    told = sorted((one.village, one.table) for one in judged(month).unknown if one.table in kept)
    assert told == sorted(listed)


@pytest.mark.parametrize("month", MONTHS)
def test_exactly_the_planted_bad_cells_are_reported(month: str) -> None:
    found = sorted((e.file, e.sheet, e.cell, e.code) for e in judged(month).data_errors)
    assert found == sorted((e["file"], e["sheet"], e["cell"], e["code"]) for e in expected(month)["data_errors"])


@pytest.mark.parametrize("month", MONTHS)
def test_every_sheet_is_recognised(month: str) -> None:
    assert [(sheet.file, sheet.name) for sheet in judged(month).sheets if sheet.table is None] == []


@pytest.mark.parametrize("month", MONTHS)
def test_every_finding_names_its_clause_and_its_cells(month: str) -> None:
    bare = [f.message for f in judged(month).findings if not f.basis or not f.evidence]
    assert bare == []
