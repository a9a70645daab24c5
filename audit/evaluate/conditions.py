"""From a rule's syntax tree to conditions of durable-rules over whole numbers and short texts.

Negation is pushed to the leaves. A leaf becomes one property of the fact: a text compared with a constant text, or a
whole number (a value in half units, or the difference of two values) compared with a constant. Arithmetic is done
beforehand by ``exact``: durable-rules' own truncates, crashes on division and loses exponents.
"""

import ast
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

from msgspec import Struct, field

from audit.evaluate.exact import Exact, aligned, each, exact

Condition: TypeAlias = dict[str, Any]

MAX_TEXT = 700
"""Longer texts are cut: a constant in a rule is shorter, so the comparison comes out the same."""
MAX_INTEGER = 2**53

_NEGATED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
_OPERATORS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "$lt",
    ast.LtE: "$lte",
    ast.Gt: "$gt",
    ast.GtE: "$gte",
    ast.NotEq: "$neq",
}


class Properties(Struct):
    """The properties of a table's facts, made as conditions ask for them; equal ones are made once."""

    columns: Mapping[str, Exact]
    size: int
    lists: dict[str, Sequence[Any]] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)

    def add(self, key: str, items: Sequence[Any]) -> str:
        """Name the property ``key`` stands for, keeping its values when it is new."""
        if key not in self._known:
            self._known[key] = f"p{len(self._known)}"
            self.lists[self._known[key]] = [_clean(item) for item in items]
        return self._known[key]

    def values(self, node: ast.AST) -> Exact:
        """Evaluate a tree on every row."""
        return exact(node, self.columns, self.size)


def compiled(node: ast.AST, properties: Properties, *, negate: bool = False) -> list[Condition] | bool:
    """Give conditions that must all hold for the tree (or its negation) to hold; a bool when it is constant."""
    body = node.body if isinstance(node, ast.Expression) else node
    if isinstance(body, ast.Constant):
        return bool(body.value) is not negate
    condition = _condition(body, properties, negate=negate)
    conditions: list[Condition] = condition.get("$and", [condition])
    return conditions


def alternatives(condition: Condition) -> int:
    """Count in how many ways a condition can hold: each is a path through the engine's net."""
    if "$or" in condition:
        return sum(alternatives(part) for part in condition["$or"])
    ways = 1
    for part in condition.get("$and", ()):
        ways *= alternatives(part)
    return ways


def depth(condition: Condition) -> int:
    """Count how deep groups are nested in a condition."""
    parts = condition.get("$or") or condition.get("$and") or ()
    return 1 + max(map(depth, parts)) if parts else 0


def leaves(condition: Condition) -> int:
    """Count the single tests of a condition."""
    parts = condition.get("$or") or condition.get("$and") or ()
    return sum(map(leaves, parts)) if parts else 1


def _condition(node: ast.AST, properties: Properties, *, negate: bool) -> Condition:
    match node:
        case ast.UnaryOp(op=ast.Not()):
            return _condition(node.operand, properties, negate=not negate)
        case ast.BoolOp():
            both = isinstance(node.op, ast.And) is not negate
            return _group("$and" if both else "$or", [_condition(n, properties, negate=negate) for n in node.values])
        case ast.IfExp():
            return _either(node, properties, negate=negate)
        case ast.Compare() if type(node.ops[0]) in _NEGATED:
            return _chain(node, properties, negate=negate)
        case ast.Compare(ops=[ast.NotIn() | ast.IsNot()]):
            return _flag(node, properties, negate=negate)
        case _:
            return _flag(node, properties, negate=negate)


def _either(node: ast.IfExp, properties: Properties, *, negate: bool) -> Condition:
    """``x if c else y`` holds where c and x hold, or where c does not and y does."""
    ways = []
    for branch, wanted in ((node.body, True), (node.orelse, False)):
        parts = [_condition(node.test, properties, negate=not wanted)]
        if not isinstance(branch, ast.Constant):
            parts.append(_condition(branch, properties, negate=negate))
        elif bool(branch.value) is negate:
            continue
        ways.append(_group("$and", parts))
    return _group("$or", ways)


def _chain(node: ast.Compare, properties: Properties, *, negate: bool) -> Condition:
    sides = [node.left, *node.comparators]
    parts = [
        _comparison(_NEGATED[type(op)] if negate else type(op), pair, properties)
        for op, pair in zip(node.ops, pairwise(sides), strict=True)
    ]
    return _group("$or" if negate else "$and", parts)


def _comparison(operation: type[ast.cmpop], pair: tuple[ast.expr, ast.expr], properties: Properties) -> Condition:
    left, right = pair
    wanted = right.value if isinstance(right, ast.Constant) else None
    if isinstance(wanted, str) and operation in (ast.Eq, ast.NotEq):
        name = properties.add(f"text {ast.unparse(left)}", properties.values(left).items)
        return _test(operation, name, wanted)
    (first, second), _ = aligned([properties.values(left), properties.values(right)])
    if isinstance(wanted, int | float):
        name = properties.add(f"value {ast.unparse(left)} | {type(wanted).__name__}", first)
        return _test(operation, name, second[0] if second else 0)
    name = properties.add(f"difference {ast.unparse(left)} | {ast.unparse(right)}", each(_difference, first, second))
    return _test(operation, name, 0)


def _flag(node: ast.AST, properties: Properties, *, negate: bool) -> Condition:
    """Test a truth value made beforehand: a column, a test for null, a list of choices."""
    name = properties.add(f"truth {ast.unparse(node)}", properties.values(node).items)
    return _test(ast.Eq, name, 0 if negate else 1)


def _test(operation: type[ast.cmpop], name: str, constant: int | str) -> Condition:
    return {name: constant} if operation is ast.Eq else {_OPERATORS[operation]: {name: constant}}


def _group(kind: str, parts: list[Condition]) -> Condition:
    """Join conditions, taking in groups of the same kind; one alone needs no group."""
    flat: list[Condition] = []
    for part in parts:
        flat.extend(part.get(kind, [part]))
    return flat[0] if len(flat) == 1 else {kind: flat}


def _difference(left: Any, right: Any) -> int:
    if isinstance(left, str):
        return int(left > right) - int(left < right)
    difference: int = left - right
    return difference


def _clean(item: Any) -> Any:
    if isinstance(item, str):
        # A lone half of a surrogate pair cannot be sent; no rule's text has one.
        return item[:MAX_TEXT].encode("utf-8", "replace").decode()
    return None if item is None else max(-MAX_INTEGER, min(MAX_INTEGER, item))
