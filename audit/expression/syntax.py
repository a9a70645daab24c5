"""From text to a checked syntax tree, and which names it mentions."""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

MAX_CHARACTERS = 600
MAX_NODES = 400
MAX_NUMBER = 10**9
FUNCTION_ARGUMENTS: Mapping[str, range] = {
    "min": range(2, 11),
    "max": range(2, 11),
    "floor_share": range(3, 4),
    "ceil_share": range(3, 4),
}


class ExpressionError(ValueError):
    """A text that is not an expression of this language; the message says in Chinese what and where."""


@lru_cache(maxsize=4096)
def parse(text: str) -> ast.Expression:
    """Parse one expression; ExpressionError (Chinese, with the place) for anything outside the language.

    Trees are shared by all who ask for the same text: nobody changes them.
    """
    if len(text) > MAX_CHARACTERS:
        raise ExpressionError(f"表达式过长（{len(text)}个字符，最多{MAX_CHARACTERS}个），请拆成几个派生量")
    if "\\" in text or "\0" in text:
        raise ExpressionError(f"表达式“{text}”中不能有反斜杠或空字符")
    try:
        tree = ast.parse(" ".join(text.splitlines()).strip(), mode="eval")
    except SyntaxError as error:
        raise ExpressionError(f"表达式“{text}”第{error.offset or 1}个字符附近写法有误") from error
    except UnicodeError as error:
        raise ExpressionError(f"表达式{text!a}中有无法识别的字符") from error
    except (RecursionError, MemoryError) as error:
        raise ExpressionError(f"表达式“{text[:40]}…”嵌套过深") from error
    check_size(tree)
    _check(tree.body)
    return tree


def check_size(tree: ast.AST) -> None:
    """Refuse a tree that is too large to be judged in a row's time."""
    if sum(1 for _ in ast.walk(tree)) > MAX_NODES:
        raise ExpressionError(f"表达式过于复杂（超过{MAX_NODES}个部分），请拆成几个派生量")


@lru_cache(maxsize=4096)
def names(tree: ast.AST) -> frozenset[str]:
    """Name everything the expression mentions, under ``is None`` too; function names are not included.

    Of trees that nobody changes, as ``parse`` gives them.
    """
    return frozenset(_names(tree))


@lru_cache(maxsize=4096)
def reads(tree: ast.AST) -> frozenset[str]:
    """Name what must not be null for the expression to be judged: all names except those under ``is None``."""
    return frozenset(_read_names(tree))


@lru_cache(maxsize=4096)
def null_tests(tree: ast.AST) -> frozenset[str]:
    """Name what is asked for with ``is None`` or ``is not None``."""
    return frozenset(name for node in ast.walk(tree) if is_null_test(node) for name in names(node))


def is_null_test(node: ast.AST) -> bool:
    """Say whether the node is ``name is None`` or ``name is not None``."""
    return isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Is | ast.IsNot)


def _read_names(node: ast.AST) -> Iterator[str]:
    if is_null_test(node):
        return
    if isinstance(node, ast.Name):
        yield node.id
    for child in _parts(node):
        yield from _read_names(child)


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    for child in _parts(node):
        yield from _names(child)


def _parts(node: ast.AST) -> Iterable[ast.AST]:
    return node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node)


def _check(node: ast.AST) -> None:
    """Refuse everything that is not in the language, naming the piece that is not."""
    check = _CHECKS.get(type(node))
    if check is None:
        raise ExpressionError(f"表达式里不能写“{ast.unparse(node)}”")
    check(node)


def _check_constant(node: ast.Constant) -> None:
    constant = node.value
    if isinstance(constant, bool | str):
        return
    if not isinstance(constant, int | float):
        raise ExpressionError(f"表达式里不能写“{ast.unparse(node)}”（空值只能写在 is 之后）")
    check_number(constant)


def check_number(number: float) -> None:
    """Refuse numbers that the evaluators could not hold exactly: not a multiple of 0.5, or above a thousand million."""
    if not abs(number) <= MAX_NUMBER:
        raise ExpressionError(f"数值{str(number)[:20]}过大")
    if number * 2 != int(number * 2):
        raise ExpressionError(f"数值{number}不是0.5的整数倍")


def _check_name(node: ast.Name) -> None:
    if node.id.startswith("_") or node.id in FUNCTION_ARGUMENTS:
        raise ExpressionError(f"“{node.id}”不能用作名称")


def _check_children(node: ast.AST) -> None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            _check(child)


def _check_operation(node: ast.UnaryOp | ast.BinOp) -> None:
    if not isinstance(node.op, ast.Not | ast.USub | ast.Add | ast.Sub | ast.Mult):
        raise ExpressionError(f"表达式里只能加、减、乘、比较：“{ast.unparse(node)}”")
    _check_children(node)


def _check_call(node: ast.Call) -> None:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in FUNCTION_ARGUMENTS:
        raise ExpressionError(f"没有函数“{ast.unparse(node.func)}”，可用的有：{'、'.join(FUNCTION_ARGUMENTS)}")
    if node.keywords or len(node.args) not in FUNCTION_ARGUMENTS[name]:
        raise ExpressionError(f"函数“{name}”的参数个数不对：“{ast.unparse(node)}”")
    for child in node.args:
        _check(child)


def _check_compare(node: ast.Compare) -> None:
    if is_null_test(node):
        _check_null_test(node)
    elif any(isinstance(op, ast.In | ast.NotIn | ast.Is | ast.IsNot) for op in node.ops):
        _check_membership(node)
    else:
        _check_children(node)


def _check_null_test(node: ast.Compare) -> None:
    right = node.comparators[0]
    only_none = isinstance(right, ast.Constant) and right.value is None and len(node.ops) == 1
    if not (isinstance(node.left, ast.Name) and only_none):
        raise ExpressionError(f"is 只能写作“名称 is None”：“{ast.unparse(node)}”")
    _check_name(node.left)


def _check_membership(node: ast.Compare) -> None:
    items = getattr(node.comparators[0], "elts", [])
    if len(node.ops) > 1 or not items or not all(isinstance(item, ast.Constant) for item in items):
        raise ExpressionError(f"in 只能写作“名称 in ('甲', '乙')”，不能连写：“{ast.unparse(node)}”")
    for child in (node.left, *items):
        _check(child)


_CHECKS: Mapping[type[ast.AST], Callable[..., None]] = {
    ast.Constant: _check_constant,
    ast.Name: _check_name,
    ast.BoolOp: _check_children,
    ast.IfExp: _check_children,
    ast.UnaryOp: _check_operation,
    ast.BinOp: _check_operation,
    ast.Call: _check_call,
    ast.Compare: _check_compare,
}
