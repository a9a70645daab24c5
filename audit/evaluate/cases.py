"""Runs the cases that live in a rule file, with all three evaluators."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
from msgspec import Struct

from audit.evaluate import columns, durable, process, reference
from audit.evaluate.checks import severity_of
from audit.evaluate.prepared import prepare
from audit.evaluate.rows import rows, scalar
from audit.expression import ExpressionError
from audit.model.contract import FactContract
from audit.model.outcome import Outcome
from audit.model.rule import Case, Rule, RuleInForce, Value
from audit.model.tables import RuleOutcomes


class CaseResult(Struct, frozen=True):
    """One case and what came out differently than it says, in Chinese; nothing when it holds."""

    case: Case
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether every evaluator gave what the case expects."""
        return not self.problems


def run_cases(rule: Rule, contract: FactContract, fire: process.Fire = process.fire) -> list[CaseResult]:
    """Run every case of a rule by columns, reference and (where installed) durable-rules, which ``fire`` reaches.

    Outcome, severity and derived values are compared. Columns a case does not give are null. ExpressionError when a
    case gives a column that the fact table does not have.
    """
    frame = case_frame(rule, contract)
    numbers = [_parameters(rule, case) for case in rule.cases]
    different = [chosen for place, chosen in enumerate(numbers) if chosen not in numbers[:place]]
    try:
        prepared = [prepare(RuleInForce(rule, chosen, (), ""), contract) for chosen in different]
    except (ExpressionError, TypeError) as error:
        return [CaseResult(case, (str(error),)) for case in rule.cases]
    table = columns.Columns(frame, contract)
    given = rows(frame, contract, list(contract.columns))
    by_columns = [columns.judge(table, one) for one in prepared]
    by_durable = durable.judge(frame, contract, prepared, fire).outcomes if process.engine_name() else None
    results = []
    for place, case in enumerate(rule.cases):
        which = different.index(numbers[place])
        one = prepared[which]
        verdicts = {
            "列式": _column_verdict(by_columns[which], place),
            "参照": reference.judge(given[place], one),
        }
        if by_durable is not None:
            verdicts["durable-rules"] = reference.Verdict(Outcome(by_durable[which][place]))
        known = given[place] | dict(verdicts["列式"].values)
        problems = [*_wrong_verdicts(case, verdicts), *_wrong_severity(case, one.rule, known)]
        results.append(CaseResult(case, tuple(problems)))
    return results


def case_frame(rule: Rule, contract: FactContract) -> pd.DataFrame:
    """Make a fact table with one row a case; ExpressionError when a case gives a column the table does not have."""
    for case in rule.cases:
        for name in sorted(case.given.keys() - contract.columns.keys()):
            raise ExpressionError(f"规则{rule.id}的例子“{case.name}”给了“{name}”，而“{contract.title}”没有这一列")
    return pd.DataFrame(
        {
            name: _series([case.given.get(name) for case in rule.cases], column.type)
            for name, column in contract.columns.items()
        }
    )


def _series(values: list[Value], column_type: str) -> pd.Series:
    if column_type == "date":
        return pd.Series(pd.to_datetime(pd.Series(values, dtype=object), format="%Y-%m-%d"))
    dtype: Any = {"bool": "boolean", "text": "str"}.get(column_type, "float64")
    return pd.Series(values, dtype=object).astype(dtype)


def _parameters(rule: Rule, case: Case) -> dict[str, Value]:
    return {name: parameter.default for name, parameter in rule.parameters.items()} | dict(case.parameters)


def _column_verdict(outcomes: RuleOutcomes, place: int) -> reference.Verdict:
    derived = outcomes.rule.rule.derive
    values = {name: scalar(outcomes.values[name].iloc[place]) for name in derived}
    return reference.Verdict(Outcome(outcomes.outcome.iloc[place]), values)


def _wrong_verdicts(case: Case, verdicts: Mapping[str, reference.Verdict]) -> Iterator[str]:
    for engine, verdict in verdicts.items():
        if verdict.outcome is not case.expect:
            yield f"{engine}求值器判为“{verdict.outcome.label}”，例子写的是“{case.expect.label}”"
        for name, wanted in case.values.items():
            found = verdict.values.get(name)
            if engine != "durable-rules" and found != wanted:
                yield f"{engine}求值器算得{name}为{found}，例子写的是{wanted}"


def _wrong_severity(case: Case, variant: RuleInForce, row: Mapping[str, Any]) -> Iterator[str]:
    if case.severity is None or case.expect is not Outcome.VIOLATION:
        return
    found = severity_of(variant, row)
    if found is not case.severity:
        yield f"严重程度为“{found.label}”，例子写的是“{case.severity.label}”"
