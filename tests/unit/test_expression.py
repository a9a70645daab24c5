"""The language of rules: what it takes, what it refuses, what it gives."""

import ast
from datetime import date
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.expression import (
    ExpressionError,
    bind,
    ceil_share,
    floor_share,
    holds,
    inline,
    kind,
    names,
    null_tests,
    parse,
    reads,
    value,
)

KINDS = {"days": "number", "count": "number", "done": "bool", "late": "bool", "role": "text", "day": "date"}
HALVES = st.integers(-200, 200).map(lambda n: n / 2)


@pytest.mark.parametrize(
    "text",
    [
        "person.name",
        "day['x']",
        "__import__('os')",
        "eval('1')",
        "print(1)",
        "[x for x in (1, 2)]",
        "{x for x in (1, 2)}",
        "lambda: 1",
        "(x := 3)",
        "9 ** 9 ** 9",
        "2 ** 1000000",
        "1 << 100000",
        "days / 2",
        "days // 2",
        "days % 2",
        "~days",
        "+days",
        "'甲' * 3 @ 2",
        "f'{role}'",
        "b'x'",
        "1j",
        "...",
        "None",
        "{'a': 1}",
        "[1, 2]",
        "(1, 2)",
        "*days",
        "await days",
        "_private",
        "min",
        "min(days)",
        "min(days, key=1)",
        "min(*days)",
        "floor_share(1, 2)",
        "days is 3",
        "days + 1 is None",
        "None is None",
        "days == None",
        "role in other",
        "role in (other,)",
        "role in ()",
        "role in ('甲',) == done",
        "days < 3 is None",
        "0.3",
        "1e300",
        "99999999999",
        "role == 'a\\n'",
        "days <",
        "days < 3\n)",
        "",
        "import os",
        "role == '\ud800'",
        "days; count",
    ],
)
def test_refuses_what_is_not_in_the_language(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"[一-龥]"):
        parse(text)


@pytest.mark.parametrize("text", ["(" * 250 + "1" + ")" * 250, "1 +" * 5000 + "1", "not " * 140 + "(" * 40])
def test_deep_or_long_expressions_are_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"[一-龥]"):
        parse(text)


def test_a_huge_number_of_parts_is_refused() -> None:
    with pytest.raises(ExpressionError, match="过于复杂"):
        parse("+".join("a" * 200))


def test_names_reads_and_null_tests_are_told_apart() -> None:
    tree = parse("min(days, count) > 2 and (role is None or day is not None) and not done")
    assert names(tree) == {"days", "count", "role", "day", "done"}
    assert reads(tree) == {"days", "count", "done"}
    assert null_tests(tree) == {"role", "day"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 < days <= 2.5", True),
        ("1 < days < 2.5", False),
        ("days * 2 - count == 2", True),
        ("-days < 0 and not done", True),
        ("count if done else days", 2.5),
        ("max(days, count, 2) + 1", 4.0),
        ("role == '第一书记' and role not in ('队员', '队长')", True),
        ("role in ('第一书记', '队长')", True),
        ("day is None", False),
        ("floor_share(days, 1, 3)", 0.5),
        ("ceil_share(days, 1, 3)", 1.0),
        ("done + True + late", 2),
    ],
)
def test_values_are_those_of_python(text: str, expected: object) -> None:
    row = {"days": 2.5, "count": 3, "done": False, "late": True, "role": "第一书记", "day": date(2023, 11, 8)}
    assert value(parse(text), row) == expected


def test_binding_folds_constants_and_dead_branches_and_leaves_the_tree_alone() -> None:
    tree = parse("present + (duty if counts else 0) < need * 2 and (mode == 'all' or late)")
    before = ast.dump(tree)
    bound = bind(tree, {"counts": False, "need": 20, "mode": "all"})
    assert ast.unparse(bound) == "present + 0 < 40"
    assert reads(bound) == {"present"}
    assert ast.dump(tree) == before


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("mode == 'x' or late", "late"),
        ("mode == 'all' or late", "True"),
        ("mode == 'x' and late", "False"),
        ("limit is None or days > limit", "True"),
        ("not (mode == 'all')", "False"),
        ("3 if late else 3", "3"),
        ("role in ('甲', '乙')", "role in ('甲', '乙')"),
        ("mode in ('all', 'none')", "True"),
    ],
)
def test_what_is_left_after_binding(text: str, left: str) -> None:
    assert ast.unparse(bind(parse(text), {"mode": "all", "limit": None})) == left


def test_a_parameter_that_is_no_half_is_refused() -> None:
    with pytest.raises(ExpressionError, match=r"0\.5"):
        bind(parse("days < need"), {"need": 0.8})


def test_constants_of_different_kinds_are_refused_when_bound() -> None:
    with pytest.raises(ExpressionError, match="不同类型"):
        bind(parse("need < 3"), {"need": "二十"})


def test_derived_names_are_put_in_and_fold_further() -> None:
    derived = {"need": bind(parse("20 - less"), {"less": 1}), "gap": parse("19 - days")}
    assert ast.unparse(inline(parse("gap > 0 and days < need"), derived)) == "19 - days > 0 and days < 19"


def test_derived_names_that_double_again_and_again_are_refused() -> None:
    derived = {"n0": parse("days + 1")}
    for step in range(1, 6):
        derived[f"n{step}"] = inline(parse(f"n{step - 1} + n{step - 1}"), derived)
    with pytest.raises(ExpressionError, match="过于复杂"):
        inline(parse("n5 + n5 + n5 + n5"), derived)


def test_a_derived_name_is_never_null() -> None:
    with pytest.raises(ExpressionError, match="gap"):
        inline(parse("gap is None"), {"gap": parse("days")})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("days < 3", "bool"),
        ("days + done", "number"),
        ("done == 1", "bool"),
        ("role", "text"),
        ("day == day", "bool"),
        ("role is None", "bool"),
        ("role if done else '无'", "text"),
        ("not done or late", "bool"),
        ("min(days, count)", "number"),
    ],
)
def test_kinds(text: str, expected: str) -> None:
    assert kind(parse(text), KINDS) == expected


@pytest.mark.parametrize(
    "text",
    [
        "role < 3",
        "role == 3",
        "role in ('甲', 3)",
        "days and done",
        "not days",
        "role + role",
        "day == '2023-11-08'",
        "days if role else 3",
        "days if done else role",
        "min(role, role)",
        "min(done, late)",
        "done < late",
        "-role",
        "nobody > 3",
        "nobody is None",
    ],
)
def test_mixed_kinds_are_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"[一-龥]"):
        kind(parse(text), KINDS)


def test_a_condition_over_a_null_does_not_hold() -> None:
    assert not holds(parse("days < 3"), {"days": None})
    assert not holds(parse("not days < 3"), {"days": None})
    assert holds(parse("days is None"), {"days": None})
    assert holds(parse("days < 3"), {"days": 2})


@given(total=HALVES, part=HALVES, whole=HALVES.filter(lambda n: n > 0))
def test_shares_are_exact_to_half_a_day(total: float, part: float, whole: float) -> None:
    twice = 2 * Fraction(total) * Fraction(part) / Fraction(whole)
    assert floor_share(total, part, whole) == Fraction(floor(twice), 2)
    assert ceil_share(total, part, whole) == Fraction(ceil(twice), 2)


def test_a_share_of_nothing_is_nothing() -> None:
    assert floor_share(20, 3, 0) == 0
    assert ceil_share(20, 3, -1) == 0
