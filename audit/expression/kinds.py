"""What kind of value an expression gives: a text must never be compared with a number, in any evaluator."""

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from audit.expression.syntax import ExpressionError, is_null_test

_NUMBERS = frozenset({"number", "bool"})
_TITLES = {"number": "数", "bool": "真假", "text": "文字", "date": "日期"}


def kind(node: ast.AST, kinds: Mapping[str, str]) -> str:
    """Say what an expression gives: ``bool``, ``number``, ``text`` or ``date``, from the kinds of its names.

    A truth value may be counted with and compared with numbers; a number is no truth value. ExpressionError where
    kinds are mixed or a name is unknown. Bind parameters first: None is a value only under ``is None``.
    """
    return _KINDS[type(node)](node, kinds)


def column_kind(column_type: str) -> str:
    """Translate the type of a fact column (text, bool, int, days, date) to the kind used in expressions."""
    return {"int": "number", "days": "number"}.get(column_type, column_type)


def _constant_kind(node: ast.Constant, _kinds: Mapping[str, str]) -> str:
    if node.value is None:
        raise ExpressionError(f"空值只能写在 is 之后（“{ast.unparse(node)}”）")
    if isinstance(node.value, bool):
        return "bool"
    return "text" if isinstance(node.value, str) else "number"


def _name_kind(node: ast.Name, kinds: Mapping[str, str]) -> str:
    if node.id not in kinds:
        raise ExpressionError(f"没有“{node.id}”这一列、参数或派生量")
    return kinds[node.id]


def _bool_kind(node: ast.BoolOp, kinds: Mapping[str, str]) -> str:
    _want(node, node.values, kinds, frozenset({"bool"}))
    return "bool"


def _unary_kind(node: ast.UnaryOp, kinds: Mapping[str, str]) -> str:
    truth = isinstance(node.op, ast.Not)
    _want(node, [node.operand], kinds, frozenset({"bool"}) if truth else _NUMBERS)
    return "bool" if truth else "number"


def _binary_kind(node: ast.BinOp, kinds: Mapping[str, str]) -> str:
    _want(node, [node.left, node.right], kinds, _NUMBERS)
    return "number"


def _choice_kind(node: ast.IfExp, kinds: Mapping[str, str]) -> str:
    _want(node, [node.test], kinds, frozenset({"bool"}))
    found = {kind(node.body, kinds), kind(node.orelse, kinds)}
    if len(found) > 1:
        raise ExpressionError(_mixed(node, found))
    return found.pop()


def _call_kind(node: ast.Call, kinds: Mapping[str, str]) -> str:
    _want(node, node.args, kinds, frozenset({"number"}))
    return "number"


def _compare_kind(node: ast.Compare, kinds: Mapping[str, str]) -> str:
    if is_null_test(node):
        _name_kind(node.left, kinds)  # type: ignore[arg-type]  # syntax.parse lets only names stand there
        return "bool"
    sides = [item for side in (node.left, *node.comparators) for item in getattr(side, "elts", [side])]
    found = {kind(side, kinds) for side in sides}
    if len(found) > 1 and found != _NUMBERS:
        raise ExpressionError(_mixed(node, found))
    if found == {"bool"} and any(isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in node.ops):
        raise ExpressionError(f"真假不分大小：“{ast.unparse(node)}”")
    return "bool"


def _want(node: ast.AST, parts: Sequence[ast.AST], kinds: Mapping[str, str], wanted: frozenset[str]) -> None:
    found = {kind(part, kinds) for part in parts}
    if not found <= wanted:
        wanted_title = "数" if "number" in wanted else "真假（请写成比较，如“> 0”）"
        raise ExpressionError(f"“{ast.unparse(node)}”里要的是{wanted_title}")


def _mixed(node: ast.AST, found: set[str]) -> str:
    return f"“{ast.unparse(node)}”把不同类型的值放在一起：{'、'.join(sorted(_TITLES[one] for one in found))}"


_KINDS: Mapping[type[ast.AST], Callable[[Any, Mapping[str, str]], str]] = {
    ast.Expression: lambda node, kinds: kind(node.body, kinds),
    ast.Constant: _constant_kind,
    ast.Name: _name_kind,
    ast.BoolOp: _bool_kind,
    ast.UnaryOp: _unary_kind,
    ast.BinOp: _binary_kind,
    ast.IfExp: _choice_kind,
    ast.Call: _call_kind,
    ast.Compare: _compare_kind,
}
