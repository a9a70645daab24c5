"""The columns engine: a rule judged on a whole fact table at once, with masks; any size."""

import ast
import operator
from collections.abc import Callable, Mapping
from functools import cached_property, reduce
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from pandas.api.types import pandas_dtype

from audit.evaluate.prepared import Prepared
from audit.model.contract import FactContract
from audit.model.outcome import Outcome
from audit.model.rule import RuleInForce
from audit.model.tables import RuleOutcomes

Array: TypeAlias = "np.ndarray[Any, Any]"

_TEXT = pandas_dtype("str")
_KINDS: Mapping[str, tuple[Any, str, Any]] = {
    "int": (pandas_dtype("Int64"), "float64", np.nan),
    "days": (pandas_dtype("Float64"), "float64", np.nan),
    "bool": (pandas_dtype("boolean"), "bool", False),
    "date": (pandas_dtype("datetime64[us]"), "datetime64[us]", None),
    "text": (_TEXT, "object", ""),
}
"""By the type of a column: its dtype in a fact table, that of its array, and what stands where it is null."""
_COMPARISONS: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}


class Columns:
    """The columns of one fact table as arrays, converted once and kept for all its rules.

    Numbers are float64 (exact: multiples of 0.5), truth values bool, texts object, dates datetime64; what stands
    where a value is null means nothing and is masked by ``nulls``.
    """

    def __init__(self, frame: pd.DataFrame, contract: FactContract) -> None:
        self._frame = frame
        self._types = {name: column.type for name, column in contract.columns.items()}
        self._arrays: dict[str, Any] = {}
        self._values: dict[str, Array] = {}
        self._nulls: dict[str, Array] = {}

    def __len__(self) -> int:
        return len(self._frame)

    @property
    def index(self) -> pd.Index:
        """The index of the table."""
        return self._frame.index

    @cached_property
    def bare(self) -> pd.DataFrame:
        """The table's rows without a column: what most rules derive."""
        return pd.DataFrame(index=self.index)

    def nulls(self, name: str) -> Array:
        """Give the mask of rows in which the column is null."""
        if name not in self._nulls:
            self._nulls[name] = np.asarray(self._array(name).isna(), dtype=bool)
        return self._nulls[name]

    def values(self, name: str) -> Array:
        """Give the column as an array of its kind."""
        if name not in self._values:
            self._values[name] = _plain(self._array(name), self._types[name])
        return self._values[name]

    def _array(self, name: str) -> Any:
        # Without the series around it: there are hundreds of columns, most of few rows.
        if name not in self._arrays:
            self._arrays[name] = self._frame[name].array
        return self._arrays[name]

    def any_null(self, names: tuple[str, ...]) -> Array:
        """Give the mask of rows in which at least one of the columns is null."""
        return reduce(np.logical_or, map(self.nulls, names), np.zeros(len(self), dtype=bool))


def judge(columns: Columns, prepared: Prepared) -> RuleOutcomes:
    """Judge one rule on every row; see ``RuleOutcomes`` for the shapes."""
    size = len(columns)
    outcome = np.full(size, Outcome.OK.value, dtype=object)
    reason = np.full(size, "", dtype=object)
    lacking = _empty_tuples(size)
    pending = np.ones(size, dtype=bool)
    for test in prepared.where:
        pending &= ~_mark_unknown(columns, test.reads, pending, outcome=outcome, lacking=lacking)
        fails = pending & ~_truth(test.tree, columns)
        if test.lacks:
            lacking[fails] = _spread(test.lacks, int(fails.sum()))
        outcome[fails] = (Outcome.UNKNOWN if test.lacks else Outcome.NOT_APPLICABLE).value
        reason[fails] = "" if test.lacks else test.reason
        pending &= ~fails
    pending &= ~_mark_unknown(columns, prepared.reads, pending, outcome=outcome, lacking=lacking)
    outcome[pending & _truth(prepared.when, columns)] = Outcome.VIOLATION.value
    return RuleOutcomes(
        rule=prepared.rule,
        outcome=pd.Series(outcome, index=columns.index, dtype=_TEXT),
        values=_derived(columns, prepared, pending),
        reason=pd.Series(reason, index=columns.index, dtype=_TEXT),
        lacking=pd.Series(lacking, index=columns.index, dtype=object),
    )


def fault(columns: Columns, rule: RuleInForce) -> RuleOutcomes:
    """Give the outcomes of a rule that cannot be evaluated: ``error`` in every row."""
    return RuleOutcomes(
        rule=rule,
        outcome=pd.Series(Outcome.ERROR.value, index=columns.index, dtype="str"),
        values=pd.DataFrame(index=columns.index),
        reason=pd.Series("", index=columns.index, dtype="str"),
        lacking=pd.Series(_empty_tuples(len(columns)), index=columns.index, dtype=object),
    )


def _mark_unknown(columns: Columns, names: tuple[str, ...], pending: Array, *, outcome: Array, lacking: Array) -> Array:
    """Write ``unknown`` and the null columns into the rows still pending that lack a value; give their mask."""
    unknown: Array = pending & columns.any_null(names)
    rows = np.flatnonzero(unknown)
    if len(rows):
        outcome[rows] = Outcome.UNKNOWN.value
        masks = np.column_stack([columns.nulls(name)[rows] for name in names])
        patterns, which = np.unique(masks, axis=0, return_inverse=True)
        texts = _empty_tuples(len(patterns))
        for place, pattern in enumerate(patterns):
            texts[place] = tuple(name for name, null in zip(names, pattern, strict=True) if null)
        lacking[rows] = texts[which.reshape(-1)]
    return unknown


def _derived(columns: Columns, prepared: Prepared, judged: Array) -> pd.DataFrame:
    """Give the derived columns, null where the row was not judged."""
    if not prepared.derive:
        return columns.bare
    made = {}
    for name, tree in prepared.derive.items():
        made[name] = _masked(_whole(tree, columns), prepared.kinds[name], judged)
    return pd.DataFrame(made, index=columns.index)


def _masked(values: Array, kind: str, judged: Array) -> Any:
    if kind == "number":
        # Adding 0.0 turns the -0.0 of a negated zero into a plain zero.
        return np.where(judged, values + 0.0, np.nan)
    dtype: Any = {"bool": "boolean", "text": "str", "date": "datetime64[us]"}[kind]
    found = values.astype(object)
    found[~judged] = None
    return pd.array(found, dtype=dtype)


def _plain(array: Any, column_type: str) -> Array:
    dtype, kind, blank = _KINDS[column_type]
    typed = array if array.dtype == dtype else array.astype(dtype)
    if column_type == "date":
        return np.asarray(typed, dtype=kind)
    found: Array = typed.to_numpy(dtype=kind, na_value=blank)
    return found


def _empty_tuples(size: int) -> Array:
    return _spread((), size)


def _spread(names: tuple[str, ...], size: int) -> Array:
    made = np.empty(size, dtype=object)
    made[:] = [names] * size
    return made


def _truth(tree: ast.AST, columns: Columns) -> Array:
    return _whole(tree, columns).astype(bool)


def _whole(tree: ast.AST, columns: Columns) -> Array:
    """Evaluate a tree; one value a row, constants spread. Null rows give values that mean nothing."""
    # Shares with a whole of 0 are computed for rows that are masked afterwards.
    with np.errstate(all="ignore"):
        return np.broadcast_to(np.asarray(_value(tree, columns)), len(columns))


def _value(node: ast.AST, columns: Columns) -> Any:
    return _EVALUATORS[type(node)](node, columns)


def _constant(node: ast.Constant, _columns: Columns) -> Any:
    if isinstance(node.value, str):
        return np.array(node.value, dtype=object)
    return node.value if isinstance(node.value, bool) else float(node.value)  # type: ignore[arg-type]


def _bool_op(node: ast.BoolOp, columns: Columns) -> Any:
    join = np.logical_and if isinstance(node.op, ast.And) else np.logical_or
    return reduce(join, [_value(part, columns) for part in node.values])


def _unary(node: ast.UnaryOp, columns: Columns) -> Any:
    operand = _value(node.operand, columns)
    return np.logical_not(operand) if isinstance(node.op, ast.Not) else -_number(operand)


def _binary(node: ast.BinOp, columns: Columns) -> Any:
    return _ARITHMETIC[type(node.op)](_number(_value(node.left, columns)), _number(_value(node.right, columns)))


def _choice(node: ast.IfExp, columns: Columns) -> Any:
    return np.where(*(_value(part, columns) for part in (node.test, node.body, node.orelse)))


def _compare(node: ast.Compare, columns: Columns) -> Any:
    operation, right = node.ops[0], node.comparators[0]
    if isinstance(operation, ast.Is | ast.IsNot):
        nulls = columns.nulls(node.left.id)  # type: ignore[attr-defined]  # only names are tested for null
        return nulls if isinstance(operation, ast.Is) else ~nulls
    if isinstance(operation, ast.In | ast.NotIn):
        left = _value(node.left, columns)
        items = [left == _value(item, columns) for item in right.elts]  # type: ignore[attr-defined]
        found = reduce(np.logical_or, items)
        return found if isinstance(operation, ast.In) else np.logical_not(found)
    sides = [_value(side, columns) for side in (node.left, *node.comparators)]
    pairs = zip(node.ops, sides, sides[1:], strict=False)
    return reduce(np.logical_and, [_COMPARISONS[type(op)](left, right) for op, left, right in pairs])


def _call(node: ast.Call, columns: Columns) -> Any:
    arguments = [_number(_value(item, columns)) for item in node.args]
    name = node.func.id  # type: ignore[attr-defined]  # only named functions are parsed
    if name in ("min", "max"):
        return reduce(np.minimum if name == "min" else np.maximum, arguments)
    total, part, whole = arguments
    return _floor_share(total, part, whole) if name == "floor_share" else 0.0 - _floor_share(-total, part, whole)


def _floor_share(total: Array, part: Array, whole: Array) -> Array:
    return np.where(whole > 0, np.floor_divide(2 * total * part, whole) / 2, 0.0)


def _number(array: Any) -> Array:
    return np.asarray(array, dtype=np.float64)


_EVALUATORS: Mapping[type[ast.AST], Callable[[Any, Columns], Any]] = {
    ast.Expression: lambda node, columns: _value(node.body, columns),
    ast.Constant: _constant,
    ast.Name: lambda node, columns: columns.values(node.id),
    ast.BoolOp: _bool_op,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.IfExp: _choice,
    ast.Compare: _compare,
    ast.Call: _call,
}
