"""The language of rules: a whitelisted part of Python, parsed once and shared by every evaluator.

Allowed: names, numbers that are multiples of 0.5, texts, True, False; ``< <= > >= == !=`` (chains too), ``and``,
``or``, ``not``; ``+ - *``; ``x if c else y``; ``x in ('a', 'b')``, ``not in``; ``name is None``, ``is not None``;
``min``, ``max``, ``floor_share``, ``ceil_share``. Nothing else exists, so a rule can neither divide nor reach code.
"""

from audit.expression.binding import Scalar, bind, ceil_share, floor_share, holds, inline, value
from audit.expression.kinds import column_kind, kind
from audit.expression.syntax import ExpressionError, is_null_test, names, null_tests, parse, reads

__all__ = [
    "ExpressionError",
    "Scalar",
    "bind",
    "ceil_share",
    "column_kind",
    "floor_share",
    "holds",
    "inline",
    "is_null_test",
    "kind",
    "names",
    "null_tests",
    "parse",
    "reads",
    "value",
]
