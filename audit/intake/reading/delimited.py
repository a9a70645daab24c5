"""Text files: comma or tab separated tables under any extension, and plain text (a diary) as one column of lines."""

import csv
import re
from collections import Counter

from .decode import text_in
from .tables import Limits, Message, RefusedError, sheet_message

_SEPARATORS = "\t,;|"
_HINT = re.compile(r"sep=(.)\n", re.IGNORECASE)
_PROTECTED = re.compile(r'="(.*)"\Z', re.DOTALL)
_SAMPLE = 200
_MOSTLY = 0.6
NAME = "文本"
"""What the only sheet of a text file is called: its name in the folder says nothing of the contents."""


def read(data: bytes, limits: Limits) -> list[Message]:
    """Read a text file as one sheet. Raises RefusedError and csv.Error."""
    text = text_in(data)
    if not text.strip():
        raise RefusedError(code="nothing", detail="文本")
    hint = _HINT.match(text)
    separator = hint[1] if hint else _separator(text)
    if not separator:
        return [sheet_message(NAME, [[line] for line in text.split("\n")], limits)]
    csv.field_size_limit(limits["string"] * 4)
    lines = text[hint.end() if hint else 0 :].split("\n")
    rows = []
    for row in csv.reader((f"{line}\n" for line in lines), delimiter=separator):
        rows.append([_cell(text) for text in row])
        if len(rows) > limits["rows"]:
            break
    while rows and not any(rows[-1]):
        rows.pop()
    return [sheet_message(NAME, rows, limits)]


def _separator(text: str) -> str:
    """The sign that parts most lines into the same number of cells, or "" for plain text."""
    lines = [line for line in text.split("\n", _SAMPLE)[:_SAMPLE] if line.strip()]
    best, most = "", 0
    for sign in _SEPARATORS:
        counts = Counter(count for line in lines if (count := line.count(sign)))
        parted = sum(counts.values())
        common = max(counts.values(), default=0)
        table = sign == "\t" or (parted >= _MOSTLY * len(lines) and common * 2 >= parted)
        if table and common > most:
            best, most = sign, common
    return best


def _cell(text: str) -> str:
    """A cell without the signs programs put around numbers to keep their zeros: ``="0012"``, a tab."""
    bare = text.strip("\t")
    found = _PROTECTED.match(bare)
    return found[1] if found else bare
