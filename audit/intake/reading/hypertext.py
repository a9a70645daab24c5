"""Web pages that were given a workbook's name: their tables, with merged cells, and their text."""

import re
from email import message_from_bytes
from email.message import Message as Part
from html.parser import HTMLParser

from .blocks import Table, sheets_of
from .decode import text_in
from .tables import Limits, Message, RefusedError, clean

_SILENT = frozenset({"script", "style", "title", "noscript", "template"})
_BREAKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "caption", "center", "body", "html", "form"})
_CELLS = frozenset({"td", "th"})
_EXCEL_NAME = re.compile(r"<x:Name>\s*([^<]{1,100}?)\s*</x:Name>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\f]+")
_NUMBER = re.compile(r"\s*(\d{1,6})")
_DEEPEST = 50
_WIDEST, _TALLEST = 1000, 65534


class _Cell:
    """One cell being read."""

    def __init__(self, across: int, down: int) -> None:
        self.across, self.down = across, down
        self.words: list[str] = []


class _Page(HTMLParser):
    """Collects paragraphs and tables in the order they stand in; a table within a cell is a table of its own."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str | Table] = []
        self.names: list[str] = []
        self._limits = limits
        self._tables: list[Table] = []
        self._rows: list[int] = []
        self._cells: list[_Cell | None] = []
        self._words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A table, row or cell begins; one that was not closed ends here."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._begin_table()
        elif tag == "tr" and self._tables:
            self._end_cell()
            self._rows[-1] += 1
        elif tag in _CELLS and self._tables:
            self._begin_cell(dict(attrs))
        elif tag == "br":
            self._say("\n")
        elif tag in _BREAKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """What ends is put in its place."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._tables:
            self._end_cell()
            for open_ones in (self._tables, self._rows, self._cells):
                open_ones.pop()
        elif tag in _CELLS and self._tables:
            self._end_cell()
        elif tag in _BREAKS:
            self._break()

    def handle_data(self, data: str) -> None:
        """Text counts once its white space is folded, as a browser does."""
        if not self._silent:
            self._say(_SPACES.sub(" ", data))

    def handle_comment(self, data: str) -> None:
        """Excel hides the names of the sheets in a comment."""
        self.names += _EXCEL_NAME.findall(data)

    def finish(self) -> None:
        """End what the page left open."""
        self.close()
        while self._tables:
            self.handle_endtag("table")
        self._break()

    def _begin_table(self) -> None:
        if len(self._tables) >= _DEEPEST:
            raise RefusedError(code="damaged", detail="嵌套过深")
        if not self._tables:
            self._break()
        table = Table(self._limits)
        self.blocks.append(table)
        self._tables.append(table)
        self._rows.append(-1)
        self._cells.append(None)

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        self._end_cell()
        self._rows[-1] = max(self._rows[-1], 0)
        self._cells[-1] = _Cell(_span(attributes, "colspan", _WIDEST), _span(attributes, "rowspan", _TALLEST))

    def _end_cell(self) -> None:
        cell = self._cells[-1]
        if cell is not None:
            self._tables[-1].add(self._rows[-1], _trimmed("".join(cell.words)), cell.across, cell.down)
            self._cells[-1] = None

    def _say(self, text: str) -> None:
        cell = next((cell for cell in reversed(self._cells) if cell is not None), None)
        (cell.words if cell else self._words).append(text)

    def _break(self) -> None:
        if any(cell is not None for cell in self._cells):
            self._say("\n")
            return
        text = _trimmed("".join(self._words))
        self._words.clear()
        self.blocks += text.split("\n") if text else []


def read(data: bytes, limits: Limits) -> list[Message]:
    """Read a web page. Raises RefusedError."""
    return sheets_of(_blocks(text_in(data), limits), limits)


def read_mht(data: bytes, limits: Limits) -> list[Message]:
    """Read a page saved with everything it shows (MHT), one or several HTML parts. Raises RefusedError, ValueError."""
    pages: list[str] = []
    names: list[str] = []
    for part in message_from_bytes(data.lstrip()).walk():
        if part.get_content_type() == "text/html":
            text = _page_text(part)
            names += _EXCEL_NAME.findall(text)
            pages.append(text)
    blocks = [block for page in pages for block in _blocks(page, limits, named=False)]
    tables = [block for block in blocks if isinstance(block, Table) and block.cells]
    if len(names) == len(tables):
        for table, name in zip(tables, names, strict=True):
            table.name = clean(name)
    return sheets_of(blocks, limits)


def _page_text(part: Part) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        raise RefusedError(code="damaged")
    return text_in(payload)


def _blocks(text: str, limits: Limits, *, named: bool = True) -> list[str | Table]:
    page = _Page(limits)
    page.feed(text)
    page.finish()
    tables = [block for block in page.blocks if isinstance(block, Table) and block.cells]
    if named and len(page.names) == len(tables):
        for table, name in zip(tables, page.names, strict=True):
            table.name = clean(name)
    return page.blocks


def _span(attributes: dict[str, str | None], name: str, most: int) -> int:
    """How far a cell reaches; the most is what the HTML standard allows."""
    found = _NUMBER.match(attributes.get(name) or "")
    return min(max(1, int(found[1])), most) if found else 1


def _trimmed(text: str) -> str:
    lines = [line.strip(" \t\u00a0") for line in text.split("\n")]
    return "\n".join(line for line in lines if line)
