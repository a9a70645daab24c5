"""The judgement of one row step by step, from its values and the rule's text."""

import ast
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from audit.expression import Scalar, bind, holds, inline, names, reads
from audit.expression import parse as parse_text
from audit.findings.arithmetic import Words, arithmetic, unit_of
from audit.findings.nearest_case import nearest_case
from audit.model.contract import FactContract
from audit.model.explanation import SETTLED, Account, Step, ValueRead
from audit.model.outcome import Outcome
from audit.model.rule import Case, RuleInForce, Value
from audit.model.source import Place

Places = Callable[[str], tuple[Place, ...]]
"""Where the records of a source stand that speak of the row."""


class Judged(Struct, frozen=True):
    """One row with its outcome: the columns of the fact and, where it was judged, the derived values."""

    row: Mapping[str, Scalar]
    outcome: Outcome
    year: int


parse = lru_cache(maxsize=4096)(parse_text)
"""Trees are never changed, so each text is parsed once."""

_JUDGED = (Outcome.OK, Outcome.VIOLATION)


def account(rule: RuleInForce, contract: FactContract, judged: Judged, places: Places) -> Account:
    """Tell how a rule came to its outcome."""
    row, outcome, year = judged.row, judged.outcome, judged.year
    if outcome is Outcome.ERROR:
        return Account()
    told = _Told(rule, _words(rule, contract, {**row, **rule.parameters}, year))
    conditions, read = told.conditions()
    if outcome in _JUDGED or all(step.result == "成立" for step in conditions):
        read |= told.body()
    decided = outcome in _JUDGED
    return Account(
        conditions=conditions,
        values=tuple(
            ValueRead(name, column.title, told.words.value(name), _distinct(column.sources, places))
            for name, column in contract.columns.items()
            if name in read
        ),
        derived=tuple(map(told.derived, rule.rule.derive)) if decided else (),
        when=told.condition(rule.rule.when) if decided else None,
        grade=told.grade() if outcome is Outcome.VIOLATION else None,
        case=nearest_case(rule, _alike(rule, contract, outcome, conditions), row),
    )


def _alike(rule: RuleInForce, contract: FactContract, outcome: Outcome, conditions: tuple[Step, ...]) -> list[Case]:
    """Give the rule's examples with this outcome; those that stop at the same condition where there are any."""
    same = [case for case in rule.rule.cases if case.expect is outcome]
    defaults = {name: parameter.default for name, parameter in rule.rule.parameters.items()}
    alike = []
    for case in same:
        numbers = {**defaults, **case.parameters}
        row = {**dict.fromkeys(contract.columns), **case.given, **numbers}
        told = _Told(replace(rule, parameters=numbers), _words(rule, contract, row, 0))
        if told.results() == [step.result for step in conditions]:
            alike.append(case)
    return alike or same


def _distinct(sources: tuple[str, ...], places: Places) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(place for source in sources for place in places(source)))


def _words(rule: RuleInForce, contract: FactContract, row: Mapping[str, Scalar], year: int) -> Words:
    columns, parameters = contract.columns, rule.rule.parameters
    titles = {name: column.title for name, column in columns.items()}
    titles |= {name: parameter.title for name, parameter in parameters.items()} | dict(rule.rule.titles)
    types = {name: column.type for name, column in columns.items()}
    units = {name: unit_of(name, title, types.get(name, "")) for name, title in titles.items()}
    units |= {name: parameter.unit for name, parameter in parameters.items()}
    return Words(titles, units, {name: parameter.choices for name, parameter in parameters.items()}, row, year)


class _Told(Struct, frozen=True):
    """One rule and the words of one row."""

    rule: RuleInForce
    words: Words

    def conditions(self) -> tuple[tuple[Step, ...], frozenset[str]]:
        """Tell the ``where`` lines up to the one that decided, and the columns they name."""
        steps: list[Step] = []
        read: frozenset[str] = frozenset()
        for condition in self.rule.rule.where:
            steps.append(self.condition(condition.expression))
            read |= names(self._columns_only(condition.expression))
            if steps[-1].result != "成立":
                break
        return tuple(steps), read

    def body(self) -> frozenset[str]:
        """Name the columns of ``derive`` and ``when``."""
        texts = (self.rule.rule.when, *self.rule.rule.derive.values())
        return frozenset().union(*(names(self._columns_only(text)) for text in texts))

    def condition(self, text: str) -> Step:
        """Tell whether a condition holds."""
        return Step("", "", text, self._written(self._shown(text)), self._result(text))

    def results(self) -> list[str]:
        """Tell only what came of the ``where`` lines up to the one that decided."""
        found: list[str] = []
        for condition in self.rule.rule.where:
            found.append(self._result(condition.expression))
            if found[-1] != "成立":
                break
        return found

    def _result(self, text: str) -> str:
        tree = self._columns_only(text)
        if any(self.words.row.get(name) is None for name in reads(tree)):
            return "缺资料"
        return "成立" if holds(tree, self.words.row) else "不成立"

    def derived(self, name: str) -> Step:
        """Tell how a value was derived."""
        text = self.rule.rule.derive[name]
        title = self.words.title(name) or name
        return Step(name, title, text, self._written(self._shown(text)), self.words.value(name))

    def grade(self) -> Step:
        """Tell which step of the ladder holds."""
        for grade in self.rule.rule.severity:
            if grade.expression is None:
                return Step(grade.severity.value, grade.severity.label, "", "", "成立")
            tree = self._shown(grade.expression)
            if holds(tree, self.words.row):
                return Step(grade.severity.value, grade.severity.label, grade.expression, self._written(tree), "成立")
        raise ValueError(f"{self.rule.rule.id}: no last step of the ladder")

    def _written(self, tree: ast.Expression) -> str:
        if isinstance(tree.body, ast.Constant):
            return SETTLED if isinstance(tree.body.value, bool) else arithmetic(tree, self.words)
        return arithmetic(tree, self.words)

    def _shown(self, text: str) -> ast.Expression:
        """Put choices and yes-or-no parameters in, so that branches not taken vanish; numbers keep their names.

        Derived values that the row does not have are replaced by their own expressions.
        """
        settled = {name: value for name, value in self.rule.parameters.items() if isinstance(value, bool | str)}
        absent = {name for name in self.rule.rule.derive if self.words.row.get(name) is None}
        return self._inlined(text, settled, absent)

    def _columns_only(self, text: str) -> ast.Expression:
        """Put every parameter and derived value in, as the engines do."""
        return self._inlined(text, self.rule.parameters, self.rule.rule.derive.keys())

    def _inlined(self, text: str, settled: Mapping[str, Value], replaced: Collection[str]) -> ast.Expression:
        tree = bind(parse(text), settled)
        if names(tree).isdisjoint(replaced):
            return tree
        parts: dict[str, ast.Expression] = {}
        for name, expression in self.rule.rule.derive.items():
            if name in replaced:
                parts[name] = inline(bind(parse(expression), settled), parts)
        return inline(tree, parts)
