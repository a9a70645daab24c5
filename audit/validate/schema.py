"""The contract as a pandera schema over typed columns. It never coerces: the parsers have done that, cell by cell."""

import ast
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from audit.model.contract import ImportColumn, ImportContract
from audit.validate.checks import first_name, holds, trees
from audit.validate.messages import Trouble
from audit.validate.plain import DTYPES

MISSING = "missing-value"
_CHECK = "check:"


def row_troubles(contract: ImportContract, frame: pd.DataFrame) -> list[Trouble]:
    """What the schema says of each row: required values that are not there, and checks that fail.

    ``frame`` is typed, on a unique int index. Choices outside the contract are a fault of the parsers, and raise.
    """
    parsed = trees(contract)
    verdicts = {f"{_CHECK}{number}": holds(frame, tree) for number, tree in enumerate(parsed)}
    failures = _failures(row_schema(contract, tuple(verdicts)), frame.assign(**verdicts))
    return [_trouble(contract, parsed, failure) for failure in failures]


def repeated_keys(contract: ImportContract, frame: pd.DataFrame) -> list[int]:
    """The labels of rows whose key an earlier row already has."""
    # Nearly always no key repeats, and pandera takes long to say so.
    if not contract.key or not frame.duplicated(list(contract.key)).any():
        return []
    schema = pa.DataFrameSchema(unique=list(contract.key), report_duplicates="exclude_first")
    return sorted({label for label, _, _ in _failures(schema, frame[list(contract.key)])})


def row_schema(contract: ImportContract, verdicts: Sequence[str] = ()) -> Any:
    """The pandera schema of one table: dtypes, required values, choices, and one boolean column per contract check."""
    columns = {name: _column(column) for name, column in contract.columns.items()}
    columns |= {name: pa.Column(bool, pa.Check(lambda passed: passed, name=name)) for name in verdicts}
    return pa.DataFrameSchema(columns, coerce=False)


def _column(column: ImportColumn) -> Any:
    dtype = DTYPES[column.type]
    checks = []
    if column.required and dtype == "str":
        checks.append(pa.Check(lambda texts: texts != "", name=MISSING))
    if column.type == "choice":
        checks.append(pa.Check(_is_code(frozenset({*column.choices.values(), ""})), name="choice"))
    # Tuples and worked-out columns are the families' own: their dtype is not the contract type's.
    if dtype == "object" or not column.aliases:
        return pa.Column(None, nullable=True)
    return pa.Column(None if column.type == "choice" else dtype, checks, nullable=not column.required)


def _is_code(codes: frozenset[str]) -> Callable[[pd.Series], pd.Series]:
    return lambda values: values.map(lambda one: isinstance(one, tuple) or one in codes)


def _failures(schema: Any, frame: pd.DataFrame) -> list[tuple[int, str, str]]:
    """The failure cases as (row label, column, check), one per row and check."""
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases
        if cases["index"].isna().any():
            raise RuntimeError(f"typed columns do not fit the contract: {cases.to_dict('records')[:3]}") from error
        cases = cases.drop_duplicates(["index", "column", "check"])
        return [
            (int(label), str(column), str(check))
            for label, column, check in zip(cases["index"], cases["column"], cases["check"], strict=True)
        ]
    return []


def _trouble(contract: ImportContract, parsed: Sequence[ast.Expression], failure: tuple[int, str, str]) -> Trouble:
    label, column, check = failure
    if check.startswith(_CHECK):
        place = int(check.removeprefix(_CHECK))
        return Trouble(label, first_name(parsed[place]), "check-failed", f"{contract.checks[place].text}，请核对后改正")
    if check not in {MISSING, "not_nullable"}:
        raise RuntimeError(f"{contract.table}.{column}: a parser gave a value outside the contract")
    return Trouble(label, column, MISSING, "没有填写，请补填")
