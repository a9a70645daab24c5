"""Imports: files by content, their sheets' typed rows, what replaced what; taken whole, undone whole."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd
from msgspec import Struct
from msgspec.structs import replace

from audit.model.contract import ImportContract
from audit.model.source import DataError, Sheet, SheetCount
from audit.store import blobs, columns, log, versions
from audit.store.connect import reading, writing
from audit.store.log import By
from audit.store.plain import to_plain
from audit.store.tables.models import Import, MonthLock, Replaced, SheetRead, Upload


class ImportUnknownError(LookupError):
    """There is no import of this number, or it is undone already; the message says which."""


class NewSheet(Struct, frozen=True):
    """One sheet to keep: as it was read, how many rows, and its typed rows where it gave any."""

    sheet: Sheet
    count: SheetCount
    rows: pd.DataFrame | None


class NewFile(Struct, frozen=True):
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


class Said(Struct, frozen=True):
    """What whoever hands in says of it; ``correction`` is the reason of a correction that was asked for."""

    note: str = ""
    correction: str = ""


NOTHING_SAID = Said()


class Recorded(Struct, frozen=True):
    """What an import did: its number (None where every file stood already), files by name, and what they replaced.

    ``after_issue`` lists (month, village, table, rows) told again after the month's list was issued.
    """

    number: int | None
    taken: tuple[str, ...]
    known: tuple[str, ...]
    replaced: tuple[tuple[str, str, str, int], ...] = ()
    after_issue: tuple[tuple[str, str, str, int], ...] = ()


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
