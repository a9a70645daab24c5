"""What was handed in for a month: a required-file matrix of villages and sources."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Receipt(StrEnum):
    """Whether a source of a village came in."""

    FULL = "full"
    PART = "part"
    NONE = "none"
    NOT_ASKED = "not_asked"

    @property
    def label(self) -> str:
        """The sign an office reads."""
        return _LABELS[self]


_LABELS: Mapping[Receipt, str] = {
    Receipt.FULL: "✓",
    Receipt.PART: "部分",
    Receipt.NONE: "缺",
    Receipt.NOT_ASKED: "不要求",
}


class Received(Struct, frozen=True):
    """One source of one village; ``lacking`` names the members in post of whom nothing came in, where some did."""

    village: str
    source: str
    receipt: Receipt
    lacking: tuple[str, ...] = ()
