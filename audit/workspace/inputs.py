"""What a run reads: the standing files of its months, and their typed rows without reading an original again."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
import pandas as pd
from msgspec import Struct
from msgspec.structs import replace

from audit import catalog, pipeline, reconcile
from audit.model.contract import Recorded
from audit.model.history import NOTHING, History
from audit.model.source import DataError, FileRead, Sheet, SheetCount
from audit.model.tables import Intake, TypedTables
from audit.store import blobs, columns, runs
from audit.store.kept_files import KeptFile, KeptSheet, kept_files, kept_sheets, rows_of
from audit.store.plain import from_plain, to_plain

STANDING = ("roster", "villages", *reconcile.DRAFTING)
_YEARS_BACK = 3
_MANY = 8
"""From how many sheets on a table that is always needed whole is kept together."""


class Given(Struct, frozen=True, dict=True):
    """The files of a run in the order of the pipeline, with their sheets; names are told apart.

    ``law`` is the hash of the law of which something may be remembered, "" where it is to be read itself;
    ``history`` is what the workspace itself knew.
    """

    files: tuple[KeptFile, ...]
    sheets: tuple[KeptSheet, ...]
    law: str
    history: History = NOTHING

    @cached_property
    def by_file(self) -> Mapping[str, tuple[KeptSheet, ...]]:
        """The sheets of each file, by the file's name."""
        found: dict[str, list[KeptSheet]] = {file.name: [] for file in self.files}
        for sheet in self.sheets:
            found[sheet.file].append(sheet)
        return {name: tuple(sheets) for name, sheets in found.items()}

    @cached_property
    def standing(self) -> frozenset[str]:
        """The names of files with a roster, a list of villages, or people drafted to inspect others."""
        return frozenset(sheet.file for sheet in self.sheets if sheet.sheet.table in STANDING)

    @cached_property
    def nothing(self) -> TypedTables:
        """Every import table without a row, in the columns that it has now."""
        tables = _columns(self.law) if self.law else _columns_now()
        frames = {
            name: pd.DataFrame({column: reconcile.no_value(dtype) for column, dtype in columns.items()}, copy=False)
            for name, columns in tables.columns.items()
        }
        return TypedTables(frames, {}, (), tables.recorded)

    def listed(self) -> tuple[tuple[FileRead, ...], tuple[Sheet, ...], Mapping[int, SheetCount]]:
        """Give files, sheets and counts as a report has them."""
        place = {sheet.number: n for n, sheet in enumerate(self.sheets)}
        files = tuple(
            FileRead(file.name, file.sha256, tuple(place[sheet.number] for sheet in self.by_file[file.name]))
            for file in self.files
        )
        counts = {n: sheet.count for n, sheet in enumerate(self.sheets) if sheet.sheet.table}
        return files, tuple(sheet.sheet for sheet in self.sheets), counts

    def errors(self) -> tuple[DataError, ...]:
        """Give what was wrong with files and cells, but for sheets that a later one replaced."""
        return tuple(error for file in self.files for error in file.errors)

    def file_key(self, name: str) -> str:
        """Fingerprint one file: its name, sheets and rows, and which of them were replaced."""
        parts = [[one.rows, list(one.dropped), one.meta] for one in self.by_file[name]]
        return digest(name, parts)


class _Tables(Struct, frozen=True):
    """The columns of every import table with their dtypes, and what its rows are about."""

    columns: Mapping[str, Mapping[str, str]]
    recorded: Mapping[str, Recorded]


def _columns(law: str) -> _Tables:
    """Give the columns of a law, remembered: to read all contracts for them takes longer than to judge a village."""
    key = digest("columns of tables", pipeline.program(), law)
    known = runs.shared([key])
    if key not in known:
        known = {key: to_plain(_columns_now())}
        runs.share(known)
    return from_plain(_Tables, known[key])  # type: ignore[no-any-return]


def _columns_now() -> _Tables:
    from audit import validate

    empty = validate.validate(Intake((), (), (), ()), catalog.load_imports())
    dtypes = {name: {str(column): str(of) for column, of in one.dtypes.items()} for name, one in empty.frames.items()}
    return _Tables(dtypes, empty.recorded)


def digest(*parts: object) -> str:
    """Hash plain values."""
    return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()


def given(month: str, law: str) -> Given:
    """List what stands for a month, to be read by the law as it stands: everything until the end of its year.

    Of members' attendance, leave and logs only what the look-back may reach: there is ever more of them.
    """
    first, last = f"{int(month[:4]) - _YEARS_BACK}-{month[5:]}", f"{month[:4]}-12"
    every = kept_sheets()
    sheets = [sheet for sheet in every if not sheet.replaced and _concerns(sheet, first, last)]
    kept = {sheet.upload for sheet in sheets}
    with_sheets = {sheet.upload for sheet in every}
    files = [file for file in kept_files() if file.number in kept or file.number not in with_sheets]
    return _told_apart(files, sheets, law)


def _concerns(sheet: KeptSheet, first: str, last: str) -> bool:
    """Say whether a sheet is of the time between two months; a list that has no month always is."""
    begins, ends = sheet.months
    return not begins or (begins <= last and (ends >= first or sheet.sheet.table not in reconcile.OF_MEMBERS))


def as_of_run(told: Sequence[Mapping[str, Any]]) -> Given:
    """Give again what an old run read, from what it noted; of its law nothing remembered is asked."""
    noted = {int(one["sheet"]): tuple(one["dropped"]) for one in told if "sheet" in one}
    sheets = [replace(one, dropped=noted[one.number]) for one in kept_sheets(list(noted))]
    uploads = [int(one["file"]) for one in told if "file" in one]
    known = next((from_plain(History, one["history"]) for one in told if "history" in one), NOTHING)
    return replace(_told_apart(kept_files(uploads), sheets, ""), history=known)


def noted(what: Given) -> list[dict[str, object]]:
    """Note what a run read, so that it can be read again."""
    files: list[dict[str, object]] = [{"file": file.number, "sha256": file.sha256} for file in what.files]
    sheets: list[dict[str, object]] = [
        {"sheet": one.number, "rows": one.rows, "dropped": list(one.dropped)} for one in what.sheets
    ]
    return [*files, *sheets, *([{"history": to_plain(what.history)}] if what.history != NOTHING else [])]


def _told_apart(files: Sequence[KeptFile], sheets: Sequence[KeptSheet], law: str) -> Given:
    """Order as the pipeline does, and give a later file of a name that is taken a name of its own."""
    names: dict[int, str] = {}
    taken: set[str] = set()
    for file in files:
        name, number = file.name, 2
        while name in taken:
            name, number = f"{file.name}〔{number}〕", number + 1
        taken.add(name)
        names[file.number] = name
    named = [
        replace(file, name=names[file.number], errors=tuple(_renamed(one, names[file.number]) for one in file.errors))
        for file in files
    ]
    ordered = sorted(named, key=lambda file: file.name)
    place = {file.number: n for n, file in enumerate(ordered)}
    mine = [
        replace(one, file=names[one.upload], sheet=replace(one.sheet, file=names[one.upload]))
        for one in sheets
        if one.upload in place
    ]
    return Given(tuple(ordered), tuple(sorted(mine, key=lambda one: (place[one.upload], one.position))), law)


def _renamed(error: DataError, name: str) -> DataError:
    return error if error.file == name else replace(error, file=name)


def load(what: Given, names: Collection[str]) -> tuple[TypedTables, tuple[Sheet, ...]]:
    """Load the typed rows of some files, by name; the frames' ``_sheet`` points into the sheets given back."""
    empty = what.nothing
    chosen = [sheet for sheet in what.sheets if sheet.file in names]
    places: dict[str, list[int]] = {}
    for number, one in enumerate(chosen):
        if one.rows:
            places.setdefault(str(one.sheet.table), []).append(number)
    frames = {
        name: _table(name, frame, [chosen[n] for n in places[name]], places[name]) if name in places else frame
        for name, frame in empty.frames.items()
    }
    return replace(empty, frames=frames), tuple(sheet.sheet for sheet in chosen)


def _table(name: str, empty: pd.DataFrame, sheets: Sequence[KeptSheet], numbers: Sequence[int]) -> pd.DataFrame:
    """Give the rows of a table's sheets; ``numbers`` are what ``_sheet`` is to say of them."""
    few = name in reconcile.OF_MEMBERS or len(sheets) < _MANY
    rows = _one_by_one(empty, sheets) if few else _kept_together(empty, sheets)
    return rows.assign(_sheet=np.asarray(numbers, dtype="int64")[rows["_sheet"]])


def _kept_together(empty: pd.DataFrame, sheets: Sequence[KeptSheet]) -> pd.DataFrame:
    """Read many sheets of a table that always is needed whole at once, as they were kept when they last changed."""
    columns_now = {str(name): str(dtype) for name, dtype in empty.dtypes.items()}
    key = digest("together", columns_now, [[one.rows, list(one.dropped)] for one in sheets])
    known = runs.shared([key])
    if key in known:
        return columns.unpack(blobs.read("results", str(known[key])))
    rows = _one_by_one(empty, sheets)
    runs.share({key: blobs.keep("results", columns.pack(rows))})
    return rows


def _one_by_one(empty: pd.DataFrame, sheets: Sequence[KeptSheet]) -> pd.DataFrame:
    parts = [rows_of(one.rows, one.dropped).assign(_sheet=place) for place, one in enumerate(sheets)]
    return _joined(empty, parts)


def _joined(empty: pd.DataFrame, parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put rows below each other in the columns that the contract has now.

    A column that came after a sheet was read is as one that the sheet does not have: empty.
    """
    dtypes = empty.dtypes.to_dict()
    if all(part.dtypes.to_dict() == dtypes for part in parts):
        return pd.concat(parts, ignore_index=True)[list(dtypes)]
    blank = {name: "" for name, dtype in dtypes.items() if dtype == "str"}
    whole = [part.assign(**{str(name): blank[name] for name in blank if name not in part}) for part in parts]
    rows = pd.concat(whole, ignore_index=True).reindex(columns=empty.columns)
    lists = [name for name, dtype in dtypes.items() if dtype == "object" and rows[name].isna().any()]
    rows = rows.assign(**{str(name): [_listed(one) for one in rows[name]] for name in lists})
    return rows.astype(dtypes)


def _listed(value: Any) -> Any:
    return value if isinstance(value, tuple) else ()
