"""Adds entries to the text of a profile file without touching what a person wrote there."""

import re
from collections.abc import Sequence

_INDENT = re.compile(r" *")


def with_entries(text: str, keys: Sequence[str], entries: Sequence[str]) -> str:
    """Give the text with lines added under a path of keys (``("sign_in_grid", "code")``); keys are made where missing.

    New lines stand first in their block, so what follows keeps its comments. ValueError where the place is written on
    one line (``{…}``, ``[…]``) and cannot take lines.
    """
    lines = text.splitlines()
    at, indent = 0, 0
    for depth, key in enumerate(keys):
        found = _line_of(lines, key, at, indent)
        if found is None:
            made = [f"{' ' * (indent + 2 * n)}{name}:" for n, name in enumerate(keys[depth:])]
            place = at if depth else len(lines)
            inner = " " * (indent + 2 * len(made))
            return _joined([*lines[:place], *made, *(inner + entry for entry in entries), *lines[place:]])
        _require_block(lines[found], key)
        at, indent = found + 1, _inner_indent(lines, found, indent)
    return _joined([*lines[:at], *(" " * indent + entry for entry in entries), *lines[at:]])


def entries_under(text: str, keys: Sequence[str]) -> list[str]:
    """Give the lines, comments too, that stand under a path of keys; none where it is not there."""
    lines = text.splitlines()
    at, indent = 0, 0
    for key in keys:
        found = _line_of(lines, key, at, indent)
        if found is None:
            return []
        at, indent = found + 1, _inner_indent(lines, found, indent)
    ends = (n for n, line in enumerate(lines) if n >= at and not _is_note(line) and _depth(line) < indent)
    return lines[at : next(ends, len(lines))]


def _is_note(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n"


def _line_of(lines: Sequence[str], key: str, start: int, indent: int) -> int | None:
    """The line of a key at this indentation, looked for until the block ends."""
    wanted = re.compile(rf" {{{indent}}}(?:{re.escape(key)}|\"{re.escape(key)}\"|'{re.escape(key)}')\s*:(?:\s|$)")
    for number in range(start, len(lines)):
        line = lines[number]
        if not _is_note(line) and _depth(line) < indent:
            return None
        if wanted.match(line):
            return number
    return None


def _require_block(line: str, key: str) -> None:
    rest = line.partition(":")[2].strip()
    if rest and not rest.startswith("#"):
        raise ValueError(f"“{key}”写在一行里，请改为每项一行")


def _inner_indent(lines: Sequence[str], at: int, indent: int) -> int:
    """How far the entries below a key stand in; two more than the key where it has none yet."""
    for line in lines[at + 1 :]:
        if _is_note(line):
            continue
        depth = _depth(line)
        return depth if depth > indent or (depth == indent and line.lstrip().startswith("- ")) else indent + 2
    return indent + 2


def _depth(line: str) -> int:
    found = _INDENT.match(line)
    return found.end() if found else 0
