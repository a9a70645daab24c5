"""Random rules on random tables: columns, reference and durable-rules say the same of every row."""

from fractions import Fraction
from functools import cache
from typing import Any

import pandas as pd
import pytest
from evaluate_samples import TYPES, make_contract, make_frame, make_rule
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.evaluate import columns, durable, process, reference
from audit.evaluate.exact import column, exact
from audit.evaluate.prepared import Prepared, prepare
from audit.evaluate.rows import cells, scalar
from audit.expression import ExpressionError
from audit.model.rule import RuleInForce

TEXTS = ["队员", "第一书记", "20", "", "a'b\"c", "雨☂"]
DAYS = ["2023-11-01", "2023-11-02", "2023-12-31"]
CONSTANTS = st.sampled_from(["0", "1", "3", "2.5", "20", "need", "half"])
QUOTED = st.sampled_from([repr(text) for text in TEXTS if "'" not in text] + ["word"])
ORDER = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
EQUAL = st.sampled_from(["==", "!="])


def joined(*parts: Any, pattern: str) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(lambda chosen: pattern.format(*chosen))


NUMBER_LEAVES = st.sampled_from(["workdays", "punches", "present_days", "duty_days"]) | CONSTANTS
BOOL_COLUMNS = st.sampled_from(["no_signal", "late", "switch"])
TEXT_LEAVES = st.sampled_from(["role", "reason"]) | QUOTED


@cache
def numbers(depth: int) -> st.SearchStrategy[str]:
    if depth == 0:
        return NUMBER_LEAVES
    one = numbers(depth - 1)
    return (
        NUMBER_LEAVES
        | joined(one, st.sampled_from("+-"), one, pattern="({} {} {})")
        | joined(NUMBER_LEAVES, NUMBER_LEAVES, pattern="({} * {})")
        | joined(one, pattern="(-{})")
        | joined(st.sampled_from(["min", "max"]), one, one, pattern="{}({}, {})")
        | joined(one, bools(depth - 1), one, pattern="({} if {} else {})")
        | joined(st.sampled_from(["floor", "ceil"]), one, NUMBER_LEAVES, one, pattern="{}_share({}, {}, {})")
        | joined(BOOL_COLUMNS, one, pattern="({} + {})")
    )


@cache
def bools(depth: int) -> st.SearchStrategy[str]:
    leaves = (
        joined(NUMBER_LEAVES, ORDER, NUMBER_LEAVES, pattern="{} {} {}")
        | BOOL_COLUMNS
        | joined(TEXT_LEAVES, ORDER, TEXT_LEAVES, pattern="{} {} {}")
        | joined(TEXT_LEAVES, st.sampled_from(["in", "not in"]), pattern="{} {} ('队员', '20', '无')")
        | joined(
            st.sampled_from(["workdays", "role", "late", "began"]),
            st.sampled_from(["", "not "]),
            pattern="{} is {}None",
        )
        | joined(ORDER, pattern="began {} ended")
        | joined(BOOL_COLUMNS, EQUAL, BOOL_COLUMNS, pattern="{} {} {}")
    )
    if depth == 0:
        return leaves
    one, number = bools(depth - 1), numbers(depth - 1)
    return (
        leaves
        | joined(number, ORDER, number, pattern="{} {} {}")
        | joined(number, ORDER, number, ORDER, number, pattern="{} {} {} {} {}")
        | joined(one, st.sampled_from(["and", "or"]), one, pattern="({} {} {})")
        | joined(one, pattern="(not ({}))")
        | joined(one, one, one, pattern="(({}) if ({}) else ({}))")
    )


PARAMETERS = {"need": 20, "half": 0.5, "switch": False, "word": "队员"}
CELLS = {
    "workdays": st.integers(0, 23),
    "punches": st.integers(-3, 60),
    "present_days": st.integers(-2, 62).map(lambda n: n / 2),
    "duty_days": st.integers(0, 9).map(lambda n: n / 2),
    "no_signal": st.booleans(),
    "late": st.booleans(),
    "role": st.sampled_from(TEXTS),
    "reason": st.sampled_from(TEXTS),
    "began": st.sampled_from(DAYS),
    "ended": st.sampled_from(DAYS),
}
ROWS = st.lists(
    st.fixed_dictionaries({name: st.none() | cell | cell | cell for name, cell in CELLS.items()}),
    min_size=1,
    max_size=9,
)


@st.composite
def rules(draw: st.DrawFn) -> RuleInForce:
    return make_rule(
        draw(bools(2)),
        where=draw(st.lists(bools(1), max_size=2)),
        derive={"value": draw(numbers(2)), "truth": draw(bools(1))} if draw(st.booleans()) else {},
        parameters=PARAMETERS,
    )


def prepared(rule: RuleInForce) -> Prepared | None:
    """None for what the language refuses: constants that cannot be compared, a tree grown too large."""
    try:
        return prepare(rule, make_contract())
    except ExpressionError:
        return None


def by_columns(frame: pd.DataFrame, rule: Prepared) -> list[reference.Verdict]:
    found = columns.judge(columns.Columns(frame, make_contract()), rule)
    verdicts = []
    for place, outcome in enumerate(found.outcome):
        judged = outcome in ("ok", "violation")
        values = {name: scalar(found.values[name].iloc[place]) for name in rule.derive} if judged else {}
        verdicts.append(reference.Verdict(outcome, values, found.reason.iloc[place], found.lacking.iloc[place]))
    return verdicts


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rule=rules(), rows=ROWS)
def test_columns_and_reference_agree(rule: RuleInForce, rows: list[dict[str, Any]]) -> None:
    ready = prepared(rule)
    if ready is None:
        return
    frame = make_frame(rows)
    assert by_columns(frame, ready) == reference.judge_frame(frame, make_contract(), ready)


@pytest.mark.skipif(process.engine_name() is None, reason="durable-rules 未安装")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(chosen=st.lists(rules(), min_size=8, max_size=20), rows=ROWS)
def test_durable_rules_and_reference_agree(chosen: list[RuleInForce], rows: list[dict[str, Any]]) -> None:
    ready = [one for one in map(prepared, chosen) if one is not None]
    frame = make_frame(rows)
    opinion = durable.judge(frame, make_contract(), ready)
    expected = [
        tuple(verdict.outcome.value for verdict in reference.judge_frame(frame, make_contract(), one)) for one in ready
    ]
    assert list(opinion.outcomes) == expected
    assert not [note for note in opinion.notes if "中断" in note]


FULL_ROWS = st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=9)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=numbers(2) | bools(2), rows=FULL_ROWS)
def test_whole_number_arithmetic_gives_the_values_of_the_reference(text: str, rows: list[dict[str, Any]]) -> None:
    ready = prepared(make_rule("late", derive={"value": text}, parameters=PARAMETERS))
    if ready is None:
        return
    frame = make_frame(rows)
    plain = {name: column(cells(frame[name], TYPES[name]), TYPES[name]) for name in ready.columns}
    found = exact(ready.derive["value"], plain, len(frame))
    expected = [verdict.values["value"] for verdict in reference.judge_frame(frame, make_contract(), ready)]
    assert [Fraction(item, 2**found.scale) for item in found.items] == expected


@pytest.mark.parametrize("whole", [-1, 0, 0.5, 7, 22])
@pytest.mark.parametrize(("total", "part"), [(20, 3), (-20, 3), (2.5, 2.5), (0.5, 0.5), (0, 9)])
def test_shares_are_the_same_in_every_evaluator(total: float, part: float, whole: float) -> None:
    frame = make_frame([{"present_days": total, "duty_days": part, "punches": 1, "late": True}])
    for name in ("floor_share", "ceil_share"):
        text = f"{name}(present_days * present_days * 2, duty_days, {whole})"
        ready = prepare(make_rule("late", derive={"value": text}), make_contract())
        plain = {one: column(cells(frame[one], TYPES[one]), TYPES[one]) for one in ready.columns}
        found = exact(ready.derive["value"], plain, 1)
        expected = reference.judge_frame(frame, make_contract(), ready)[0].values["value"]
        assert Fraction(found.items[0], 2**found.scale) == expected
        assert by_columns(frame, ready)[0].values["value"] == expected


@pytest.mark.parametrize("order", ["<", "<=", ">", ">=", "==", "!="])
def test_boundaries_inside_arithmetic_are_the_same(order: str) -> None:
    frame = make_frame([{"present_days": n / 2, "late": True} for n in (38, 39, 40, 41, 42)])
    ready = prepare(make_rule("late", derive={"value": f"3 if present_days {order} 20 else 4"}), make_contract())
    plain = {one: column(cells(frame[one], TYPES[one]), TYPES[one]) for one in ready.columns}
    expected = [verdict.values["value"] for verdict in reference.judge_frame(frame, make_contract(), ready)]
    assert list(exact(ready.derive["value"], plain, 5).items) == expected
