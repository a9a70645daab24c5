"""Expressions as an office would write them: names become titles with their values, operators become words."""

import ast
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from msgspec import Struct

from audit.expression import Scalar, holds
from audit.findings.wording import written

_SIGNS: Mapping[type[ast.AST], str] = {
    ast.Lt: " < ",
    ast.LtE: " ≤ ",
    ast.Gt: " > ",
    ast.GtE: " ≥ ",
    ast.Eq: " = ",
    ast.NotEq: " ≠ ",
    ast.In: "属于",
    ast.NotIn: "不属于",
    ast.Add: " + ",
    ast.Sub: " − ",
    ast.Mult: " × ",
    ast.And: "，且",
    ast.Or: "，或",
}
_UNITS: Mapping[str, str] = {"天数": "天", "日数": "天", "工作日": "天", "次数": "次", "人数": "人", "户数": "户"}


class Words(Struct, frozen=True):
    """What names are called and what they stand for in one row: columns, derived values and parameters.

    ``units`` holds the unit of a number where it has one; ``choices`` the titles of a parameter's codes.
    """

    titles: Mapping[str, str]
    units: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]
    row: Mapping[str, Scalar]
    year: int

    def title(self, name: str) -> str:
        """The name's title without explanations in brackets; empty where it has none."""
        return self.titles.get(name, "").split("（")[0]

    def value(self, name: str) -> str:
        """The value as a reader would write it, with its unit."""
        item = self.row.get(name)
        if isinstance(item, str) and item in self.choices.get(name, {}):
            return self.choices[name][item]
        text = written(name, item, year=self.year)
        is_number = isinstance(item, int | float) and not isinstance(item, bool)
        return text + self.units.get(name, "") if is_number else text


def unit_of(name: str, title: str, column_type: str = "") -> str:
    """Say what a number counts: 天 for days, 元 for amounts, else what the end of its title says."""
    if column_type == "days":
        return "天"
    if name.endswith("_cents"):
        return "元"
    plain = title.split("（")[0]
    return next((unit for end, unit in _UNITS.items() if plain.endswith(end)), "")


def arithmetic(node: ast.AST, words: Words) -> str:
    """Write an expression with the titles and values of one row in place of names."""
    return _WRITERS[type(node)](node, words)


def _name(node: ast.Name, words: Words) -> str:
    title, item, text = words.title(node.id), words.row.get(node.id), words.value(node.id)
    if not title:
        return text
    if isinstance(item, bool):
        return f"“{title}”为{text}"
    return f"{title}“{text}”" if isinstance(item, str) else f"{title}{text}"


def _constant(node: ast.Constant, words: Words) -> str:
    text = written("", node.value, year=words.year)  # type: ignore[arg-type]  # syntax.parse lets only scalars stand
    return f"“{text}”" if isinstance(node.value, str) else text


def _bool(node: ast.BoolOp, words: Words) -> str:
    return _SIGNS[type(node.op)].join(_inside(part, words, ast.BoolOp | ast.IfExp) for part in node.values)


def _unary(node: ast.UnaryOp, words: Words) -> str:
    inner = arithmetic(node.operand, words)
    return f"并非（{inner}）" if isinstance(node.op, ast.Not) else f"−{inner}"


def _binary(node: ast.BinOp, words: Words) -> str:
    if isinstance(node.right, ast.Constant) and node.right.value == 0 and not isinstance(node.op, ast.Mult):
        return arithmetic(node.left, words)
    loose = ast.IfExp | ast.BinOp if isinstance(node.op, ast.Mult) else ast.IfExp
    right = loose | ast.BinOp if isinstance(node.op, ast.Sub) else loose
    return _inside(node.left, words, loose) + _SIGNS[type(node.op)] + _inside(node.right, words, right)


def _inside(node: ast.AST, words: Words, loose: Any) -> str:
    """Write a part; in brackets where it would otherwise be read with its neighbours."""
    text = arithmetic(node, words)
    return f"（{text}）" if isinstance(node, loose) else text


def _choice(node: ast.IfExp, words: Words) -> str:
    """Write the branch that was taken, and why."""
    true = holds(node.test, words.row)
    why = arithmetic(node.test, words)
    return f"{arithmetic(node.body if true else node.orelse, words)}（{'因' if true else '因不符合'}：{why}）"


def _compare(node: ast.Compare, words: Words) -> str:
    if isinstance(node.ops[0], ast.Is | ast.IsNot):
        name = node.left.id  # type: ignore[attr-defined]  # only names are tested for null
        return f"{'没有' if isinstance(node.ops[0], ast.Is) else '有'}{words.title(name) or name}"
    return "，且".join(
        f"{arithmetic(left, words)}{_SIGNS[type(op)]}{arithmetic(right, words)}"
        for op, (left, right) in zip(node.ops, pairwise((node.left, *node.comparators)), strict=True)
    )


def _items(node: ast.Tuple | ast.List, words: Words) -> str:
    return "、".join(arithmetic(item, words) for item in node.elts)


def _call(node: ast.Call, words: Words) -> str:
    name = node.func.id  # type: ignore[attr-defined]  # only named functions are parsed
    if name in ("min", "max"):
        parts = "，".join(arithmetic(part, words) for part in node.args)
        return f"{'较小者' if name == 'min' else '较大者'}（{parts}）"
    total, part, whole = (_inside(item, words, ast.BinOp | ast.IfExp) for item in node.args)
    return f"{total} × {part} ÷ {whole}（{'向下' if name == 'floor_share' else '向上'}取到半天）"


_WRITERS: Mapping[type[ast.AST], Callable[[Any, Words], str]] = {
    ast.Expression: lambda node, words: arithmetic(node.body, words),
    ast.Name: _name,
    ast.Constant: _constant,
    ast.BoolOp: _bool,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.IfExp: _choice,
    ast.Compare: _compare,
    ast.Tuple: _items,
    ast.List: _items,
    ast.Call: _call,
}
