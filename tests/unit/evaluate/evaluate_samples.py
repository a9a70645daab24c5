"""Small rules, contracts and frames for the evaluators."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from audit.model.contract import FactColumn, FactContract
from audit.model.outcome import Kind, Severity
from audit.model.rule import Case, Condition, Grade, Parameter, Rectification, Rule, RuleInForce

TYPES = {
    "person": "text",
    "workdays": "int",
    "punches": "int",
    "present_days": "days",
    "duty_days": "days",
    "no_signal": "bool",
    "late": "bool",
    "role": "text",
    "reason": "text",
    "began": "date",
    "ended": "date",
}


def make_contract() -> FactContract:
    columns = {name: FactColumn(name, name, column_type) for name, column_type in TYPES.items()}
    return FactContract("person_month", "人月", "", ("person",), ("person",), columns)


def make_frame(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """A fact table with these rows; a column a row does not give is null."""
    dtypes = {"int": "Int64", "days": "float64", "bool": "boolean", "text": "str", "date": "datetime64[us]"}
    columns = {
        name: pd.array([row.get(name) for row in rows], dtype=dtypes[column_type])
        for name, column_type in TYPES.items()
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(100, 100 + len(rows)))


def make_rule(
    when: str,
    *,
    where: Sequence[str] = (),
    derive: Mapping[str, str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    severity: Sequence[Grade] = (Grade(Severity.MAJOR),),
    cases: Sequence[Case] = (),
    name: str = "rule",
) -> RuleInForce:
    given = parameters or {}
    rule = Rule(
        id=name,
        catalogue="",
        title="",
        about="",
        kind=Kind.VIOLATION,
        each="person_month",
        where=tuple(Condition(text, f"不适用：{text}") for text in where),
        when=when,
        parameters={one: Parameter(one, one, default) for one, default in given.items()},
        derive=derive or {},
        severity=tuple(severity),
        message="",
        also=(),
        days={},
        group=None,
        evidence=(),
        rectification=Rectification("", "", 7, ()),
        cases=tuple(cases),
    )
    return RuleInForce(rule, given, (), "")
