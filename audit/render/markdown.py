"""Markdown for the generated pages of docs/."""

from collections.abc import Iterable, Iterator


def cell(text: str) -> str:
    """Make a text fit for a cell of a Markdown table; it is text, never markup."""
    signs = "".join(f"\\{sign}" if sign in "|*_`<[]" else sign for sign in text if sign != "\r")
    return signs.replace("\n", "⏎")


def lines_cell(lines: Iterable[str]) -> str:
    """Make several lines of text fit for one cell."""
    return "<br>".join(cell(line) for line in lines)


def table(headers: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Write a table line by line; the cells are Markdown already."""
    headers = tuple(headers)
    yield f"| {' | '.join(headers)} |"
    yield f"|{'---|' * len(headers)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
