"""Every example in every rule file is a test: columns, reference and durable-rules must say what the file says."""

from collections.abc import Iterator

import pytest

from audit.catalog import load_facts, load_rules
from audit.evaluate import Children, run_cases
from audit.model.outcome import Kind, Outcome
from audit.model.rule import Rule

FACTS = load_facts()
RULES = load_rules()
CATALOGUE = {
    "RES-01": "monthly-days-short",
    "RES-02": "first-secretary-days-short",
    "RES-03": "village-unattended",
    "RES-04": "month-shortfall-ahead",
    "RES-05": "untraced-run",
    "RES-08": "days-not-corroborated",
    "SGN-01": "sign-in-missing",
    "SGN-04": "sign-in-impossible",
    "PCH-01": "punch-missing",
    "PCH-03": "punch-abnormal",
    "PCH-05": "punch-repaired-often",
    "LOG-01": "work-log-missing",
    "LOG-02": "work-log-alike",
    "LOG-06": "work-log-book-missing",
    "LEV-01": "absent-without-leave",
    "LEV-02": "leave-approved-too-low",
    "LEV-03": "leave-approved-late",
    "LEV-04": "leave-not-cancelled",
    "LEV-05": "leave-proof-missing",
    "LEV-08": "records-during-leave",
    "XSR-01": "sign-in-punch-mismatch",
    "XSR-02": "log-attendance-mismatch",
    "MTG-01": "team-meetings-short",
    "MTG-02": "meeting-proof-missing",
    "HND-01": "handover-meeting-missing",
    "HND-02": "handover-papers-missing",
    "HND-03": "service-gap",
    "TEAM-01": "team-understaffed",
    "TEAM-02": "appointment-mismatch",
}
"""The 29 rules of the first pack: the number of the rule catalogue and our word for it."""

each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    with Children(1) as started:
        yield started


@each_rule
def test_every_case_holds_in_every_evaluator(rule: Rule, children: Children) -> None:
    results = run_cases(rule, FACTS[rule.each], children.fire)
    assert len(results) == len(rule.cases)
    assert {result.case.name: result.problems for result in results if not result.holds} == {}


@each_rule
def test_every_case_of_a_violation_says_how_grave_it_is(rule: Rule) -> None:
    assert [c.name for c in rule.cases if c.expect is Outcome.VIOLATION and c.severity is None] == []


@each_rule
def test_every_step_of_the_ladder_has_a_case(rule: Rule) -> None:
    assert {case.severity for case in rule.cases} - {None} == {grade.severity for grade in rule.severity}


@each_rule
def test_every_choice_of_a_parameter_has_a_case(rule: Rule) -> None:
    untried = [
        f"{name}={choice}"
        for name, parameter in rule.parameters.items()
        for choice in parameter.choices
        if choice != parameter.default and all(case.parameters.get(name) != choice for case in rule.cases)
    ]
    assert untried == []


@each_rule
def test_a_clue_is_worded_as_a_doubt_and_a_violation_as_a_fact(rule: Rule) -> None:
    doubtful = rule.message.startswith("疑点：") and ("疑似" in rule.message or "存疑" in rule.message)
    assert doubtful == (rule.kind is Kind.CLUE)


@each_rule
def test_a_clue_can_be_dismissed(rule: Rule) -> None:
    assert ("dismissed" in rule.rectification.closure) == (rule.kind is Kind.CLUE)


def test_the_catalogue_numbers_are_kept() -> None:
    assert {CATALOGUE[number] for number in CATALOGUE} <= RULES.keys()
    assert {number: RULES[id_].catalogue for number, id_ in CATALOGUE.items()} == {
        number: number for number in CATALOGUE
    }
