"""One recognised sheet from text to typed columns."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from audit.model.contract import ImportContract
from audit.model.source import DataError, Sheet
from audit.model.tables import RawTable
from audit.validate import text
from audit.validate.cells import Context
from audit.validate.draft import Bad, Draft, at_column, days_said
from audit.validate.families import FAMILIES, OWNED, dtype_of
from audit.validate.messages import sheet_error
from audit.validate.plain import empty_columns, read_column

WHERE = {"_sheet": "int64", "_row": "int64", "_cell": "str"}


def alike(table: RawTable, sheet: Sheet, contract: ImportContract) -> tuple[object, ...]:
    """What sheets of one contract must share for their cells to mean the same, so that they are typed together."""
    alone = table.sheet if _must_be_dated(sheet, contract) else None
    return (alone, days_said(sheet), tuple(table.legend.items()), tuple(table.frame.columns))


def type_sheets(tables: Sequence[tuple[RawTable, int]], sheet: Sheet, contract: ImportContract) -> Draft:
    """Type every column of sheets that are alike. Each comes with its first row label; labels are unique in a batch."""
    parts = [
        table.frame.set_axis(pd.RangeIndex(first, first + len(table.frame)), axis=0).assign(_sheet=table.sheet)
        for table, first in tables
    ]
    raw = pd.concat(parts).fillna("")
    index, legend = raw.index, tables[0][0].legend
    period = days_said(sheet)
    typed: dict[str, pd.Series] = {}
    bad: Bad = {}
    for name, column in contract.columns.items():
        if name not in raw or name in OWNED.get(contract.table, frozenset()):
            typed |= empty_columns(column, index, dtype_of(contract, column))
            continue
        parsed = read_column(raw[name], Context(column, period))
        typed |= parsed.columns
        bad |= at_column(name, parsed.bad)
    draft = Draft(contract, sheet, raw, typed, bad, legend)
    family = FAMILIES.get(contract.table)
    return family(draft) if family else draft


def typed_frame(draft: Draft) -> pd.DataFrame:
    """The typed columns of sheets with ``_sheet``, ``_row`` and ``_cell``."""
    frame = pd.DataFrame(dict(draft.typed), index=draft.raw.index)
    return frame.join(draft.raw[list(WHERE)].astype(WHERE))


def empty_frame(contract: ImportContract) -> pd.DataFrame:
    """The frame of a table that nobody handed in: every column with its dtype, no row."""
    return _without_rows(contract).copy(deep=False)


@lru_cache(256)
def _without_rows(contract: ImportContract) -> pd.DataFrame:
    """Kept, for most tables are not handed in: to make them anew took longer than to type the others."""
    dtypes: dict[str, Any] = {}
    for name, column in contract.columns.items():
        dtypes[name] = dtype_of(contract, column)
        if column.type == "moment":
            dtypes[f"{name}_precision"] = "str"
    return pd.DataFrame({name: pd.array([], dtype=dtype) for name, dtype in {**dtypes, **WHERE}.items()})


def sheet_faults(draft: Draft, sheets: Sequence[Sheet]) -> list[DataError]:
    """What is wrong with each sheet of a draft as a whole, so that no row of it can be taken: each said once."""
    contract = draft.contract
    if _must_be_dated(draft.sheet, contract) and _no_day_known(draft):
        say = "标题和工作表名都看不出是哪年哪月，请在标题里写明（如“2023年11月”）后重新上传"
        return [sheet_error(sheet, "month-unknown", say) for sheet in sheets]
    absent = [column for name, column in contract.columns.items() if column.required and name not in draft.raw]
    return [
        sheet_error(sheet, "missing-column", f"没有“{column.title}”列，请补上后重新上传", column.title)
        for sheet in sheets
        for column in absent
    ]


def _must_be_dated(sheet: Sheet, contract: ImportContract) -> bool:
    """Whether only its cells can tell the days of a calendar sheet; such a sheet is judged by itself."""
    return contract.read.layout != "rows" and sheet.period is None


def _no_day_known(draft: Draft) -> bool:
    return (
        "date" in draft.typed
        and bool(draft.typed["date"].isna().all())
        and all(text.is_empty(raw) or code in {"no-month", "no-year"} for raw, code in _day_texts(draft).items())
    )


def _day_texts(draft: Draft) -> Mapping[str, str]:
    """Each distinct date text of the sheet with the code of its error, empty when it has none."""
    texts = draft.texts("date")
    firsts = texts.drop_duplicates()
    errors = {label: draft.bad.get((int(label), "date")) for label in firsts.index}
    return {str(raw): error.code if (error := errors[label]) else "" for label, raw in firsts.items()}
