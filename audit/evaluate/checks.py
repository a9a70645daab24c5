"""Judges rules with the columns engine, and says how grave a hit is."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from audit.evaluate.columns import Columns, fault, judge
from audit.evaluate.prepared import prepare
from audit.evaluate.rows import scalar
from audit.expression import ExpressionError, bind, holds, parse
from audit.model.contract import FactContract
from audit.model.outcome import Severity
from audit.model.rule import RuleInForce
from audit.model.tables import RuleOutcomes


def evaluate(
    tables: Mapping[str, pd.DataFrame], rules: Sequence[RuleInForce], contracts: Mapping[str, FactContract]
) -> tuple[RuleOutcomes, ...]:
    """Judge every rule on every row of its fact table, in the order of the rules.

    A rule that mixes kinds (a text compared with a number) gives ``error`` in all its rows.
    """
    columns = {table: Columns(tables[table], contracts[table]) for table in {rule.rule.each for rule in rules}}
    return tuple(_outcomes(rule, columns[rule.rule.each], contracts[rule.rule.each]) for rule in rules)


def severity_of(rule: RuleInForce, row: Mapping[str, Any]) -> Severity:
    """Give the first grade of the ladder whose condition holds; a condition over a null does not hold.

    ``row`` holds the columns of the fact and the derived values, as pandas or plain scalars.
    """
    plain = {name: scalar(item) for name, item in row.items()}
    for grade in rule.rule.severity:
        if grade.expression is None or holds(bind(parse(grade.expression), rule.parameters), plain):
            return grade.severity
    raise ExpressionError(f"规则{rule.rule.id}的严重程度没有兜底的一级")


def _outcomes(rule: RuleInForce, columns: Columns, contract: FactContract) -> RuleOutcomes:
    try:
        return judge(columns, prepare(rule, contract))
    except (ExpressionError, TypeError):
        return fault(columns, rule)
