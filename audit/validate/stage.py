"""Stage 2: text rows become typed rows; what cannot be read is reported with its cell and remedy."""

from collections.abc import Mapping, Sequence

import pandas as pd
from msgspec import Struct

from audit.model.contract import ImportContract
from audit.model.source import DataError, SheetCount
from audit.model.tables import Intake, RawTable, TypedTables
from audit.validate.draft import Bad, Draft
from audit.validate.messages import Places, data_errors
from audit.validate.sheets import alike, empty_frame, sheet_faults, type_sheets, typed_frame


class _Table(Struct, frozen=True):
    """One import table of the batch: its accepted rows, its sheets' counts, its errors."""

    frame: pd.DataFrame
    counts: Mapping[int, SheetCount]
    errors: tuple[DataError, ...]


def validate(intake: Intake, contracts: Mapping[str, ImportContract]) -> TypedTables:
    """Type every recognised sheet by its contract.

    A bad optional cell becomes empty and is reported; a row whose required value or key is bad is left out and
    reported; the other rows go on. Frames have one row per accepted record, in the order of sheets and rows; a table
    nobody handed in is empty. KeyError when a sheet names a contract that is not given.
    """
    handed_in: dict[str, list[RawTable]] = {name: [] for name in contracts}
    for table in intake.tables:
        handed_in[table.table].append(table)
    tables = {name: _table(contracts[name], raw, intake) for name, raw in handed_in.items()}
    return TypedTables(
        frames={name: table.frame for name, table in tables.items()},
        counts={sheet: count for table in tables.values() for sheet, count in sorted(table.counts.items())},
        errors=tuple(error for table in tables.values() for error in table.errors),
        recorded={name: contract.records for name, contract in contracts.items() if contract.records},
    )


def _table(contract: ImportContract, raw: Sequence[RawTable], intake: Intake) -> _Table:
    """Type, sift and count the sheets of one table; a sheet with a fault of its own gives no row."""
    drafts = _drafts(contract, raw, intake)
    faults = [fault for _, draft, wrong in drafts for fault in wrong]
    usable = [(sheets, draft) for sheets, draft, wrong in drafts if not wrong]
    counts = {table.sheet: SheetCount(len(table.frame), 0, len(table.frame)) for table in raw}
    if not usable:
        return _Table(empty_frame(contract), counts, tuple(faults))
    # It takes pandera with it, which is long in coming; whoever has nothing to type does without.
    from audit.validate.refusals import sift

    frame = pd.concat([typed_frame(draft) for _, draft in usable]).sort_index()
    bad: Bad = {cell: error for _, draft in usable for cell, error in draft.bad.items()}
    sifted = sift(contract, frame, bad, intake.sheets)
    texts = pd.concat([draft.raw for _, draft in usable])
    letters = {table.sheet: _letters(table, contract) for sheets, _ in usable for table in sheets}
    errors = data_errors(sifted.troubles, Places(contract, intake.sheets, letters, frame, texts))
    counts |= _counts(frame, sifted.refused)
    return _Table(sifted.taken.reset_index(drop=True), counts, (*faults, *errors, *sifted.sheet_errors))


def _drafts(
    contract: ImportContract, raw: Sequence[RawTable], intake: Intake
) -> list[tuple[list[RawTable], Draft, list[DataError]]]:
    """Sheets that have rows, with what their cells say and what is wrong with them; those alike are typed together.

    Row labels run on from sheet to sheet.
    """
    groups: dict[object, list[tuple[RawTable, int]]] = {}
    label = 0
    for table in raw:
        if not table.frame.empty:
            groups.setdefault(alike(table, intake.sheets[table.sheet], contract), []).append((table, label))
            label += len(table.frame)
    drafts = []
    for members in groups.values():
        tables = [table for table, _ in members]
        draft = type_sheets(members, intake.sheets[tables[0].sheet], contract)
        drafts.append((tables, draft, sheet_faults(draft, [intake.sheets[table.sheet] for table in tables])))
    return drafts


def _letters(table: RawTable, contract: ImportContract) -> dict[str, str]:
    """The letters of columns that stand in one column of the sheet; what varies by day stands in the row's cell."""
    options = contract.read.options if contract.read.layout != "rows" else {}
    by_day = {*str(options.get("date", "")).split(), *str(options.get("value", "")).split()}
    return {name: letter for name, letter in table.letters.items() if name not in by_day}


def _counts(frame: pd.DataFrame, refused: frozenset[int]) -> dict[int, SheetCount]:
    bad = frame.index.isin(list(refused))
    summed = pd.DataFrame({"sheet": frame["_sheet"], "bad": bad}).groupby("sheet")["bad"].agg(["size", "sum"])
    return {
        int(sheet): SheetCount(int(rows), int(rows) - int(wrong), int(wrong))
        for sheet, rows, wrong in summed.itertuples()
    }
