"""The sample township, end to end: what was planted is found, all of it and nothing else."""

from datetime import date

import pytest
from sample_run import (
    AS_OF,
    FILES,
    expected,
    ids,
    judged_without,
    one_of_each_kind,
    sample_report,
    told,
)

from audit.catalog import load_rules
from audit.model.outcome import Kind
from audit.pipeline import BadInputError

MONTHS = ("2023-10", "2023-11")

IN_THE_SAMPLE = {
    *("person_day", "person_month", "village_day", "village_month", "leave_slip", "meeting", "rotation"),
    *("posting", "work_log"),
}
"""Fact tables that the sample's sheets surely fill; a ledger that was not handed in has no rows to judge."""


def _wanted(listed: list[dict]) -> list[tuple]:
    return sorted((f["rule"], f["village"], f["person"], f["period_from"], tuple(f["dates"])) for f in listed)


@pytest.mark.parametrize("month", MONTHS)
def test_exactly_the_planted_problems_are_found(month):
    found = [
        (*line[:4], line[4] if dates else ())
        for line, dates in _paired(sample_report(month), expected(month)["findings"])
    ]
    assert found == _wanted(expected(month)["findings"])


def _paired(report, listed):
    """Pair each finding with whether its days were listed: monthly totals have none to list."""
    dated = {tuple(f[k] for k in ("rule", "village", "person", "period_from")): f["dates"] for f in listed}
    return [(line, dated.get(line[:4], True)) for line in told(report)]


@pytest.mark.parametrize("month", MONTHS)
def test_missing_sources_are_unknown_once(month):
    report = sample_report(month)
    kept = {one.source for one in report.received}
    told = sorted((u.village, u.table) for u in report.unknown)
    assert [one for one in told if one[1] in kept] == sorted(
        (u["village"], u["table"]) for u in expected(month)["unknown"]
    )
    others = [one for one in report.unknown if one.table not in kept]
    assert others
    assert all(one.message.startswith("各村") for one in others if not one.village)
    assert len({one.message for one in others}) == len(others)


@pytest.mark.parametrize("month", MONTHS)
def test_exactly_the_planted_bad_cells_are_reported(month):
    mine = [path.name for path in FILES if path.parent.name in (month, "基础资料")]
    found = sorted((e.file, e.sheet, e.cell, e.code) for e in sample_report(month).data_errors if e.file in mine)
    assert found == sorted((e["file"], e["sheet"], e["cell"], e["code"]) for e in expected(month)["data_errors"])


def test_warnings_come_before_the_month_is_over_and_totals_do_not():
    report = sample_report("2023-11", date(2023, 11, 20))
    warnings = [
        line
        for line, f in zip(told(report), sorted(report.findings, key=_order), strict=True)
        if f.kind is Kind.WARNING
    ]
    assert [(*line[:4], ()) for line in warnings] == _wanted(expected("2023-11-as-of-20")["warnings"])
    totals = {"monthly-days-short", "first-secretary-days-short", "team-meetings-short", "days-not-corroborated"}
    assert not totals & {f.rule for f in report.findings}


def _order(finding):
    return (finding.rule, finding.village, finding.person, finding.period[0].isoformat())


@pytest.mark.parametrize("month", MONTHS)
def test_outcomes_sum_to_the_population_for_each_rule(month):
    rules = load_rules()
    for rule in sample_report(month).coverage:
        parts = rule.ok + rule.violation + rule.unknown + rule.not_applicable + rule.manual + rule.error
        assert parts == rule.population, rule.rule
        assert rule.population or rules[rule.rule].each not in IN_THE_SAMPLE, rule.rule
        assert rule.error == 0


def test_every_finding_has_its_clause_its_numbers_and_its_cells():
    files = {path.name for path in FILES}
    empty = {(sheet.file, sheet.name) for sheet in sample_report("2023-11").sheets if not sheet.cells}
    for finding in sample_report("2023-11").findings:
        assert finding.basis, finding.rule
        assert finding.evidence, finding.message
        assert finding.values, finding.rule
        assert {place.file for place in finding.evidence} <= files
        assert all(place.cell or (place.file, place.sheet) in empty for place in finding.evidence)
        assert "{" not in finding.message
        assert "None" not in finding.message


def pytest_generate_tests(metafunc):
    if "left_out" in metafunc.fixturenames:
        every = metafunc.config.getoption("every_file")
        metafunc.parametrize("left_out", FILES if every else one_of_each_kind(), ids=lambda path: path.name)


def test_without_any_one_file_no_violation_is_added(left_out):
    name, folder = left_out.name, left_out.parent.name
    month = folder if folder in MONTHS else "2023-11"
    if "花名册" in name:
        with pytest.raises(BadInputError, match="没有读到花名册"):
            judged_without(name)
        return
    full, report = sample_report(month), judged_without(name, month=month)
    # What a graver finding had folded stands by itself where the graver one can no longer be judged.
    folded = {text for finding in full.findings for text in finding.details}
    added = [f.message for f in report.findings if f.id not in ids(full) and f.message not in folded]
    assert added == []
    before = _violations(full)
    assert all(count <= before[rule] for rule, count in _violations(report).items())
    if folder in MONTHS and not name.startswith(("请假审批", "出差审批")):
        assert _unknown_outcomes(report) > _unknown_outcomes(full)
        assert {u.message for u in report.unknown} - {u.message for u in full.unknown}


def _unknown_outcomes(report):
    return sum(rule.unknown for rule in report.coverage)


def _violations(report):
    return {rule.rule: rule.violation for rule in report.coverage}


def test_a_month_of_nineteen_workdays_is_not_applicable_under_the_notice_that_says_so():
    (rule,) = [rule for rule in sample_report("2023-10").coverage if rule.rule == "monthly-days-short"]
    assert (rule.not_applicable, rule.violation) == (rule.population, 0)


def test_both_engines_judged():
    assert sample_report("2023-11").engines[0] == "columns"
    assert sample_report("2023-11").as_of == AS_OF
