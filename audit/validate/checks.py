"""The contract's own checks (``start <= end``) on typed columns."""

import ast
from typing import Any

import pandas as pd

from audit.expression import names, parse, reads, value
from audit.model.contract import ImportContract


def trees(contract: ImportContract) -> tuple[ast.Expression, ...]:
    """The parsed checks of a contract, in order; ExpressionError for a text that is no expression."""
    return tuple(parse(check.expression) for check in contract.checks)


def first_name(tree: ast.Expression) -> str:
    """The column a check names first: where its failure is shown."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return min(found, key=lambda node: node.col_offset).id if found else ""


def holds(frame: pd.DataFrame, tree: ast.Expression) -> pd.Series:
    """Whether each row passes: true where a value that the check reads is missing. Distinct rows are judged once."""
    columns = sorted(names(tree) & set(frame.columns))
    if frame.empty or not columns:
        return pd.Series(data=True, index=frame.index, dtype=bool)
    values = frame[columns].astype(object)
    missing = values.isna() | (values == "")
    values = values.mask(missing, None)
    groups, firsts = pd.factorize(pd.MultiIndex.from_frame(values.where(~missing, None)))
    verdicts = [_passes(tree, dict(zip(columns, row, strict=True))) for row in firsts]
    return pd.Series([verdicts[group] for group in groups], index=frame.index, dtype=bool)


def _passes(tree: ast.Expression, row: dict[str, Any]) -> bool:
    known = {name: None if pd.isna(one) else one for name, one in row.items()}
    if any(known.get(name) is None for name in reads(tree)):
        return True
    return bool(value(tree, known))
