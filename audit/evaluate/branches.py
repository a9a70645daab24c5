"""Which branches of a rule none of its own cases goes through.

A branch is each ``where`` line failing, each side of ``when``, each step of the severity ladder, each choice of a
parameter (yes and no of a truth value too), each ``also`` said and not said.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from audit.evaluate.cases import case_frame
from audit.evaluate.prepared import Prepared, prepare
from audit.evaluate.reference import judge
from audit.evaluate.rows import rows
from audit.expression import Scalar, bind, holds, parse, value
from audit.model.contract import FactContract
from audit.model.outcome import Outcome
from audit.model.rule import Parameter, Rule, RuleInForce, Value


class Branch(Struct, frozen=True):
    """One branch: its kind (where, when, severity, parameter, also), what it is, and the cases that go through it."""

    kind: str
    text: str
    cases: tuple[str, ...]


def branches(rule: Rule, contract: FactContract) -> list[Branch]:
    """List every branch of a rule with the cases that go through it, in the order of the file."""
    taken = list(_taken(rule, contract))
    return [
        Branch(kind, text, tuple(case for case, found in taken if (kind, text) in found)) for kind, text in _known(rule)
    ]


def _known(rule: Rule) -> Iterator[tuple[str, str]]:
    for condition in rule.where:
        yield "where", f"不成立：{condition.expression}"
    yield from (("when", text) for text in ("成立", "不成立"))
    for grade in rule.severity:
        yield "severity", grade.severity.label
    for name, parameter in rule.parameters.items():
        yield from (("parameter", f"{name}={choice}") for choice in _choices(parameter))
    for also in rule.also:
        yield from (("also", f"{said}：{also.expression}") for said in ("写", "不写"))


def _choices(parameter: Parameter) -> tuple[Value, ...]:
    return (True, False) if isinstance(parameter.default, bool) else tuple(parameter.choices)


def _taken(rule: Rule, contract: FactContract) -> Iterator[tuple[str, set[tuple[str, str]]]]:
    """Say of each case which branches it goes through; a choice counts where the case is judged at all."""
    frame = case_frame(rule, contract)
    table = rows(frame, contract, list(contract.columns))
    defaults = {name: parameter.default for name, parameter in rule.parameters.items()}
    ready: dict[tuple[Value, ...], Prepared] = {}
    for case, row in zip(rule.cases, table, strict=True):
        numbers = {**defaults, **case.parameters}
        chosen = tuple(numbers.values())
        if chosen not in ready:
            ready[chosen] = prepare(RuleInForce(rule, numbers, (), ""), contract)
        found = set(_through(ready[chosen], row))
        yield case.name, found | {("parameter", f"{name}={number}") for name, number in numbers.items()}


def _through(prepared: Prepared, row: Mapping[str, Scalar]) -> Iterator[tuple[str, str]]:
    rule, verdict = prepared.rule.rule, judge(row, prepared)
    for test, condition in zip(prepared.where, rule.where, strict=True):
        if any(row[name] is None for name in test.reads):
            return
        if not value(test.tree, row):
            yield "where", f"不成立：{condition.expression}"
            return
    if verdict.outcome not in (Outcome.OK, Outcome.VIOLATION):
        return
    yield "when", "成立" if verdict.outcome is Outcome.VIOLATION else "不成立"
    if verdict.outcome is Outcome.VIOLATION:
        yield from _told(prepared.rule, {**row, **verdict.values})


def _told(rule: RuleInForce, known: Mapping[str, Scalar]) -> Iterator[tuple[str, str]]:
    """Say which step of the ladder a hit takes and which sentences are added to its message."""
    for grade in rule.rule.severity:
        if grade.expression is None or holds(bind(parse(grade.expression), rule.parameters), known):
            yield "severity", grade.severity.label
            break
    for also in rule.rule.also:
        said = holds(bind(parse(also.expression), rule.parameters), known)
        yield "also", f"{'写' if said else '不写'}：{also.expression}"
