"""Imported files and their sheets as runs and comparisons read them: what stands, and typed rows by their hash."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import pandas as pd
from msgspec import Struct

from audit.model.source import DataError, Sheet, SheetCount
from audit.store import blobs, columns
from audit.store.connect import reading
from audit.store.plain import from_plain
from audit.store.tables.models import Replaced, SheetRead, Upload


class KeptFile(Struct, frozen=True):
    """One standing file: its number, name, hash, what was wrong with it, and the hash of its table layouts."""

    number: int
    batch: int
    name: str
    sha256: str
    errors: tuple[DataError, ...]
    contracts: str


class KeptSheet(Struct, frozen=True):
    """One standing sheet: ``meta`` is the hash of what ``sheet`` says but for the bytes of its file, in which another
    sheet may have changed; ``dropped`` are the places of its rows that later sheets replaced.
    """

    number: int
    upload: int
    file: str
    sha256: str
    batch: int
    position: int
    sheet: Sheet
    count: SheetCount
    rows: str
    months: tuple[str, str]
    meta: str
    dropped: tuple[int, ...] = ()

    @property
    def replaced(self) -> bool:
        """Whether every row it gave was replaced."""
        return 0 < self.count.good <= len(self.dropped)


def kept_sheets(numbers: Sequence[int] | None = None) -> list[KeptSheet]:
    """List the standing sheets by file name and place, each with the rows that later ones replaced.

    ``numbers`` gives exactly these, standing or not, with nothing dropped.
    """
    with reading():
        asked = {"upload__standing": True} if numbers is None else {"pk__in": list(numbers)}
        dropped = _dropped() if numbers is None else {}
        rows = list(SheetRead.objects.filter(**asked).values_list(*_OF))
        sheets = from_plain(tuple[Sheet, ...], [row[0] for row in rows])
        counts = from_plain(tuple[SheetCount, ...], [row[1] for row in rows])
        found = [
            _kept(row, sheet, count, dropped.get(row[2], set()))
            for row, sheet, count in zip(rows, sheets, counts, strict=True)
        ]
    return sorted(found, key=lambda one: (one.file, one.batch, one.number))


def kept_files(numbers: Sequence[int] | None = None) -> list[KeptFile]:
    """List the standing files by name and import, or exactly those of these numbers."""
    with reading():
        rows = Upload.objects.filter(standing=True) if numbers is None else Upload.objects.filter(pk__in=list(numbers))
        found = [
            KeptFile(
                one.pk, one.batch_id, one.name, one.sha256, from_plain(tuple[DataError, ...], one.errors), one.contracts
            )
            for one in rows
        ]  # fmt: skip
    return sorted(found, key=lambda one: (one.name, one.batch, one.number))


def _dropped() -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    rows = Replaced.objects.filter(by__upload__standing=True, of__upload__standing=True)
    for of, places in rows.values_list("of", "rows"):
        found.setdefault(of, set()).update(places)
    return found


_OF = (
    "meta", "counts", "pk", "upload_id", "upload__name", "upload__sha256", "upload__batch_id", "position", "rows",
    "first_month", "last_month",
)  # fmt: skip


def _kept(row: tuple[Any, ...], sheet: Sheet, count: SheetCount, dropped: set[int]) -> KeptSheet:
    """Make a sheet of what the columns ``_OF`` say: a workspace has thousands, and whole rows take twice the time."""
    meta, _, number, upload, file, sha256, batch, position, rows, first, last = row
    return KeptSheet(
        number=number, upload=upload, file=file, sha256=sha256, batch=batch, position=position, sheet=sheet,
        count=count, rows=rows, months=(first, last), meta=_hash({**meta, "sha256": ""}),
        dropped=tuple(sorted(dropped)),
    )  # fmt: skip


def _hash(plain: Any) -> str:
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def rows_of(rows: str, dropped: Sequence[int] = ()) -> pd.DataFrame:
    """Read typed rows by their hash, without those replaced; AlteredError where they are gone or changed."""
    frame = columns.unpack(blobs.read("rows", rows))
    return frame.drop(index=list(dropped)).reset_index(drop=True) if dropped else frame
