"""Every rule with every set of numbers it can meet: those of each policy, of all together, of its own examples."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from audit.catalog import load_facts, load_policies, load_rules, rules_in_force
from audit.evaluate.prepared import Prepared, prepare
from audit.expression import column_kind, kind
from audit.model.contract import FactContract
from audit.model.policy import Dated, Policy
from audit.model.rule import Rule, RuleInForce, Value


@dataclass(frozen=True, slots=True)
class Variant:
    """One rule with one set of numbers.

    ``grades`` are its steps of severity but the last, each as a rule that is hit where the step's condition holds.
    ``comparisons`` are the two sides of every comparison of numbers in it.
    """

    ready: Prepared
    grades: tuple[Prepared, ...]
    comparisons: tuple[tuple[ast.expr, ast.expr], ...]

    @property
    def rule(self) -> Rule:
        """The rule as its file says it."""
        return self.ready.rule.rule


def contracts_and_variants() -> tuple[Mapping[str, FactContract], dict[str, list[Variant]]]:
    """Give the fact tables that rules are about and, for each, its rules with all their numbers."""
    facts = load_facts()
    rules = load_rules()
    variants: dict[str, list[Variant]] = {}
    for one in _all_numbers(rules, load_policies()):
        variants.setdefault(one.rule.each, []).append(_variant(one, facts[one.rule.each]))
    return {table: facts[table] for table in variants}, variants


def _all_numbers(rules: Mapping[str, Rule], policies: Mapping[str, Policy]) -> Iterator[RuleInForce]:
    known: set[tuple[object, ...]] = set()
    for one in (*_of_policies(rules, policies), *_of_examples(rules)):
        key = (one.rule.id, *map(repr, one.parameters.values()))
        if key not in known:
            known.add(key)
            yield one


def _of_policies(rules: Mapping[str, Rule], policies: Mapping[str, Policy]) -> Iterator[RuleInForce]:
    """Each policy alone and all together, in every month from which one of their numbers holds."""
    for some in (*((policy,) for policy in policies.values()), tuple(policies.values())):
        for month in _months(some):
            yield from rules_in_force(some, rules, month_start=month)


def _months(policies: Sequence[Policy]) -> list[date]:
    numbers = (n for p in policies for c in p.clauses for given in c.rules.values() for n in given.values())
    changes = {begins for number in numbers if isinstance(number, Dated) for begins, _ in number.steps}
    return sorted({date(2023, 11, 1), *changes})


def _of_examples(rules: Mapping[str, Rule]) -> Iterator[RuleInForce]:
    for rule in rules.values():
        defaults: dict[str, Value] = {name: parameter.default for name, parameter in rule.parameters.items()}
        for case in rule.cases:
            yield RuleInForce(rule, defaults | dict(case.parameters), (), "")


def _variant(rule: RuleInForce, contract: FactContract) -> Variant:
    # A step is asked of hits only, where every condition held already.
    steps = [replace(rule.rule, where=(), when=one.expression) for one in rule.rule.severity if one.expression]
    ready, grades = prepare(rule, contract), [prepare(replace(rule, rule=step), contract) for step in steps]
    trees = [*(test.tree for test in ready.where), *ready.derive.values(), ready.when, *(one.when for one in grades)]
    kinds = {name: column_kind(column.type) for name, column in contract.columns.items()}
    return Variant(ready, tuple(grades), tuple(pair for tree in trees for pair in _compared(tree, kinds)))


def _compared(tree: ast.AST, kinds: Mapping[str, str]) -> Iterator[tuple[ast.expr, ast.expr]]:
    ordered = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ordered) and kind(node.left, kinds) == "number":
            yield node.left, node.comparators[0]
