"""The tamper-evident log: every change one row, chained by SHA-256; an anchor outside proves that nothing was cut."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from audit.store.tables.models import LogEntry

START = "0" * 64
"""What the first entry holds for the hash of the entry before."""


class By(Struct, frozen=True):
    """Who does something, and when."""

    actor: str
    at: datetime


class Entry(Struct, frozen=True):
    """One change as it stands in the log."""

    number: int
    at: str
    actor: str
    action: str
    subject: str
    detail: str
    previous: str
    hash: str


class Anchor(Struct, frozen=True):
    """The log's last entry at some time, as printed in documents: ``12-3fa9…`` with 32 digits of its hash."""

    number: int
    digits: str

    def __str__(self) -> str:
        """Give it as printed."""
        return f"{self.number}-{self.digits}"


_FIELDS = ("number", "at", "actor", "action", "subject", "detail", "previous", "hash")
_ANCHOR_DIGITS = 32


def add(by: By, action: str, subject: str, detail: Mapping[str, Any] | None = None) -> Anchor:
    """Add one entry; inside ``writing()``, so that it stands or falls with the change. Gives the anchor after it."""
    last = LogEntry.objects.order_by("-number").first()
    number, previous = (last.number + 1, last.hash) if last else (1, START)
    told = json.dumps(dict(detail or {}), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    texts = (by.at.isoformat(), by.actor, action, subject, told)
    digest = _hash(number, *texts, previous)
    LogEntry.objects.create(**dict(zip(_FIELDS, (number, *texts, previous, digest), strict=True)))
    return Anchor(number, digest[:_ANCHOR_DIGITS])


def anchor() -> Anchor:
    """Give the anchor of the log as it stands; 0 and zeros where it is empty."""
    last = LogEntry.objects.order_by("-number").first()
    return Anchor(last.number, last.hash[:_ANCHOR_DIGITS]) if last else Anchor(0, START[:_ANCHOR_DIGITS])


def begun() -> str:
    """Give the day of the oldest entry, "" where the log is empty; entries are never removed, whatever their age."""
    first = LogEntry.objects.order_by("number").first()
    return first.at[:10] if first else ""


def read_anchor(text: str) -> Anchor:
    """Read an anchor as printed; ValueError where it is none."""
    number, _, digits = text.strip().partition("-")
    if not number.isdigit() or len(digits) < 16 or set(digits) - set("0123456789abcdef"):
        raise ValueError(text)
    return Anchor(int(number), digits)


def entries(*, subject: str = "", limit: int | None = None) -> list[Entry]:
    """List entries, oldest first; of one subject only where one is named, the newest ``limit`` of them."""
    rows = LogEntry.objects.order_by("-number")
    chosen = rows.filter(subject=subject) if subject else rows
    return [_entry(row) for row in chosen[:limit]][::-1]


def check(anchors: Mapping[str, Anchor] | None = None) -> list[str]:
    """Walk the whole chain and say in Chinese what is wrong with it; nothing where it is sound.

    ``anchors`` (by where they are printed) must be met: without one, a cut tail cannot be seen.
    """
    wanted = {anchor.number: (where, anchor) for where, anchor in (anchors or {}).items()}
    faults, expected, previous = [], 1, START
    met: dict[int, str] = {0: START}
    for entry in _all():
        faults += _faults(entry, expected, previous)
        expected, previous = entry.number + 1, entry.hash
        met[entry.number] = entry.hash
    for number, (where, anchor) in sorted(wanted.items()):
        digest = met.get(number)
        if digest is None:
            faults.append(f"{where}印有日志第{number}条，现在日志只到第{expected - 1}条，尾部被删去")
        elif not digest.startswith(anchor.digits):
            faults.append(f"{where}印的日志第{number}条与现在的不同，日志被改写过")
    return faults


def _faults(entry: Entry, expected: int, previous: str) -> list[str]:
    found = []
    if entry.number != expected:
        found.append(f"日志第{expected}条至第{entry.number - 1}条不见了")
    if entry.previous != previous:
        found.append(f"日志第{entry.number}条与前一条接不上，前面有删改或调换")
    own = _hash(entry.number, entry.at, entry.actor, entry.action, entry.subject, entry.detail, entry.previous)
    if own != entry.hash:
        found.append(f"日志第{entry.number}条（{entry.at[:10]} {entry.action}）的内容被改动过")
    return found


def _hash(number: int, *texts: str) -> str:
    return hashlib.sha256("\x1f".join((str(number), *texts)).encode()).hexdigest()


def _all() -> Iterator[Entry]:
    for row in LogEntry.objects.order_by("number").values_list(*_FIELDS).iterator(chunk_size=5000):
        yield Entry(*row)


def _entry(row: LogEntry) -> Entry:
    return Entry(*(getattr(row, name) for name in _FIELDS))
