"""What an expression gives for one row, and how constants are put into it beforehand."""

import ast
import operator
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Any, TypeAlias

from audit.expression.syntax import ExpressionError, check_number, check_size, names, null_tests, reads
from audit.model.rule import Value

MAX_RESULT = 10**15
"""Beyond this a float no longer holds halves exactly."""

Scalar: TypeAlias = Value | date
"""What a name may stand for in one row: a date is a ``date``, everything else as in the YAML files."""


def floor_share(total: float, part: float, whole: float) -> float:
    """Give total * part / whole, rounded down to half a day, exactly; 0 when whole is not positive."""
    if whole <= 0:
        return 0.0
    return floor(2 * Fraction(total) * Fraction(part) / Fraction(whole)) / 2


def ceil_share(total: float, part: float, whole: float) -> float:
    """Give total * part / whole, rounded up to half a day, exactly; 0 when whole is not positive."""
    return 0.0 - floor_share(-total, part, whole)


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "min": min,
    "max": max,
    "floor_share": floor_share,
    "ceil_share": ceil_share,
}
_OPERATIONS: Mapping[type[ast.AST], Callable[..., Any]] = {
    ast.Not: operator.not_,
    ast.USub: operator.neg,
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.In: lambda item, items: item in items,
    ast.NotIn: lambda item, items: item not in items,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}


def value(node: ast.AST, row: Mapping[str, Scalar]) -> Any:
    """Evaluate a tree on one row, as Python would; TypeError when kinds are mixed, KeyError for an unknown name."""
    return _EVALUATORS[type(node)](node, row)


def holds(tree: ast.AST, row: Mapping[str, Scalar]) -> bool:
    """Say whether a condition holds on one row; where a value it reads is null it does not."""
    return all(row[name] is not None for name in reads(tree)) and bool(value(tree, row))


def bind(tree: ast.Expression, parameters: Mapping[str, Value]) -> ast.Expression:
    """Put constants for the named parameters and fold what becomes constant; dead branches vanish.

    The tree given is not changed. ExpressionError when a parameter's number is not a multiple of 0.5.
    """
    for number in parameters.values():
        if isinstance(number, int | float):
            check_number(number)
    constants = {name: ast.Constant(value=constant) for name, constant in parameters.items()}
    return ast.Expression(body=_Binding(constants).visit(tree.body))


def inline(tree: ast.Expression, derived: Mapping[str, ast.Expression]) -> ast.Expression:
    """Put the expressions of derived names in their place; ExpressionError when the tree grows too large."""
    for name in sorted(null_tests(tree) & derived.keys()):
        raise ExpressionError(f"派生量“{name}”不会为空，不能写“{name} is None”")
    result = ast.Expression(body=_Binding({name: part.body for name, part in derived.items()}).visit(tree.body))
    check_size(result)
    return result


class _Binding(ast.NodeTransformer):
    """Replaces names by expressions and folds constants, bottom up, without changing the tree it walks."""

    def __init__(self, replacements: Mapping[str, ast.expr]) -> None:
        self._replacements = replacements

    def generic_visit(self, node: ast.AST) -> ast.AST:
        fields = {name: self._visit_field(child) for name, child in ast.iter_fields(node)}
        return _folded(type(node)(**fields))

    def _visit_field(self, child: object) -> object:
        if isinstance(child, list):
            return [self._visit_field(item) for item in child]
        return self.visit(child) if isinstance(child, ast.AST) else child

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self._replacements.get(node.id, node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        return _folded(ast.Call(func=node.func, args=[self.visit(part) for part in node.args], keywords=[]))


def _folded(node: ast.AST) -> ast.AST:
    """Simplify one node whose children are already simple."""
    if isinstance(node, ast.BoolOp):
        return _folded_bool(node)
    if isinstance(node, ast.IfExp) and isinstance(node.test, ast.Constant):
        return node.body if node.test.value else node.orelse
    if isinstance(node, ast.IfExp) and _same_constant(node.body, node.orelse):
        return node.body
    if isinstance(node, ast.expr) and not isinstance(node, ast.Constant | ast.Tuple | ast.List) and not names(node):
        return ast.Constant(value=_constant(node))
    return node


def _same_constant(one: ast.expr, other: ast.expr) -> bool:
    return isinstance(one, ast.Constant) and isinstance(other, ast.Constant) and repr(one.value) == repr(other.value)


def _constant(node: ast.expr) -> Value:
    try:
        constant: Value = value(node, {})
    except TypeError as error:
        raise ExpressionError(f"“{ast.unparse(node)}”把不同类型的值放在一起") from error
    if isinstance(constant, int | float) and not abs(constant) <= MAX_RESULT:
        raise ExpressionError(f"“{ast.unparse(node)}”的结果过大")
    return constant


def _folded_bool(node: ast.BoolOp) -> ast.expr:
    """Drop the parts that decide nothing; one part that decides everything is the answer."""
    decisive = isinstance(node.op, ast.Or)
    known = [part for part in node.values if isinstance(part, ast.Constant)]
    if any(bool(part.value) is decisive for part in known):
        return ast.Constant(value=decisive)
    rest = [part for part in node.values if part not in known]
    if not rest:
        return ast.Constant(value=not decisive)
    return rest[0] if len(rest) == 1 else ast.BoolOp(op=node.op, values=rest)


def _bool_value(node: ast.BoolOp, row: Mapping[str, Scalar]) -> bool:
    decide = all if isinstance(node.op, ast.And) else any
    return decide(value(part, row) for part in node.values)


def _compare_value(node: ast.Compare, row: Mapping[str, Scalar]) -> bool:
    sides = [value(side, row) for side in (node.left, *node.comparators)]
    return all(_OPERATIONS[type(op)](*pair) for op, pair in zip(node.ops, pairwise(sides), strict=True))


_EVALUATORS: Mapping[type[ast.AST], Callable[[Any, Mapping[str, Scalar]], Any]] = {
    ast.Expression: lambda node, row: value(node.body, row),
    ast.Constant: lambda node, row: node.value,
    ast.Name: lambda node, row: row[node.id],
    ast.Tuple: lambda node, row: tuple(value(item, row) for item in node.elts),
    ast.List: lambda node, row: tuple(value(item, row) for item in node.elts),
    ast.BoolOp: _bool_value,
    ast.Compare: _compare_value,
    ast.UnaryOp: lambda node, row: _OPERATIONS[type(node.op)](value(node.operand, row)),
    ast.BinOp: lambda node, row: _OPERATIONS[type(node.op)](value(node.left, row), value(node.right, row)),
    ast.IfExp: lambda node, row: value(node.body if value(node.test, row) else node.orelse, row),
    ast.Call: lambda node, row: _FUNCTIONS[node.func.id](*(value(item, row) for item in node.args)),
}
