"""From what is wrong with a row to what the uploader reads: file, sheet, cell, what is wrong, what to do."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd
from msgspec import Struct

from audit.model.contract import ImportContract
from audit.model.source import DataError, Sheet
from audit.validate import text

SAME_SHOWN = 50
"""How many cells of one column with the same fault are listed before the rest is only counted."""

_HIDDEN = "（已隐去）"


class Trouble(Struct, frozen=True):
    """One fault of one row: ``column`` is the contract column, or empty for the row as a whole."""

    label: int
    column: str
    code: str
    say: str
    cell: str = ""


class Places(Struct, frozen=True):
    """Where the rows of one table stand: ``rows`` has _sheet, _row, _cell by row label, ``raw`` their texts."""

    contract: ImportContract
    sheets: tuple[Sheet, ...]
    letters: Mapping[int, Mapping[str, str]]
    rows: pd.DataFrame
    raw: pd.DataFrame


def sheet_error(sheet: Sheet, code: str, say: str, column: str = "") -> DataError:
    """An error that a whole sheet has, said once."""
    return DataError(sheet.file, sheet.name, "", code, column, "", f"{sheet.file}《{sheet.name}》：{say}")


def data_errors(troubles: Sequence[Trouble], places: Places) -> list[DataError]:
    """One error per cell and fault, in the order of sheets, rows and columns; floods of one fault are counted."""
    order = {name: position for position, name in enumerate(places.contract.columns)}
    where = _where(troubles, places.rows)
    seen: set[tuple[int, str, str]] = set()
    counted: Counter[tuple[int, str, str]] = Counter()
    errors: list[DataError] = []
    for trouble in sorted(troubles, key=lambda one: (*where[one.label][:2], order.get(one.column, -1))):
        sheet, row, cell = where[trouble.label]
        letter = places.letters[sheet].get(trouble.column)
        spot = trouble.cell or (f"{letter}{row}" if letter else cell)
        # Two columns read from one cell (起止时间) fail together, and a day grid repeats its names every day.
        if (sheet, spot, trouble.code) in seen:
            continue
        seen.add((sheet, spot, trouble.code))
        counted[sheet, trouble.column, trouble.code] += 1
        if counted[sheet, trouble.column, trouble.code] <= SAME_SHOWN:
            errors.append(_error(trouble, places, places.sheets[sheet], spot))
    return errors + _rest(counted, places)


def _where(troubles: Sequence[Trouble], rows: pd.DataFrame) -> dict[int, tuple[int, int, str]]:
    here = rows.loc[list({trouble.label for trouble in troubles}), ["_sheet", "_row", "_cell"]]
    return {label: (sheet, row, cell) for label, sheet, row, cell in here.itertuples(name=None)}


def _error(trouble: Trouble, places: Places, sheet: Sheet, spot: str) -> DataError:
    column = places.contract.columns.get(trouble.column)
    title = column.title if column else ""
    named = f"“{title}”" if title else ""
    message = f"{sheet.file}《{sheet.name}》{spot}{named}：{trouble.say}"
    return DataError(sheet.file, sheet.name, spot, trouble.code, title, _value(trouble, places), message)


def _value(trouble: Trouble, places: Places) -> str:
    column = places.contract.columns.get(trouble.column)
    if column is None or trouble.column not in places.raw:
        return ""
    raw = str(places.raw.at[trouble.label, trouble.column])
    return _HIDDEN if column.type == "phone" and raw else text.shown(text.safe(raw))


def _rest(counted: Mapping[tuple[int, str, str], int], places: Places) -> list[DataError]:
    errors = []
    for (sheet, column, code), number in counted.items():
        if number <= SAME_SHOWN:
            continue
        title = places.contract.columns[column].title if column else ""
        named = f"“{title}”列" if title else ""
        say = f"{named}另有{number - SAME_SHOWN}处同样的问题没有逐一列出，请一并改正"
        errors.append(sheet_error(places.sheets[sheet], code, say, title))
    return errors
