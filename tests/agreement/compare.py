"""The three engines on the same rows: outcomes, values, reasons and severities, compared one by one."""

import random
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from audit.evaluate import columns, durable, process, reference, severity_of
from audit.evaluate.exact import column, exact
from audit.evaluate.rows import cells, rows, scalar
from audit.expression import Scalar
from audit.model.contract import FactContract
from audit.model.outcome import Outcome
from audit.model.rule import Rule

from .months import Row, Table
from .numbers import Variant, contracts_and_variants

_HIT = Outcome.VIOLATION.value
_JUDGED = (Outcome.OK, Outcome.VIOLATION)


@dataclass(slots=True)
class Tally:
    """What was compared, how often each outcome and severity of each rule came up, and where the engines differ."""

    months: int = 0
    rows: int = 0
    compared: Counter[str] = field(default_factory=Counter)
    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    severities: dict[str, Counter[str]] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)

    @property
    def died(self) -> bool:
        """Whether durable-rules gave up somewhere, so that the reference was compared with itself."""
        return any("中断" in note for note in self.notes)

    def never(self, rules: Sequence[Rule]) -> list[str]:
        """Name the outcomes and severities of rules that never came up though they can."""
        return [
            f"{rule.id} was never {name}"
            for rule in rules
            for name in sorted(_possible(rule) - {*self.outcomes[rule.id], *self.severities[rule.id]})
        ]


class Engines:
    """All rules with all their numbers, ready to be judged on random months."""

    def __init__(self) -> None:
        contracts, self.variants = contracts_and_variants()
        self.rules = list({one.rule.id: one.rule for some in self.variants.values() for one in some}.values())
        self.tables = {name: Table(contract, self.variants[name]) for name, contract in contracts.items()}

    def compare(self, seed: int, months: Sequence[int], tally: Tally) -> None:
        """Judge these months together, by all three on every table, with every set of numbers."""
        for name, table in self.tables.items():
            self._compare(table, table.months(seed, months), self.variants[name], tally, with_durable=True)
        tally.months += len(months)

    def glance(self, seed: int, tally: Tally, *, durable_on: Collection[str]) -> None:
        """Judge one month, each rule with one of its sets of numbers, by durable-rules on the tables named only."""
        for name, table in self.tables.items():
            shuffled = random.Random(seed).sample(self.variants[name], len(self.variants[name]))
            some = list({one.rule.id: one for one in shuffled}.values())
            self._compare(table, table.months(seed, [0]), some, tally, with_durable=name in durable_on)
        tally.months += 1

    def _compare(
        self, table: Table, found: Sequence[Row], variants: Sequence[Variant], tally: Tally, *, with_durable: bool
    ) -> None:
        Batch(table.frame(found), table.contract, variants).compare(tally, with_durable=with_durable)
        tally.rows += len(found)


class Batch:
    """Rows of one fact table, with what the engines say of them."""

    def __init__(self, frame: pd.DataFrame, contract: FactContract, variants: Sequence[Variant]) -> None:
        self._frame, self._contract, self._variants = frame, contract, variants
        self._rows = rows(frame, contract, list(contract.columns))
        self._columns = columns.Columns(frame, contract)
        types = {name: one.type for name, one in contract.columns.items()}
        self._exact = {name: column(cells(frame[name], of), of) for name, of in types.items()}

    def compare(self, tally: Tally, *, with_durable: bool) -> None:
        """Add what came out to the tally."""
        second = self._durable(tally) if with_durable and process.engine_name() else {}
        for number, one in enumerate(self._variants):
            verdicts = [reference.judge(row, one.ready) for row in self._rows]
            self._count(one, verdicts, tally)
            for kind, row, told in self._differences(one, verdicts, second.get(number), tally.compared):
                tally.differences.append(
                    f"{one.rule.id} {dict(one.ready.rule.parameters)} {kind}: {told} of {self._rows[row]}"
                )

    def _durable(self, tally: Tally) -> dict[int, list[Sequence[str]]]:
        """What durable-rules says of each variant and of each step of its severity."""
        asked = [(number, ready) for number, one in enumerate(self._variants) for ready in (one.ready, *one.grades)]
        opinion = durable.judge(self._frame, self._contract, [ready for _, ready in asked])
        tally.notes.update(dict.fromkeys(opinion.notes))
        found: dict[int, list[Sequence[str]]] = {}
        for (number, _), outcomes in zip(asked, opinion.outcomes, strict=True):
            found.setdefault(number, []).append(outcomes)
        return found

    def _count(self, one: Variant, verdicts: Sequence[reference.Verdict], tally: Tally) -> None:
        tally.outcomes.setdefault(one.rule.id, Counter()).update(verdict.outcome.value for verdict in verdicts)
        tally.severities.setdefault(one.rule.id, Counter()).update(self._graded(one, verdicts).values())

    def _graded(self, one: Variant, verdicts: Sequence[reference.Verdict]) -> dict[int, str]:
        """The severity of every hit by the reference."""
        return {
            place: severity_of(one.ready.rule, self._rows[place] | dict(verdict.values)).value
            for place, verdict in enumerate(verdicts)
            if verdict.outcome is Outcome.VIOLATION
        }

    def _differences(
        self,
        one: Variant,
        verdicts: Sequence[reference.Verdict],
        second: Sequence[Sequence[str]] | None,
        compared: Counter[str],
    ) -> Iterator[tuple[str, int, str]]:
        first = columns.judge(self._columns, one.ready)
        steps = [list(columns.judge(self._columns, grade).outcome) for grade in one.grades]
        wanted = {
            "outcome": [verdict.outcome.value for verdict in verdicts],
            "reason": [(verdict.reason, verdict.lacking) for verdict in verdicts],
        }
        graded = self._graded(one, verdicts)
        pairs: list[tuple[str, Mapping[int, Any], Mapping[int, Any]]] = [
            ("outcome by columns", _placed(wanted["outcome"]), _placed(first.outcome)),
            ("reason", _placed(wanted["reason"]), _placed(list(zip(first.reason, first.lacking, strict=True)))),
            ("severity by columns", graded, _step_taken(one, steps, graded)),
        ]
        if second:
            pairs.append(("outcome by durable-rules", _placed(wanted["outcome"]), _placed(second[0])))
            pairs.append(("severity by durable-rules", graded, _step_taken(one, second[1:], graded)))
        for name in one.ready.derive:
            judged = {place: v.values[name] for place, v in enumerate(verdicts) if v.outcome in _JUDGED}
            found = first.values[name].tolist()
            pairs.append((f"value {name} by columns", judged, {place: scalar(found[place]) for place in judged}))
            pairs.append((f"value {name} in whole numbers", judged, self._whole(one, name, judged)))
        for kind, expected, got in pairs:
            compared[kind.split()[0]] += len(expected)
            for place in expected:
                if expected[place] != got[place]:
                    yield kind, place, f"{got[place]!r}, by the reference {expected[place]!r}"

    def _whole(self, one: Variant, name: str, judged: Mapping[int, Scalar]) -> dict[int, Any]:
        """A derived value as the arithmetic of durable-rules has it."""
        found = exact(one.ready.derive[name], self._exact, len(self._rows))
        if one.ready.kinds[name] in ("text", "date"):
            # Only the days themselves are dates there: a number that stands for one.
            days = one.ready.kinds[name] == "date"
            return {place: date.fromordinal(found.items[place]) if days else found.items[place] for place in judged}
        return {place: Fraction(found.items[place], 2**found.scale) for place in judged}


def _possible(rule: Rule) -> set[str]:
    outcomes = {Outcome.OK.value, Outcome.VIOLATION.value, Outcome.UNKNOWN.value}
    if any(not condition.lacking for condition in rule.where):
        outcomes.add(Outcome.NOT_APPLICABLE.value)
    return outcomes | {grade.severity.value for grade in rule.severity}


def _placed(items: Any) -> dict[int, Any]:
    return dict(enumerate(items))


def _step_taken(one: Variant, steps: Sequence[Sequence[str]], hits: Mapping[int, str]) -> dict[int, str]:
    """The severity of every hit: the first step that is hit too, else the last."""
    conditional = [grade.severity.value for grade in one.rule.severity if grade.expression]
    last = one.rule.severity[-1].severity.value
    return {
        place: next((said for said, step in zip(conditional, steps, strict=True) if step[place] == _HIT), last)
        for place in hits
    }
