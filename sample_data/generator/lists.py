"""The row lists: each office keeps them with headings of its own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter.utility import xl_range

from .model import BadCell
from .workbook import Book, Page, book


@dataclass(frozen=True, slots=True)
class Bad:
    """A value that is wrong on purpose: the error it must give and why it changes no finding."""

    value: object
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One sheet of a row list: its name, its title rows, its headings, its rows, and a line below."""

    name: str
    titles: tuple[str, ...]
    heads: tuple[str, ...]
    rows: Sequence[Sequence[object]]
    foot: str = ""
    widths: tuple[int, ...] = ()


def write_lists(path: Path, listings: Iterable[Listing]) -> list[BadCell]:
    """Write sheets of row lists into one workbook; give the cells that are wrong on purpose."""
    with book(path) as out:
        return [bad for listing in listings for bad in _write(out, listing, path.name)]


def _write(out: Book, listing: Listing, file: str) -> list[BadCell]:
    page = out.page(listing.name)
    last = len(listing.heads) - 1
    for row, title in enumerate(listing.titles):
        page.merge(row, 0, last, title, page.pens.title if row == 0 else page.pens.plain)
    page.sheet.set_row(0, 30)
    top = len(listing.titles)
    for column, head in enumerate(listing.heads):
        page.sheet.write_string(top, column, head, page.pens.head)
        page.sheet.set_column(column, column, listing.widths[column] if listing.widths else 16)
    put = _putter(page, file, listing)
    found = [
        bad for n, row in enumerate(listing.rows) for m, value in enumerate(row) if (bad := put(top + 1 + n, m, value))
    ]
    if listing.foot:
        page.sheet.write_string(top + 2 + len(listing.rows), 0, listing.foot, page.pens.plain)
    page.sheet.freeze_panes(top + 1, 0)
    return found


def _putter(page: Page, file: str, listing: Listing) -> Callable[[int, int, object], BadCell | None]:
    def put(row: int, column: int, value: object) -> BadCell | None:
        if not isinstance(value, Bad):
            page.put(row, column, value)
            return None
        cell = page.put(row, column, value.value)
        # Who and which village are only settled when all files are in; such errors show the whole row.
        whole = value.code in ("unknown-person", "unknown-village")
        place = xl_range(row, 0, row, len(listing.heads) - 1) if whole else cell
        return BadCell(file, listing.name, place, value.code, value.why)

    return put
