"""Damage every comparison and number of every rule: at least one example of that rule must notice."""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import pytest

from audit.catalog import load_facts, load_rules
from audit.evaluate import reference
from audit.evaluate.cases import case_frame
from audit.evaluate.checks import severity_of
from audit.evaluate.prepared import Prepared, prepare
from audit.evaluate.rows import rows
from audit.expression import ExpressionError, Scalar
from audit.model.contract import FactContract
from audit.model.rule import Rule, RuleInForce, Value

FACTS = load_facts()
RULES = load_rules(FACTS)

EQUIVALENT = {
    ("absent-without-leave", "parameters.min_days: 1 -> 0"): "无痕迹的日子所在的段至少一天，0与1同义",
}
"""Damage that changes nothing that can occur, with the reason."""

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add}
_FUNCTIONS = {"min": "max", "max": "min", "floor_share": "ceil_share", "ceil_share": "floor_share"}


class Mutant(NamedTuple):
    """A damaged rule and what was done to it."""

    name: str
    rule: Rule


def _mutants(rule: Rule) -> Iterator[Mutant]:
    for index, condition in enumerate(rule.where):
        others = [c for n, c in enumerate(rule.where) if n != index]
        yield Mutant(f"where[{index}] dropped", replace(rule, where=tuple(others)))
        for text in _damaged(condition.expression):
            changed = (*rule.where[:index], replace(condition, expression=text), *rule.where[index + 1 :])
            yield Mutant(f"where[{index}]: {text}", replace(rule, where=changed))
    for text in _damaged(rule.when):
        yield Mutant(f"when: {text}", replace(rule, when=text))
    for name, derived in rule.derive.items():
        for text in _damaged(derived):
            yield Mutant(f"derive.{name}: {text}", replace(rule, derive={**rule.derive, name: text}))
    for index, grade in enumerate(rule.severity):
        for text in _damaged(grade.expression) if grade.expression else ():
            ladder = (*rule.severity[:index], replace(grade, expression=text), *rule.severity[index + 1 :])
            yield Mutant(f"severity[{index}]: {text}", replace(rule, severity=ladder))
    yield from _parameter_mutants(rule)


def _parameter_mutants(rule: Rule) -> Iterator[Mutant]:
    for name, parameter in rule.parameters.items():
        for default in _other_values(parameter.default, parameter.choices):
            changed = {**rule.parameters, name: replace(parameter, default=default)}
            yield Mutant(f"parameters.{name}: {parameter.default} -> {default}", replace(rule, parameters=changed))


def _other_values(value: Value, choices: tuple[str, ...]) -> list[Value]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value - 1, value + 1]
    return [choice for choice in choices if choice != value]


def _damaged(text: str) -> Iterator[str]:
    """Give the expression with one thing changed, for every thing that can be."""
    tree = ast.parse(text, mode="eval")
    for place, node in enumerate(ast.walk(tree)):
        for number in range(len(_CHANGES.get(type(node), _nothing)(node))):
            other = copy.deepcopy(tree)
            target = list(ast.walk(other))[place]
            _CHANGES[type(target)](target)[number]()
            yield ast.unparse(other)


Change: TypeAlias = Callable[[], None]


def _nothing(_node: ast.AST) -> list[Change]:
    return []


def _compare(node: ast.Compare) -> list[Change]:
    return [
        partial(node.ops.__setitem__, place, other())
        for place, operation in enumerate(node.ops)
        for other in _COMPARISONS.get(type(operation), ())
    ]


def _bool(node: ast.BoolOp) -> list[Change]:
    return [partial(setattr, node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And())]


def _arithmetic(node: ast.BinOp) -> list[Change]:
    return [partial(setattr, node, "op", _OPERATORS[type(node.op)]())]


def _constant(node: ast.Constant) -> list[Change]:
    if isinstance(node.value, bool) or not isinstance(node.value, int | float):
        return []
    return [partial(setattr, node, "value", node.value + step) for step in (-1, 1)]


def _function(node: ast.Call) -> list[Change]:
    name = node.func
    return [partial(setattr, name, "id", _FUNCTIONS[name.id])] if isinstance(name, ast.Name) else []


def _choice(node: ast.IfExp) -> list[Change]:
    return [partial(node.__dict__.update, body=node.orelse, orelse=node.body)]


def _not(node: ast.UnaryOp) -> list[Change]:
    if not isinstance(node.op, ast.Not):
        return []
    return [partial(setattr, node, "operand", ast.UnaryOp(op=ast.Not(), operand=node.operand))]


_CHANGES: dict[type[ast.AST], Callable[[Any], list[Change]]] = {
    ast.Compare: _compare,
    ast.BoolOp: _bool,
    ast.BinOp: _arithmetic,
    ast.Constant: _constant,
    ast.Call: _function,
    ast.IfExp: _choice,
    ast.UnaryOp: _not,
}


def _noticed(rule: Rule, contract: FactContract, given: list[dict[str, Scalar]]) -> bool:
    """Say whether an example of the damaged rule no longer holds; a rule that cannot be evaluated is noticed."""
    ready: dict[tuple[object, ...], Prepared] = {}
    try:
        return any(_fails(rule, contract, ready, place, given) for place in range(len(rule.cases)))
    except (ExpressionError, TypeError):
        return True


def _fails(
    rule: Rule,
    contract: FactContract,
    ready: dict[tuple[object, ...], Prepared],
    place: int,
    given: list[dict[str, Scalar]],
) -> bool:
    case = rule.cases[place]
    parameters = {name: parameter.default for name, parameter in rule.parameters.items()} | dict(case.parameters)
    key = tuple(parameters.values())
    if key not in ready:
        ready[key] = prepare(RuleInForce(rule, parameters, (), ""), contract)
    verdict = reference.judge(given[place], ready[key])
    if verdict.outcome is not case.expect or any(verdict.values.get(n) != v for n, v in case.values.items()):
        return True
    if case.severity is None:
        return False
    return severity_of(ready[key].rule, given[place] | dict(verdict.values)) is not case.severity


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_no_damage_to_a_rule_goes_unnoticed(rule: Rule) -> None:
    contract = FACTS[rule.each]
    given = rows(case_frame(rule, contract), contract, list(contract.columns))
    assert not _noticed(rule, contract, given)
    survivors = [mutant.name for mutant in _mutants(rule) if not _noticed(mutant.rule, contract, given)]
    assert [name for name in survivors if (rule.id, name) not in EQUIVALENT] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gap >= 5", {"gap > 5", "gap < 5", "gap >= 4", "gap >= 6"}),
        ("a and not b", {"a or not b", "a and (not not b)"}),
        ("min(a, 1)", {"max(a, 1)", "min(a, 0)", "min(a, 2)"}),
        ("kind == 'team'", {"kind != 'team'"}),
        ("a - b if c else 0", {"a + b if c else 0", "0 if c else a - b", "a - b if c else 1", "a - b if c else -1"}),
    ],
)
def test_damage_is_done_to_every_part(text: str, expected: set[str]) -> None:
    assert set(_damaged(text)) == expected


def test_the_list_of_equivalent_damage_is_needed() -> None:
    for id_, name in EQUIVALENT:
        contract = FACTS[RULES[id_].each]
        given = rows(case_frame(RULES[id_], contract), contract, list(contract.columns))
        mutant = next(mutant for mutant in _mutants(RULES[id_]) if mutant.name == name)
        assert not _noticed(mutant.rule, contract, given)
