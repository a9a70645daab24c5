"""One recognised sheet from text to typed columns."""

import re
from collections.abc import Mapping
from datetime import date

import pandas as pd

from audit.model.contract import ImportContract
from audit.model.source import DataError, Sheet
from audit.model.tables import RawTable
from audit.validate import text
from audit.validate.cells import Context
from audit.validate.draft import Bad, Draft, at_column
from audit.validate.families import FAMILIES, OWNED, dtype_of
from audit.validate.messages import sheet_error
from audit.validate.plain import empty_columns, read_column

_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")

WHERE = {"_sheet": "int64", "_row": "int64", "_cell": "str"}


def type_sheet(table: RawTable, sheet: Sheet, contract: ImportContract, first_label: int) -> Draft:
    """Type every column of a sheet. Row labels run from ``first_label``, unique over the batch."""
    index = pd.RangeIndex(first_label, first_label + len(table.frame))
    raw = table.frame.set_axis(index, axis=0).fillna("")
    period = sheet.period or year_said(sheet)
    typed: dict[str, pd.Series] = {}
    bad: Bad = {}
    for name, column in contract.columns.items():
        if name not in raw or name in OWNED.get(contract.table, frozenset()):
            typed |= empty_columns(column, index, dtype_of(contract, column))
            continue
        parsed = read_column(raw[name], Context(column, period))
        typed |= parsed.columns
        bad |= at_column(name, parsed.bad)
    draft = Draft(contract, sheet, raw, typed, bad, table.legend)
    family = FAMILIES.get(contract.table)
    return family(draft) if family else draft


def year_said(sheet: Sheet) -> tuple[date, date] | None:
    """The year that the title or the sheet name gives (``2023年请销假登记表``), when they name no month."""
    found = _YEAR.search(text.half_width(f"{sheet.title} {sheet.name}"))
    return (date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)) if found else None


def typed_frame(draft: Draft, table: RawTable) -> pd.DataFrame:
    """The typed columns of a sheet with ``_sheet``, ``_row`` and ``_cell``."""
    frame = pd.DataFrame(dict(draft.typed), index=draft.raw.index)
    return frame.assign(
        _sheet=table.sheet,
        _row=draft.raw["_row"].astype("int64"),
        _cell=draft.raw["_cell"].astype("str"),
    ).astype({"_sheet": "int64"})


def empty_frame(contract: ImportContract) -> pd.DataFrame:
    """The frame of a table that nobody handed in: every column with its dtype, no row."""
    dtypes: dict[str, str] = {}
    for name, column in contract.columns.items():
        dtypes[name] = dtype_of(contract, column)
        if column.type == "moment":
            dtypes[f"{name}_precision"] = "str"
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in {**dtypes, **WHERE}.items()})


def sheet_faults(draft: Draft) -> list[DataError]:
    """What is wrong with the sheet as a whole, so that no row of it can be taken: each said once."""
    contract = draft.contract
    if contract.read.layout != "rows" and _no_day_known(draft):
        say = "标题和工作表名都看不出是哪年哪月，请在标题里写明（如“2023年11月”）后重新上传"
        return [sheet_error(draft.sheet, "month-unknown", say)]
    absent = [column for name, column in contract.columns.items() if column.required and name not in draft.raw]
    return [
        sheet_error(draft.sheet, "missing-column", f"没有“{column.title}”列，请补上后重新上传", column.title)
        for column in absent
    ]


def _no_day_known(draft: Draft) -> bool:
    return (
        draft.sheet.period is None
        and "date" in draft.typed
        and bool(draft.typed["date"].isna().all())
        and all(text.is_empty(raw) or code in {"no-month", "no-year"} for raw, code in _day_texts(draft).items())
    )


def _day_texts(draft: Draft) -> Mapping[str, str]:
    """Each distinct date text of the sheet with the code of its error, empty when it has none."""
    texts = draft.texts("date")
    firsts = texts.drop_duplicates()
    errors = {label: draft.bad.get((int(label), "date")) for label in firsts.index}
    return {str(raw): error.code if (error := errors[label]) else "" for label, raw in firsts.items()}
