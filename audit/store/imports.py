"""Imports: files by content, their sheets' typed rows, what replaced what; taken whole, undone whole."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from audit.model.contract import ImportContract
from audit.model.source import DataError, Sheet, SheetCount
from audit.store import blobs, columns, log, versions
from audit.store.connect import reading, writing
from audit.store.log import By
from audit.store.plain import from_plain, to_plain
from audit.store.tables.models import Import, MonthLock, Replaced, SheetRead, Upload


class ImportUnknownError(LookupError):
    """There is no import of this number, or it is undone already; the message says which."""


@dataclass(frozen=True, slots=True)
class NewSheet:
    """One sheet to keep: as it was read, how many rows, and its typed rows where it gave any."""

    sheet: Sheet
    count: SheetCount
    rows: pd.DataFrame | None


@dataclass(frozen=True, slots=True)
class NewFile:
    """One file to keep: its bytes, name and hash, what was wrong with it, and its sheets in order. ``photo`` is the
    name of a photograph without folders, "" of any other file.
    """

    name: str
    sha256: str
    data: bytes
    errors: tuple[DataError, ...]
    sheets: tuple[NewSheet, ...]
    photo: str = ""

    @property
    def content(self) -> tuple[str, str]:
        """What makes it the same file as another: its bytes, and a photograph's name."""
        return self.sha256, self.photo


@dataclass(frozen=True, slots=True)
class Said:
    """What whoever hands in says of it; ``correction`` is the reason of a correction that was asked for."""

    note: str = ""
    correction: str = ""


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One standing file: its number, name, hash, what was wrong with it, and the hash of its table layouts."""

    number: int
    batch: int
    name: str
    sha256: str
    errors: tuple[DataError, ...]
    contracts: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an import did: its number (None where every file stood already), files by name, and what they replaced.

    ``after_issue`` lists (month, village, table, rows) told again after the month's list was issued.
    """

    number: int | None
    taken: tuple[str, ...]
    known: tuple[str, ...]
    replaced: tuple[tuple[str, str, str, int], ...] = ()
    after_issue: tuple[tuple[str, str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class KeptSheet:
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
    dropped: tuple[int, ...] = field(repr=False, default=())

    @property
    def replaced(self) -> bool:
        """Whether every row it gave was replaced."""
        return 0 < self.count.good <= len(self.dropped)


def standing(contents: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Say which of these contents (hash, name of a photograph) stand: content → the name it was handed in under."""
    with reading():
        rows = Upload.objects.only("sha256", "photo", "name").filter(standing=True, sha256__in=list(dict(contents)))
        return {told: one.name for one in rows if (told := (one.sha256, one.photo)) in contents}


def record(
    files: Sequence[NewFile], contracts: Mapping[str, ImportContract], *, version: str, by: By,
    said: Said = NOTHING_SAID,
) -> Recorded:  # fmt: skip
    """Keep files in one transaction; contents that stand already are left out. ``version`` is the contracts' hash."""
    for file in files:
        if file.data:
            blobs.keep("originals", file.data)
    packed = {
        id(sheet): columns.pack(sheet.rows.drop(columns="_sheet"))
        for file in files
        for sheet in file.sheets
        if sheet.rows is not None and len(sheet.rows)
    }
    hashes = {number: blobs.keep("rows", data) for number, data in packed.items()}
    with writing():
        known = standing({file.content for file in files})
        new = [file for file in files if file.content not in known]
        if not new:
            return Recorded(None, (), tuple(known.values()))
        batch = Import.objects.create(made_at=by.at, actor=by.actor, note=said.note, correction=said.correction)
        made: dict[int, NewSheet] = {}
        for position, file in enumerate(new):
            upload = Upload.objects.create(
                batch=batch, position=position, sha256=file.sha256, name=file.name, size=len(file.data),
                contracts=version, errors=to_plain(file.errors), photo=file.photo,
            )  # fmt: skip
            made |= _keep_sheets(upload, file, hashes, contracts)
        replaced = _replace(made, contracts, batch)
        late = _after_issue(replaced, made, contracts)
        asked = {"correction": said.correction} if said.correction else {}
        detail = {
            "files": {file.name: file.sha256 for file in new}, "note": said.note, "replaced": [*map(list, replaced)],
            **asked, **({"after_issue": [*map(list, late)]} if late else {}),
        }  # fmt: skip
        log.add(by, "导入", f"import:{batch.pk}", detail)
        return Recorded(batch.pk, tuple(file.name for file in new), tuple(known.values()), replaced, late)


def _keep_sheets(
    upload: Upload, file: NewFile, hashes: Mapping[int, str], contracts: Mapping[str, ImportContract]
) -> dict[int, NewSheet]:
    """Write a file's sheets; give them by their new numbers."""
    made = {}
    for place, sheet in enumerate(file.sheets):
        first, last = _months(sheet, contracts)
        row = SheetRead.objects.create(
            upload=upload, position=place, table=sheet.sheet.table or "", rows=hashes.get(id(sheet), ""),
            first_month=first, last_month=last, counts=to_plain(sheet.count),
            meta=to_plain(replace(sheet.sheet, headers=())),
        )  # fmt: skip
        made[row.pk] = sheet
    return made


def _months(sheet: NewSheet, contracts: Mapping[str, ImportContract]) -> tuple[str, str]:
    """Give the first and last month of a sheet: of its rows and of what its title states; "" of standing lists."""
    if sheet.rows is None or sheet.sheet.table is None:
        return "", ""
    found = {month for month in versions.months_of(sheet.rows, contracts[sheet.sheet.table]) if month}
    if found and sheet.sheet.period:
        found |= {f"{day:%Y-%m}" for day in sheet.sheet.period}
    return (min(found), max(found)) if found else ("", "")


def _replace(
    made: Mapping[int, NewSheet], contracts: Mapping[str, ImportContract], batch: Import
) -> tuple[tuple[str, str, str, int], ...]:
    """Note what the new sheets tell again of older standing ones."""
    told: dict[tuple[str, str, str], int] = {}
    for table in sorted({sheet.sheet.table for sheet in made.values() if sheet.sheet.table}):
        later = {n: sheet.rows for n, sheet in made.items() if sheet.sheet.table == table and _has_rows(sheet)}
        older = (
            SheetRead.objects.filter(table=table, upload__standing=True).exclude(upload__batch=batch).exclude(rows="")
        )
        earlier = {row.pk: columns.unpack(blobs.read("rows", row.rows)) for row in older}
        for one in versions.told_again(
            {n: rows for n, rows in later.items() if rows is not None}, earlier, contracts[table]
        ):
            Replaced.objects.create(
                by_id=one.by, of_id=one.of, village=one.village, month=one.month, whole=one.whole, rows=list(one.rows)
            )
            key = (one.month, one.village, table)
            told[key] = told.get(key, 0) + len(one.rows)
    return tuple((*key, count) for key, count in sorted(told.items()))


def _has_rows(sheet: NewSheet) -> bool:
    return sheet.rows is not None and len(sheet.rows) > 0


def _after_issue(
    replaced: Sequence[tuple[str, str, str, int]], made: Mapping[int, NewSheet],
    contracts: Mapping[str, ImportContract],
) -> tuple[tuple[str, str, str, int], ...]:  # fmt: skip
    """Tell of rows that replace or add to months whose list was issued (RCT-05 倒补)."""
    locked = set(MonthLock.objects.values_list("month", flat=True))
    if not locked:
        return ()
    added: dict[tuple[str, str, str], int] = {}
    for sheet in made.values():
        if sheet.rows is None or sheet.sheet.table is None:
            continue
        for month, count in versions.months_of(sheet.rows, contracts[sheet.sheet.table]).value_counts().items():
            if month in locked:
                key = (str(month), "", sheet.sheet.table)
                added[key] = added.get(key, 0) + int(count)
    told = {(month, village, table): count for month, village, table, count in replaced if month in locked}
    return tuple((*key, count) for key, count in sorted((added | told).items()))


def undo(number: int, *, by: By) -> tuple[str, ...]:
    """Take an import back as if it had never been made; gives its files' names. ImportUnknownError."""
    with writing():
        batch = Import.objects.filter(pk=number, undone_at=None).first()
        if batch is None:
            raise ImportUnknownError(f"没有编号为{number}的导入，或已撤销；用 zhucun import --list 查看")
        batch.undone_at, batch.undone_by = by.at, by.actor
        batch.save()
        uploads = list(batch.uploads.order_by("position"))
        batch.uploads.update(standing=False)
        log.add(by, "撤销导入", f"import:{number}", {"files": {one.name: one.sha256 for one in uploads}})
        return tuple(one.name for one in uploads)


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
