"""Why a rule said what it said: conditions, values with their cells, arithmetic, the nearest example."""

import pytest
from findings_samples import (
    CONTRACTS,
    RULES,
    VILLAGE,
    WHO,
    facts,
    found,
    handed_in,
    in_force,
    on,
    outcomes,
    person_days,
    person_month,
    places,
    table,
)
from msgspec.structs import replace

from audit.evaluate.cases import case_frame
from audit.expression import parse
from audit.findings import Judged, account, explain_row, plain
from audit.findings.arithmetic import Words, arithmetic
from audit.model.outcome import Outcome
from audit.model.rule import Case

MONTH = {"month_complete": True, "leave_days": 1, "duty_days": 0, "present_days": 18}
CELLS = places(("sign_ins", WHO, VILLAGE, on(8)[0], "K7"), ("sign_ins", WHO, VILLAGE, on(9)[0], "L7"))


def explained(rule, *rows, name="person_month", **more):
    of = facts(table(name, rows), **more)
    (one,) = outcomes(of, in_force(rule) if isinstance(rule, str) else rule)
    return [explain_row(of, one, CONTRACTS, place) for place in range(len(rows))]


def titled(told) -> dict[str, str]:
    return {value.title: value.value for value in told.account.values}


def test_a_problem_is_told_with_its_arithmetic_its_cells_and_the_id_of_its_finding() -> None:
    row = person_month(**MONTH)
    (told,) = explained("monthly-days-short", row, records=CELLS)
    assert told.outcome is Outcome.VIOLATION
    assert told.subject == "桃溪村 县农业农村局 林晓峰 2023年11月"
    assert titled(told)["在村天数"] == "18天"
    assert [place.cell for value in told.account.values for place in value.places if value.title == "在村天数"] == [
        "K7:L7"
    ]
    derived = {step.title: step for step in told.account.derived}
    assert derived["规定天数"].written == "较小者（折算后规定天数20天，在任工作日22天 − 工作日批准请假天数1天）"
    assert derived["规定天数"].result == "20天"
    assert told.account.when.written == "计入天数18天 < 规定天数20天"
    assert told.account.grade.title == "较重"
    assert told.finding == found(facts(table("person_month", [row])), "monthly-days-short")[0].id
    assert "差2天" in told.message


def test_a_pass_is_told_the_same_way_without_a_finding() -> None:
    (told,) = explained("monthly-days-short", person_month(**MONTH | {"present_days": 21}))
    assert told.outcome is Outcome.OK
    assert (told.account.when.written, told.account.when.result) == ("计入天数21天 < 规定天数20天", "不成立")
    assert (told.finding, told.message, told.severity) == ("", "", None)
    assert told.account.case.expect is Outcome.OK


def test_not_applicable_names_the_condition_that_failed_and_reads_no_further() -> None:
    (told,) = explained("monthly-days-short", person_month(**MONTH | {"active_workdays": 0}))
    assert told.outcome is Outcome.NOT_APPLICABLE
    assert told.reason == "当月没有在任工作日"
    assert [(step.written, step.result) for step in told.account.conditions] == [("在任工作日0天 > 0", "不成立")]
    assert titled(told) == {"在任工作日": "0天"}
    assert told.account.derived == ()
    assert told.account.case.name == "当月没有在任工作日"


def test_a_reason_is_told_with_the_numbers_it_names() -> None:
    rule = in_force("monthly-days-short", short_month="not_applicable")
    (told,) = explained(rule, person_month(**MONTH | {"workdays": 19, "active_workdays": 19}))
    assert told.reason.startswith("当月工作日19天，不足20天")


def test_unknown_names_what_was_not_handed_in_and_the_sheets_that_were() -> None:
    papers = handed_in(("leave_slips", VILLAGE, "2023-11", ""), ("duty_records", VILLAGE, "2023-11", ""))
    (told,) = explained("monthly-days-short", person_month(**MONTH | {"present_days": None}), submissions=papers)
    assert told.outcome is Outcome.UNKNOWN
    assert told.missing[0].startswith("桃溪村2023年11月未报送签到册")
    assert titled(told)["在村天数"] == "（无）"
    assert (told.account.derived, told.account.when) == ((), None)
    assert told.account.case.name == "签到册没有报送"


def test_a_day_of_a_run_is_told_with_the_sentence_of_its_finding() -> None:
    start, end = on(6, 8)
    run = {"untraced_run_days": 3, "untraced_run_start": start, "untraced_run_end": end}
    rows = person_days({"untraced": on(6, 7, 8)}, days=(6, 7, 8), **run)
    told = explained("untraced-run", *rows, name="person_day")[1]
    assert told.subject.endswith("林晓峰 11月7日")
    assert told.message.startswith("林晓峰（桃溪村）11月6日至11月8日连续3个工作日")
    assert told.account.when.written == "“无任何在村痕迹且无手续”为是，且连续无痕迹工作日数3天 ≥ 连续工作日数3天"


def test_a_broken_rule_is_told_as_such_and_not_retold() -> None:
    broken = in_force("monthly-days-short")
    rule = replace(broken, rule=replace(broken.rule, when="counted_days < role"))
    (told,) = explained(rule, person_month(**MONTH))
    assert told.outcome is Outcome.ERROR
    assert told.account.values == ()


def test_a_row_that_is_an_example_of_the_rule_has_that_example_as_its_nearest() -> None:
    for rule in list(RULES.values())[::12]:
        frame, contract = case_frame(rule, CONTRACTS[rule.each]), CONTRACTS[rule.each]
        for case, row in zip(rule.cases, frame.to_dict("records"), strict=True):
            told = _account(case, rule, contract, row)
            assert told.case == case or _same(told.case, case, rule), f"{rule.id} {case.name}"


def _account(case: Case, rule, contract, row):
    judged = in_force(rule.id, **case.parameters)
    plainly = {name: plain(item) for name, item in row.items()}
    values = _derived(judged, plainly) if case.expect in (Outcome.OK, Outcome.VIOLATION) else {}
    told = account(judged, contract, Judged({**plainly, **values}, case.expect, 2023), lambda _: ())
    if told.when:
        assert (told.when.result == "成立") == (case.expect is Outcome.VIOLATION)
    return told


def _derived(rule, row):
    from audit.expression import value

    found = {**row, **rule.parameters}
    for name, text in rule.rule.derive.items():
        found[name] = value(parse(text), found)
    return {name: found[name] for name in rule.rule.derive}


def _same(one: Case, other: Case, rule) -> bool:
    defaults = {name: parameter.default for name, parameter in rule.parameters.items()}
    return (one.given, {**defaults, **one.parameters}) == (other.given, {**defaults, **other.parameters})


WORDS = Words(
    {"days": "在村天数", "need": "规定天数", "role": "职务", "done": "已完成", "on": "日期"},
    {"days": "天", "need": "天"},
    {},
    {"days": 18, "need": 20.5, "role": "队员", "done": False, "on": on(8)[0]},
    2023,
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("days * 3 < need * 2", "在村天数18天 × 3 < 规定天数20.5天 × 2"),
        ("(days + 1) * 2 - (need - 1) > 0", "（在村天数18天 + 1） × 2 − （规定天数20.5天 − 1） > 0"),
        ("need - days if days < need else 0", "规定天数20.5天 − 在村天数18天（因：在村天数18天 < 规定天数20.5天）"),
        ("done or days > 1 and not done", "“已完成”为否，或（在村天数18天 > 1，且并非（“已完成”为否））"),
        ("role in ('队员', '队长')", "职务“队员”属于“队员”、“队长”"),
        ("on is None or role is not None", "没有日期，或有职务"),
        ("ceil_share(need, 2, 3)", "规定天数20.5天 × 2 ÷ 3（向上取到半天）"),
        ("max(days + 0, -1)", "较大者（在村天数18天，−1）"),
        ("0 <= days <= 31", "0 ≤ 在村天数18天，且在村天数18天 ≤ 31"),
    ],
)
def test_an_expression_is_written_with_titles_and_values(text, said) -> None:
    assert arithmetic(parse(text), WORDS) == said
