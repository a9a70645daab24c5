"""Text as people and exports write it: what is cleaned away, what counts as empty, what is hidden in error lists."""

import re
import unicodedata

EMPTY_MARKERS = frozenset(
    {"", "-", "--", "---", "—", "——", "－", "/", "\\", "无", "暂无", "空", "null", "none", "nan", "n/a"}
)

_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2060-\u2064]"
)
_SPACE = re.compile(r"\s+")
_PRIVATE = re.compile(r"(?<!\d)(?:1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}|\d{17}[\dXx])(?!\d)")
_SHOWN = 60


def safe(text: str) -> str:
    """The text without control characters, lone surrogates and invisible marks; line ends are a line feed."""
    return _UNSAFE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def clean(text: str) -> str:
    """The safe text without outer white space."""
    return safe(text).strip()


def half_width(text: str) -> str:
    """The text in NFKC with outer white space removed: full-width digits and signs become ordinary ones."""
    return unicodedata.normalize("NFKC", text).strip()


def key(text: str) -> str:
    """What two spellings of one word share: NFKC, lower case, no white space."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).lower()


def is_empty(text: str) -> bool:
    """Whether the cell says nothing: blank, dashes, a slash, 无, NULL."""
    return key(text) in EMPTY_MARKERS


def shown(text: str) -> str:
    """The raw value as an error list may show it: one line, shortened, phone and identity numbers masked."""
    line = _SPACE.sub(" ", _PRIVATE.sub(lambda found: "*" * 7 + found.group()[-4:], text)).strip()
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
