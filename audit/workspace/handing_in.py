"""Handing in: new files are read once, typed, and kept with their rows; the same bytes are one import."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd
from msgspec import Struct

from audit import catalog, intake, resources, validate
from audit.model.source import DataError, SheetCount
from audit.model.tables import Intake, TypedTables
from audit.store import imports
from audit.store.imports import NOTHING_SAID, NewFile, NewSheet, Recorded, Said
from audit.store.log import By
from audit.workspace import law

INBOX = "inbox"


class HandedIn(Struct, frozen=True):
    """What came of handing in: what was kept, what was read of it, and what was wrong with it."""

    recorded: Recorded
    batch: Intake
    typed: TypedTables

    @property
    def errors(self) -> tuple[DataError, ...]:
        """What was wrong with files and cells."""
        return tuple(sorted({*self.batch.errors, *self.typed.errors}))


def inbox() -> Path:
    """The folder whose files ``zhucun import`` takes when none are named."""
    return resources.office() / INBOX


def hand_in(
    paths: Sequence[Path], *, by: By, said: Said = NOTHING_SAID, on_step: Callable[[str], None] | None = None
) -> HandedIn:
    """Read what does not stand already and keep it, all or nothing. Raises CatalogError, StoreError, OSError."""
    say = on_step or (lambda _: None)
    contracts = catalog.load_imports()
    found = intake.collect(paths)[0]
    known = imports.standing({one.content for one in found})
    fresh = [one.path for one in found if one.content not in known]
    batch = intake.read(fresh, contracts, on_file=lambda name: say(f"读取 {name}"))
    say("校验资料")
    typed = validate.validate(batch, contracts)
    say("存入工作区")
    sources = {one.sha256: one.path for one in found}
    files = tuple(_new_files(batch, typed, sources))
    recorded = imports.record(files, contracts, version=law.stow(), by=by, said=said)
    told = tuple(dict.fromkeys((*recorded.known, *known.values())))
    return HandedIn(
        Recorded(recorded.number, recorded.taken, told, recorded.replaced, recorded.after_issue), batch, typed
    )


def _new_files(batch: Intake, typed: TypedTables, sources: Mapping[str, Path]) -> Iterator[NewFile]:
    rows = _rows_by_sheet(typed)
    errors: dict[str, list[DataError]] = {}
    for error in sorted({*batch.errors, *typed.errors}):
        errors.setdefault(error.file, []).append(error)
    for file in batch.files:
        sheets = tuple(NewSheet(batch.sheets[n], typed.counts.get(n, SheetCount()), rows.get(n)) for n in file.sheets)
        path = sources.get(file.sha256)
        data = path.read_bytes() if path else b""
        yield NewFile(file.name, file.sha256, data, tuple(errors.get(file.name, ())), sheets, file.photo)


def _rows_by_sheet(typed: TypedTables) -> dict[int, pd.DataFrame]:
    return {
        int(str(number)): rows.reset_index(drop=True)
        for frame in typed.frames.values()
        for number, rows in frame.groupby("_sheet")
    }
