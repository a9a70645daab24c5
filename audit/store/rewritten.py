"""What an import told anew: the rows that stood before it, beside those it brought, table by table."""

from collections.abc import Collection, Iterator, Mapping

import pandas as pd
from msgspec import Struct

from audit.model.source import Sheet
from audit.store.connect import reading
from audit.store.imports import ImportUnknownError
from audit.store.kept_files import rows_of
from audit.store.plain import from_plain
from audit.store.tables.models import Import, Replaced, SheetRead


class Rewritten(Struct, frozen=True):
    """One table of an import: the rows it brought, and those it replaced as they stood just before.

    ``_sheet`` of both are numbers of ``sheets``, by which files and sheets are named.
    """

    table: str
    new: pd.DataFrame
    old: pd.DataFrame
    sheets: Mapping[int, Sheet]


def rewritten(number: int, tables: Collection[str] | None = None) -> Iterator[Rewritten]:
    """Give what an import brought and replaced, by table; of these tables only, where named. ImportUnknownError."""
    with reading():
        if not Import.objects.filter(pk=number).exists():
            raise ImportUnknownError(f"没有编号为{number}的导入；用 zhucun import --list 查看")
        brought = list(SheetRead.objects.filter(upload__batch=number).exclude(rows="").order_by("pk"))
        told = _places(number)
        for table in sorted({one.table for one in brought if tables is None or one.table in tables}):
            mine = [one for one in brought if one.table == table]
            before = list(SheetRead.objects.filter(pk__in=list(told), table=table).order_by("pk"))
            sheets = {one.pk: from_plain(Sheet, one.meta) for one in (*mine, *before)}
            new = _rows(mine, {})
            yield Rewritten(table, new, _rows(before, told) if before else new.iloc[:0], sheets)


def _places(number: int) -> dict[int, set[int]]:
    """Give the places that an import replaced in each older sheet, but for those that were gone already."""
    found: dict[int, set[int]] = {}
    for of, places in Replaced.objects.filter(by__upload__batch=number).values_list("of", "rows"):
        found.setdefault(of, set()).update(places)
    earlier = Replaced.objects.filter(of__in=list(found), by__upload__batch__lt=number, by__upload__standing=True)
    for of, places in earlier.values_list("of", "rows"):
        found[of] -= set(places)
    return found


def _rows(sheets: list[SheetRead], places: Mapping[int, set[int]]) -> pd.DataFrame:
    """Read the rows of sheets, at these places of those that are named."""
    parts = []
    for one in sheets:
        rows = rows_of(one.rows)
        chosen = rows.loc[sorted(places[one.pk])] if one.pk in places else rows
        parts.append(chosen.assign(_sheet=one.pk))
    return pd.concat(parts, ignore_index=True)


def earlier(number: int, table: str) -> Iterator[pd.DataFrame]:
    """Give the rows of each sheet of a table that was handed in before an import and stands."""
    with reading():
        rows = SheetRead.objects.filter(table=table, upload__batch__lt=number, upload__standing=True).exclude(rows="")
        for one in rows:
            yield rows_of(one.rows)
