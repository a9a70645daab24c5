"""A quick look at a worksheet's XML while it is inflated: how many cells, how far out, which hold errors.

It counts byte patterns, as machines write them. What it cannot be sure of it calls ``odd``, and ``sheet_scan`` looks
again, slowly and exactly.
"""

import re

from msgspec import Struct, field

_FAR = re.compile(rb' r="(?:[A-Z]{2}|[A-Z]\d{6})')
_WIDE = re.compile(rb' r="([A-Z]{2,})\d')
_LOW = re.compile(rb' r="[A-Z]+(\d{6,})"')
_LAST_ROW = re.compile(rb'<row [^>]*?\br="(\d{1,9})"')
_ERROR = re.compile(rb'<c ([^>]*\bt="e"[^>]*)>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>')
_NO_RESULT = re.compile(rb"<c ([^>]*)>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)(?:<v/>|<v></v>)?</c>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
# What is odd, behind one byte of it that is rare: a single byte is found ten times faster than a word.
_ODD = ((b"!", b"<!"), (b"'", b" r='"), (b":", b":c "))
_LONGEST_CELL = 1 << 20
_MOST_FAULTS = 2000
_ALPHABET = 64

Fault = tuple[str, int, int, str]


class Screened(Struct):
    """What was seen of one worksheet: ``faults`` are code, 0-based row, 0-based column, text."""

    filled: int = 0
    width: int = 26
    height: int = 0
    odd: bool = False
    faults: list[Fault] = field(default_factory=list)
    tail: bytes = b""

    def feed(self, chunk: bytes, empty_texts: tuple[bytes, ...]) -> None:
        """Look at the next piece; ``empty_texts`` are the numbers of the shared strings that say nothing."""
        data = self.tail + chunk
        cut = max(data.rfind(b"<c "), 0)
        self.tail = data[cut:]
        self.odd |= len(self.tail) > _LONGEST_CELL
        self._look(data[:cut], empty_texts)

    def finish(self, empty_texts: tuple[bytes, ...]) -> None:
        """Look at what was kept back."""
        self._look(self.tail, empty_texts)
        self.tail = b""

    def _look(self, part: bytes, empty_texts: tuple[bytes, ...]) -> None:
        self.odd |= any(byte in part and word in part for byte, word in _ODD)
        self.filled += part.count(b"</v>") + part.count(b"</is>")
        for number in empty_texts:
            self.filled -= part.count(b't="s"><v>' + number + b"</v>")
        self._measure(part)
        if b"#" in part and b't="e"' in part:
            self._errors(part)
        if b"<f" in part:
            self.filled -= part.count(b"<v></v>")
            self._formulas(part)

    def _measure(self, part: bytes) -> None:
        last = part.rfind(b"<row ")
        rows = _LAST_ROW.findall(part[last : last + 300] if last >= 0 else b"")
        if _FAR.search(part):
            self.width = max(self.width, *(column_of(name) + 1 for name in set(_WIDE.findall(part))), 0)
            rows += _LOW.findall(part)
        if rows:
            self.height = max(self.height, *map(int, rows))

    def _errors(self, part: bytes) -> None:
        found = _ERROR.findall(part)
        self.odd |= len(found) != part.count(b't="e"')
        for attributes, text in found:
            self._fault("error-cell", attributes, text.decode("utf-8", "ignore"))

    def _formulas(self, part: bytes) -> None:
        for attributes in _NO_RESULT.findall(part):
            if b't="str"' not in attributes:
                self._fault("no-result", attributes, "")

    def _fault(self, code: str, attributes: bytes, text: str) -> None:
        place = _PLACE.search(attributes)
        if place is None or len(self.faults) >= _MOST_FAULTS:
            self.odd |= place is None
            return
        self.faults.append((code, int(place[2]) - 1, column_of(place[1]), text))


def column_of(letters: bytes) -> int:
    """The 0-based column of its letters: A → 0, AA → 26."""
    column = 0
    for letter in letters[:8]:
        column = column * 26 + (letter - _ALPHABET)
    return column - 1
