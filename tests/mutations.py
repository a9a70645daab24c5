"""Damage every comparison and number of every rule, and see whether an example notices: ``python -m tests.mutations``.

The suite does the same rule by rule (``tests/rules/test_mutations.py``); run as a program it prints the score.
"""

import ast
import copy
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from msgspec.structs import replace

from audit.catalog import load_facts, load_rules
from audit.evaluate import reference
from audit.evaluate.cases import case_frame
from audit.evaluate.checks import severity_of
from audit.evaluate.prepared import Prepared, prepare
from audit.evaluate.rows import rows
from audit.expression import ExpressionError, Scalar, bind, holds, parse
from audit.model.contract import FactContract
from audit.model.outcome import Outcome
from audit.model.rule import Case, Rule, RuleInForce, Value

EQUIVALENT = {
    ("absent-without-leave", "parameters.min_days: 1 -> 0"): "无痕迹的日子所在的段至少一天，0与1同义",
    ("sign-in-by-others", "also[3]: doubtful_sign_days >= 0"): "列出的总有这样的日子，条件只为引出日期",
    ("sign-in-by-others", "also[3]: doubtful_sign_days > -1"): "列出的总有这样的日子，条件只为引出日期",
    ("satisfaction-low", "also[2]: answered >= 0"): "没有答复就没有满意率，条件只为接着说下限",
    ("satisfaction-low", "also[2]: answered > -1"): "没有答复就没有满意率，条件只为接着说下限",
    ("notice-board-outdated", "also[0]: board_after_days > 0"): "到任当天更新的不会列出",
    ("notice-board-outdated", "also[0]: board_after_days >= 1"): "到任当天更新的不会列出",
    ("notice-board-outdated", "also[1]: board_after_days <= 0"): "到任当天更新的不会列出",
    ("notice-board-outdated", "also[1]: board_after_days < 1"): "到任当天更新的不会列出",
    ("subsidy-overpaid", "also[1]: over_cents > 1"): "每天的标准不会只有一两分钱",
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


def mutants(rule: Rule) -> Iterator[Mutant]:
    """The rule with one thing changed, for every thing that can be."""
    for index in range(len(rule.where)):
        others = [condition for place, condition in enumerate(rule.where) if place != index]
        yield Mutant(f"where[{index}] dropped", replace(rule, where=tuple(others)))
    for part in ("where", "severity", "also"):
        yield from _step_mutants(rule, part)
    for text in damaged(rule.when):
        yield Mutant(f"when: {text}", replace(rule, when=text))
    for name, derived in rule.derive.items():
        for text in damaged(derived):
            yield Mutant(f"derive.{name}: {text}", replace(rule, derive={**rule.derive, name: text}))
    yield from _parameter_mutants(rule)


def _step_mutants(rule: Rule, part: str) -> Iterator[Mutant]:
    steps = getattr(rule, part)
    for index, step in enumerate(steps):
        for text in damaged(step.expression) if step.expression else ():
            changed = (*steps[:index], replace(step, expression=text), *steps[index + 1 :])
            yield Mutant(f"{part}[{index}]: {text}", replace(rule, **{part: changed}))


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


def damaged(text: str) -> Iterator[str]:
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


class Examples:
    """The examples of a rule, and what damage to it they notice.

    ``sentences`` says of each example that is a hit which sentences are added to its message.
    """

    def __init__(self, rule: Rule, contract: FactContract) -> None:
        self._contract = contract
        self._rows = rows(case_frame(rule, contract), contract, list(contract.columns))
        self.sentences = {
            case.name: _sentences(ready.rule, {**row, **reference.judge(row, ready).values})
            for case, row, ready in self._prepared(rule)
            if case.expect is Outcome.VIOLATION
        }

    def notice(self, rule: Rule) -> bool:
        """Say whether an example does not hold, or another sentence is added; what cannot be judged is noticed."""
        try:
            return any(self._fails(case, row, ready) for case, row, ready in self._prepared(rule))
        except (ExpressionError, TypeError):
            return True

    def survivors(self, rule: Rule) -> tuple[list[str], list[str]]:
        """Name all damage that was done to the rule, and that which no example noticed."""
        made = list(mutants(rule))
        return [mutant.name for mutant in made], [mutant.name for mutant in made if not self.notice(mutant.rule)]

    def _prepared(self, rule: Rule) -> Iterator[tuple[Case, Mapping[str, Scalar], Prepared]]:
        """Each example with its row and the rule in its numbers."""
        ready: dict[str, Prepared] = {}
        for case, row in zip(rule.cases, self._rows, strict=True):
            numbers = {name: parameter.default for name, parameter in rule.parameters.items()} | dict(case.parameters)
            if repr(numbers) not in ready:
                ready[repr(numbers)] = prepare(RuleInForce(rule, numbers, (), ""), self._contract)
            yield case, row, ready[repr(numbers)]

    def _fails(self, case: Case, row: Mapping[str, Scalar], ready: Prepared) -> bool:
        verdict = reference.judge(row, ready)
        if verdict.outcome is not case.expect or any(verdict.values.get(n) != v for n, v in case.values.items()):
            return True
        if case.expect is not Outcome.VIOLATION:
            return False
        known = {**row, **verdict.values}
        other = severity_of(ready.rule, known) is not case.severity
        return other or _sentences(ready.rule, known) != self.sentences[case.name]


def _sentences(rule: RuleInForce, known: Mapping[str, Scalar]) -> list[bool]:
    return [holds(bind(parse(also.expression), rule.parameters), known) for also in rule.rule.also]


def main() -> int:
    """Damage every rule, print every survivor and the score; 1 where one is not known to change nothing."""
    begun, facts = time.monotonic(), load_facts()
    done, left, excused = Counter[str](), Counter[str](), 0
    rules = load_rules()
    for rule in rules.values():
        made, survivors = Examples(rule, facts[rule.each]).survivors(rule)
        done.update(map(_part, made))
        left.update(map(_part, survivors))
        for name in survivors:
            reason = EQUIVALENT.get((rule.id, name))
            excused += reason is not None
            _say(f"{rule.id} {name}: {reason or 'SURVIVED'}")
    for part, number in done.items():
        _say(f"{part}: {number} mutants, {number - left[part]} killed, {left[part]} survived")
    all_, killed = done.total(), done.total() - left.total()
    _say(f"{len(rules)} rules, {all_} mutants, {killed} killed: {100 * killed / all_:.2f} %")
    _say(f"{left.total()} survived, {excused} of them change nothing that can occur; {time.monotonic() - begun:.0f} s")
    return 1 if left.total() > excused else 0


def _part(name: str) -> str:
    """The part of the rule a mutant's name begins with: where, derive, when, severity, also, parameters."""
    return re.split(r"\W", name, maxsplit=1)[0]


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
