"""Arithmetic in whole numbers of half units, for the second opinion: plain Python lists, no floats, no pandas.

A column is a list with None where it is null, and a scale: the number n at scale s means n / 2**s. Columns of days
and whole numbers have scale 1 (half units), truth values are 0 or 1 at scale 0; texts and day numbers of dates have
scale 0 and are only compared.
"""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from audit.expression import Scalar


class Exact(NamedTuple):
    """One value a row, None where a value it needs is null, at a power of two."""

    items: Sequence[Any]
    scale: int = 0


_OPERATIONS: Mapping[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def column(cells: Sequence[Scalar], column_type: str) -> Exact:
    """Make an exact column of plain values; a number that is no multiple of 0.5 counts as null, so that it shows."""
    if column_type in ("int", "days"):
        return Exact([_half_units(cell) for cell in cells], 1)
    if column_type == "bool":
        return Exact([None if cell is None else int(bool(cell)) for cell in cells])
    if column_type == "date":
        return Exact([cell.toordinal() if isinstance(cell, date) else None for cell in cells])
    return Exact(cells)


def exact(node: ast.AST, columns: Mapping[str, Exact], size: int) -> Exact:
    """Evaluate a tree on every row; ``size`` is the number of rows, for constants."""
    match node:
        case ast.Expression():
            return exact(node.body, columns, size)
        case ast.Name():
            return columns[node.id]
        case ast.Constant():
            return _constant(node.value, size)
        case ast.Compare():
            return _compare(node, columns, size)
        case _:
            return _EVALUATORS[type(node)](node, columns, size)


def aligned(parts: Sequence[Exact]) -> tuple[list[Sequence[Any]], int]:
    """Bring several columns to their largest scale; texts are left alone."""
    scale = max(part.scale for part in parts)
    return [_shifted(part, scale - part.scale) for part in parts], scale


def each(function: Callable[..., Any], *lists: Sequence[Any]) -> list[Any]:
    """Apply a function row by row; None where any of the values is None."""
    return [None if None in row else function(*row) for row in zip(*lists, strict=True)]


def _half_units(cell: Scalar) -> int | None:
    if not isinstance(cell, int | float):
        return None
    doubled = cell * 2
    return int(doubled) if doubled == int(doubled) else None


def _shifted(part: Exact, bits: int) -> Sequence[Any]:
    return part.items if bits == 0 else [None if item is None else item << bits for item in part.items]


def _constant(constant: object, size: int) -> Exact:
    if isinstance(constant, float):
        # A product that was folded into a constant can be finer than half a unit: 2.5 * 2.5.
        whole, parts = constant.as_integer_ratio()
        return Exact([whole] * size, parts.bit_length() - 1)
    return Exact([int(constant) if isinstance(constant, bool) else constant] * size)


def _parts(nodes: Sequence[ast.AST], columns: Mapping[str, Exact], size: int) -> list[Exact]:
    return [exact(node, columns, size) for node in nodes]


def _bool_op(node: ast.BoolOp, columns: Mapping[str, Exact], size: int) -> Exact:
    decide = all if isinstance(node.op, ast.And) else any
    lists = [part.items for part in _parts(node.values, columns, size)]
    return Exact(each(lambda *row: int(decide(row)), *lists))


def _unary(node: ast.UnaryOp, columns: Mapping[str, Exact], size: int) -> Exact:
    part = exact(node.operand, columns, size)
    if isinstance(node.op, ast.Not):
        return Exact(each(lambda item: 1 - item, part.items))
    return Exact(each(operator.neg, part.items), part.scale)


def _binary(node: ast.BinOp, columns: Mapping[str, Exact], size: int) -> Exact:
    parts = _parts([node.left, node.right], columns, size)
    operation = _OPERATIONS[type(node.op)]
    if isinstance(node.op, ast.Mult):
        return Exact(each(operation, *(part.items for part in parts)), sum(part.scale for part in parts))
    lists, scale = aligned(parts)
    return Exact(each(operation, *lists), scale)


def _choice(node: ast.IfExp, columns: Mapping[str, Exact], size: int) -> Exact:
    lists, scale = aligned(_parts([node.body, node.orelse], columns, size))
    test = exact(node.test, columns, size)
    return Exact(each(lambda when, then, other: then if when else other, test.items, *lists), scale)


def _call(node: ast.Call, columns: Mapping[str, Exact], size: int) -> Exact:
    parts = _parts(node.args, columns, size)
    name = node.func.id  # type: ignore[attr-defined]  # only named functions are parsed
    if name in ("min", "max"):
        lists, scale = aligned(parts)
        return Exact(each(min if name == "min" else max, *lists), scale)
    total, part, whole = parts
    up, down = whole.scale + 1, total.scale + part.scale
    sign = 1 if name == "floor_share" else -1

    def share(amount: int, portion: int, base: int) -> int:
        return 0 if base <= 0 else sign * (((sign * amount * portion) << up) // (base << down))

    return Exact(each(share, total.items, part.items, whole.items), 1)


def _compare(node: ast.Compare, columns: Mapping[str, Exact], size: int) -> Exact:
    operation = node.ops[0]
    if isinstance(operation, ast.Is | ast.IsNot):
        wanted = isinstance(operation, ast.Is)
        items = exact(node.left, columns, size).items
        return Exact([int((item is None) is wanted) for item in items])
    if isinstance(operation, ast.In | ast.NotIn):
        choices = node.comparators[0].elts  # type: ignore[attr-defined]  # only lists of constants are parsed
        lists, _ = aligned(_parts([node.left, *choices], columns, size))
        found = each(lambda item, *others: int(item in others), *lists)
        return Exact(found if isinstance(operation, ast.In) else each(lambda item: 1 - item, found))
    lists, _ = aligned(_parts([node.left, *node.comparators], columns, size))
    operations = [_OPERATIONS[type(op)] for op in node.ops]

    def chain(*row: Any) -> int:
        return int(all(op(left, right) for op, left, right in zip(operations, row, row[1:], strict=False)))

    return Exact(each(chain, *lists))


_EVALUATORS: Mapping[type[ast.AST], Callable[[Any, Mapping[str, Exact], int], Exact]] = {
    ast.BoolOp: _bool_op,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.IfExp: _choice,
    ast.Call: _call,
}
