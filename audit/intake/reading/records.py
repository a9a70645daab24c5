"""JSON, as the open interfaces of DingTalk answer it: each list of objects is a sheet, its keys are the header.

Lists are looked for through objects (``result.data_list``); a list at the top is called JSON. Inside a record, objects
are flattened with dots (``extension.tag``); a list of objects with ``key`` and ``value`` gives a column for each key
(``contents.今日工作``); other lists are one text, its items on lines of their own. Numbers stay as they are written.
"""

import json
from collections.abc import Iterator
from typing import Any

from .decode import text_in
from .tables import Limits, Message, RefusedError, clean, sheet_message

TOP = "JSON"
_DEEPEST = 20


def read(data: bytes, limits: Limits) -> list[Message]:
    """Read the lists of a JSON text. Raises RefusedError and ValueError."""
    whole = json.loads(text_in(data), parse_float=str, parse_int=str, parse_constant=str)
    found = list(_lists(whole, ""))
    if len(found) > limits["sheets"]:
        raise RefusedError(code="too-many-sheets", detail=str(len(found)))
    if not found:
        raise RefusedError(code="nothing", detail="JSON")
    return [_sheet(name, records, limits) for name, records in found]


def _lists(value: Any, path: str, depth: int = 0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every list of objects not inside another list, with its path."""
    if isinstance(value, list):
        records = [item for item in value if isinstance(item, dict)]
        if records:
            yield path or TOP, records
    elif isinstance(value, dict) and depth < _DEEPEST:
        for key, inner in value.items():
            yield from _lists(inner, f"{path}.{key}" if path else key, depth + 1)


def _sheet(name: str, records: list[dict[str, Any]], limits: Limits) -> Message:
    rows = [dict(_fields(record, "")) for record in records]
    keys = list(dict.fromkeys(key for row in rows for key in row))
    if len(keys) > limits["columns"]:
        raise RefusedError(code="too-large-sheet", detail=clean(name))
    cells = [[row.get(key, "") for key in keys] for row in rows]
    return sheet_message(name, [[clean(key) for key in keys], *cells], limits)


def _fields(value: Any, path: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """The columns of one record."""
    if isinstance(value, dict) and depth < _DEEPEST:
        for key, inner in value.items():
            yield from _fields(inner, f"{path}.{key}" if path else key, depth + 1)
    elif isinstance(value, list) and value and all(_is_answer(item) for item in value):
        for item in value:
            yield f"{path}.{_text(item['key'])}", _text(item.get("value"))
    elif isinstance(value, list):
        yield path, "\n".join(_text(item) for item in value)
    else:
        yield path, _text(value)


def _is_answer(item: Any) -> bool:
    return isinstance(item, dict) and "key" in item and "value" in item


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return clean(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
