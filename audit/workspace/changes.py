"""What differs between two versions of a table: rows added, removed and changed, cell by cell, in office words."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import pandas as pd
from msgspec import Struct

from audit import catalog
from audit.model.contract import ImportContract
from audit.model.source import Place
from audit.rectify.guards import told
from audit.store import rewritten, versions
from audit.store.rewritten import Rewritten

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
LABELS: Mapping[str, str] = {ADDED: "新增", REMOVED: "删去", CHANGED: "改动"}
_BLANK = "（空）"
_MERGED = {"both": CHANGED, "left_only": REMOVED, "right_only": ADDED}


class RowChange(Struct, frozen=True):
    """One row that differs: ``what`` (added, removed, changed), of which ``table``, whom and when it is about, each
    changed cell as (column title, before, now), and where it stands (removed: stood).
    """

    what: str
    table: str
    about: str
    cells: tuple[tuple[str, str, str], ...]
    place: Place

    @property
    def sentence(self) -> str:
        """Say it in one line."""
        cells = "，".join(f"{title} {before}→{now}" for title, before, now in self.cells)
        where = f"{self.place.file}《{self.place.sheet}》{self.place.cell}"
        return f"{LABELS[self.what]} {self.table} {self.about}{f'：{cells}' if cells else ''}（{where}）"


def of_import(number: int) -> list[RowChange]:
    """List what an import changed of what stood before it, in the order of tables and rows. ImportUnknownError."""
    contracts = catalog.load_imports()
    known = (one for one in rewritten.rewritten(number) if one.table in contracts and len(one.old))
    return [change for one in known for change in _row_changes(one, contracts[one.table])]


def _row_changes(one: Rewritten, contract: ImportContract) -> Iterator[RowChange]:
    compared = paired(one.old, one.new, contract)
    names = versions.identity(contract)
    for pair in compared[compared["what"] != ""].to_dict("records"):
        what = str(pair["what"])
        frame, at = (one.old, pair["old"]) if what == REMOVED else (one.new, pair["new"])
        row: Any = frame.loc[int(at)]
        sheet = one.sheets[int(row["_sheet"])]
        about = " ".join(text for text in (_said(row[name]) for name in names if name in row) if text != _BLANK)
        cells = tuple(_cells(one.old.loc[int(pair["old"])], row, contract)) if what == CHANGED else ()
        yield RowChange(what, contract.title, about, cells, Place(sheet.file, sheet.name, str(row["_cell"])))


def _cells(before: Any, now: Any, contract: ImportContract) -> Iterator[tuple[str, str, str]]:
    for name, column in contract.columns.items():
        texts = _said(before.get(name)), _said(now.get(name))
        if texts[0] != texts[1]:
            yield column.title, *texts


def paired(old: pd.DataFrame, new: pd.DataFrame, contract: ImportContract) -> pd.DataFrame:
    """Pair rows about the same people, villages and days (where several are, in their order).

    Columns: old and new (labels, null without a counterpart), and what: "" for a row that is as it was.
    """
    names = versions.identity(contract)
    columns = [name for name in contract.columns if name in old or name in new]
    pairs = _keyed(old, names).merge(
        _keyed(new, names), on=["key", "nth"], how="outer", suffixes=("_old", "_new"), indicator=True
    )
    pairs = pairs.rename(columns={"label_old": "old", "label_new": "new"})
    what = pairs["_merge"].astype("str").map(_MERGED)
    both = what == CHANGED
    before, now = (_texts(frame, pairs.loc[both, side], columns) for frame, side in ((old, "old"), (new, "new")))
    what = what.mask(both, "")
    what.loc[pairs.index[both][(before != now).any(axis=1)]] = CHANGED
    return pairs.assign(what=what).sort_values(["new", "old"], kind="stable", ignore_index=True)[["old", "new", "what"]]


def _keyed(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    key = pd.Series("", index=frame.index, dtype="str")
    for name in names:
        key = key + "\x1f" + frame[name].astype("str").fillna("")
    return pd.DataFrame({"key": key, "nth": key.groupby(key).cumcount(), "label": frame.index})


def _texts(frame: pd.DataFrame, labels: pd.Series, columns: Sequence[str]) -> Any:
    """Give the values of some rows as texts, a row each; a column that the frame lacks is empty."""
    rows = frame.loc[labels.astype("int64")].reindex(columns=list(columns))
    return rows.apply(lambda column: column.astype("str").fillna("").replace({"nan": "", "<NA>": ""})).to_numpy()


def _said(value: Any) -> str:
    if isinstance(value, tuple):
        return "、".join(map(str, value)) or _BLANK
    if value is None or value is pd.NaT or value is pd.NA or value != value or value == "":
        return _BLANK
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return told(value.date()) + (f" {value:%H:%M}" if value.time() != time() else "")
    return told(value) if isinstance(value, date) else str(value)
