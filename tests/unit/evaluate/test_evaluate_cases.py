"""Cases in rule files run with every evaluator; what comes out differently is said."""

import pytest
from evaluate_samples import make_contract, make_rule
from msgspec.structs import replace

from audit.evaluate import branches, cases, durable, run_cases
from audit.expression import ExpressionError
from audit.model.outcome import Outcome, Severity
from audit.model.rule import Case, Condition, Grade, Parameter, Rule

GOOD = (
    Case("少半天", {"workdays": 22, "present_days": 19.5}, Outcome.VIOLATION, {}, Severity.MAJOR, {"gap": 0.5}),
    Case("差五天", {"workdays": 22, "present_days": 15}, Outcome.VIOLATION, {}, Severity.SERIOUS, {"gap": 5}),
    Case("正好够", {"workdays": 22, "present_days": 20}, Outcome.OK, {}, None, {"gap": 0}),
    Case("另定天数", {"workdays": 22, "present_days": 15}, Outcome.OK, {"min_days": 15}),
    Case("没有考勤", {"workdays": 22}, Outcome.UNKNOWN),
    Case("没有工作日", {"workdays": 0}, Outcome.NOT_APPLICABLE),
)


def rule_with(*found: Case, when: str = "gap > 0") -> Rule:
    rule = make_rule(
        when,
        where=["workdays > 0"],
        derive={"gap": "min_days - present_days"},
        severity=(Grade(Severity.SERIOUS, "gap >= 5"), Grade(Severity.MAJOR)),
        cases=found,
    ).rule
    return replace(rule, parameters={"min_days": Parameter("min_days", "", 20)})


def test_good_cases_hold() -> None:
    results = run_cases(rule_with(*GOOD), make_contract())
    assert [(result.case.name, result.problems) for result in results] == [(case.name, ()) for case in GOOD]
    assert all(result.holds for result in results)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"expect": Outcome.OK}, ["列式求值器判为“不通过”", "参照求值器判为“不通过”"]),
        ({"severity": Severity.SERIOUS}, ["严重程度为“较重”"]),
        ({"values": {"gap": 1}}, ["列式求值器算得gap为0.5", "参照求值器算得gap为0.5"]),
        ({"values": {"other": 1}}, ["other为None"]),
    ],
)
def test_a_case_that_does_not_hold_says_what_came_out(change: dict[str, object], words: list[str]) -> None:
    (result,) = run_cases(rule_with(replace(GOOD[0], **change)), make_contract())  # type: ignore[arg-type]
    assert not result.holds
    for word in words:
        assert word in "；".join(result.problems)


def test_an_engine_that_disagrees_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases.process, "engine_name", lambda: "durable-rules")
    monkeypatch.setattr(durable, "judge", lambda *_: durable.Opinion((("ok",),)))
    (result,) = run_cases(rule_with(GOOD[0]), make_contract())
    assert result.problems == ("durable-rules求值器判为“通过”，例子写的是“不通过”",)


def test_a_rule_that_mixes_kinds_fails_all_its_cases() -> None:
    results = run_cases(rule_with(*GOOD, when="gap > role"), make_contract())
    assert all("不同类型" in result.problems[0] for result in results)


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(ExpressionError, match="presence"):
        run_cases(rule_with(replace(GOOD[0], given={"presence": 3})), make_contract())


def test_cases_give_dates_texts_and_truth_values() -> None:
    given = {"began": "2023-11-08", "ended": "2023-11-07", "role": "队员", "late": True}
    rule = make_rule("began > ended and role == '队员' and late", cases=[Case("全", given, Outcome.VIOLATION)]).rule
    assert run_cases(rule, make_contract())[0].holds


@pytest.mark.usefixtures("no_durable")
def test_without_durable_rules_two_evaluators_run() -> None:
    assert all(result.holds for result in run_cases(rule_with(*GOOD), make_contract()))


def test_records_that_leave_both_verdicts_possible_are_unknown_in_every_evaluator() -> None:
    rule = rule_with(
        Case("缺的月份怎样补都不够", {"workdays": 22, "present_days": 15, "duty_days": 18}, Outcome.VIOLATION),
        Case("已经够了", {"workdays": 22, "present_days": 20, "duty_days": 30}, Outcome.OK),
        Case("还断不定", {"workdays": 22, "present_days": 15, "duty_days": 25}, Outcome.UNKNOWN),
        Case("没有工作日", {"workdays": 0}, Outcome.NOT_APPLICABLE),
    )
    open_ones = Condition("present_days >= min_days or duty_days < min_days", "缺月份", "present_days")
    results = run_cases(replace(rule, where=(*rule.where, open_ones)), make_contract())
    assert [(result.case.name, result.problems) for result in results] == [(case.name, ()) for case in rule.cases]


def test_a_branch_names_the_cases_that_go_through_it() -> None:
    said = (Condition("present_days > 15", "（另记）"),)
    found = {(one.kind, one.text): one.cases for one in branches(replace(rule_with(*GOOD), also=said), make_contract())}
    assert found == {
        ("where", "不成立：workdays > 0"): ("没有工作日",),
        ("when", "成立"): ("少半天", "差五天"),
        ("when", "不成立"): ("正好够", "另定天数"),
        ("severity", "严重"): ("差五天",),
        ("severity", "较重"): ("少半天",),
        ("also", "写：present_days > 15"): ("少半天",),
        ("also", "不写：present_days > 15"): ("差五天",),
    }


def test_a_branch_that_no_case_goes_through_names_none() -> None:
    mode = {"mode": Parameter("mode", "", "cap", choices={"cap": "甲", "none": "乙"})}
    rule = replace(rule_with(*GOOD[2:3]), parameters={"min_days": Parameter("min_days", "", 20), **mode})
    bare = [(one.kind, one.text) for one in branches(rule, make_contract()) if not one.cases]
    assert bare == [
        ("where", "不成立：workdays > 0"), ("when", "成立"), ("severity", "严重"), ("severity", "较重"),
        ("parameter", "mode=none"),
    ]  # fmt: skip
