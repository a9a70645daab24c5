"""What the readers hand over: one JSON message per sheet, kept to the limits; what is refused; the text of a cell."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

SEPARATOR = "\x7f"
ERROR_VALUE = "错误值"
"""What stands before ``#N/A`` and its like in the text of a cell."""

Limits: TypeAlias = Mapping[str, int]
Message: TypeAlias = dict[str, Any]
Merge: TypeAlias = tuple[int, int, int, int]

_EXACT = 1e15
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_MIDNIGHT = time(0)
_NAME = 100


class RefusedError(Exception):
    """A file or sheet that will not be read: a code the parent puts into words, and what it needs for them."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def text_of(value: object) -> str:
    """The text of a cell that is not text: ISO dates, ``08:30:00`` times, integral numbers without a decimal point."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    return value.isoformat() if isinstance(value, date) else str(value)


def day_or_moment(moment: datetime) -> date | datetime:
    """A moment at midnight as the date it is."""
    return moment.date() if moment.time() == _MIDNIGHT else moment


def clean(text: str) -> str:
    """The text without control characters and lone surrogates; line ends stay."""
    return _UNSAFE.sub("", text)


def letters(column: int) -> str:
    """The letters of a 0-based column: 0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def sheet_message(
    name: str, rows: Sequence[Sequence[object]], limits: Limits, merges: Sequence[Merge] = (), **more: object
) -> Message:
    """The message about one sheet from its rows (of any length): see ``reader.py``. Raises RefusedError.

    ``more`` are ``hidden``, ``note`` and ``faults`` (lists of code, 0-based row, 0-based column, text).
    """
    width = max(map(len, rows), default=0)
    check_size(name, len(rows), width, limits)
    if len(merges) > limits["merges"]:
        raise RefusedError(code="too-large-sheet", detail=name[:_NAME])
    full = [row if len(row) == width else (*row, *[""] * (width - len(row))) for row in rows]
    columns = [joined(cells, limits) for cells in zip(*full, strict=True)]
    if sum(map(len, columns)) > limits["text"]:
        raise RefusedError(code="too-big", detail="文字过多")
    head = {"name": clean(name)[:_NAME], "hidden": False, "height": max(len(rows), 1), "merges": list(merges)}
    return {**head, **more, "columns": columns}


def check_size(name: str, height: int, width: int, limits: Limits) -> None:
    """Refuse a sheet with too many rows, columns or cells. Raises RefusedError."""
    if height > limits["rows"] or width > limits["columns"] or height * width > limits["box"]:
        raise RefusedError(code="too-large-sheet", detail=clean(name)[:_NAME])


def _texts(cells: Sequence[Any]) -> Sequence[str]:
    """The cells of a column as text, white space alone as nothing."""
    if set(map(type, cells)) == {str}:
        return ["" if cell.isspace() else cell for cell in cells] if any(map(str.isspace, cells)) else cells
    return [("" if cell.isspace() else cell) if type(cell) is str else text_of(cell) for cell in cells]


def joined(cells: Sequence[object], limits: Limits) -> str:
    """One column's cells as one string. Raises RefusedError where a text is longer than a cell can be."""
    texts = _texts(cells)
    whole = SEPARATOR.join(texts)
    if whole.count(SEPARATOR) != len(texts) - 1:
        texts = [text.replace(SEPARATOR, "") for text in texts]
        whole = SEPARATOR.join(texts)
    if (
        len(whole) > limits["string"]
        and (longest := max(texts, key=len, default=""))
        and (len(longest) > limits["string"])
    ):
        raise RefusedError(code="too-long-text", detail=f"第{texts.index(longest) + 1}行")
    return whole
