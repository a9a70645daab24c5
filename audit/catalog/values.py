"""Whether a number or word given to a parameter, a column or a convention is of the right kind."""

import re
from collections.abc import Collection

from audit.catalog.problems import nearest
from audit.model.rule import Value

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_TITLES = {"bool": "true 或 false", "number": "数字", "text": "文字", "date": "日期（2023-11-01）"}


def kind(value: Value) -> str:
    """Say what a plain value is: ``bool``, ``number`` or ``text``; ``null`` for nothing."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    return "text" if isinstance(value, str) else "number"


def misfit(value: Value, like: Value, choices: Collection[str] = ()) -> str:
    """Say in Chinese why a value cannot stand where ``like`` is the default; empty when it can."""
    if choices and value not in choices:
        return f"“{value}”不在可选值中：{'、'.join(choices)}{nearest(str(value), choices)}"
    if kind(value) != kind(like):
        return f"应为{_TITLES.get(kind(like), '空')}，现为“{value}”"
    return half_misfit(value)


def half_misfit(value: Value) -> str:
    """Refuse numbers that are no multiple of 0.5, infinity among them: no evaluator works with them."""
    if isinstance(value, float) and value % 0.5 != 0:
        return f"{value}不是0.5的整数倍"
    return ""


def column_misfit(value: Value, column_type: str) -> str:
    """Say why a value cannot stand in a fact column of this type; empty when it can. Null always can."""
    wanted = {"int": "number", "days": "number", "date": "text"}.get(column_type, column_type)
    if value is None:
        return ""
    if kind(value) != wanted:
        return f"应为{_TITLES['date' if column_type == 'date' else wanted]}，现为“{value}”"
    if column_type == "date" and not ISO_DAY.match(str(value)):
        return f"应为{_TITLES['date']}，现为“{value}”"
    if column_type == "int" and isinstance(value, float):
        return f"应为整数，现为“{value}”"
    return half_misfit(value)
