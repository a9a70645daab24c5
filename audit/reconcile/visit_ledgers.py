"""How complete a village's ledger of visits is: rows that lack what a visit's entry must have."""

import pandas as pd

from audit.reconcile.material import Material
from audit.reconcile.scope import lies_in

_FIELDS = {"visitors": "走访人", "household": "户主", "content": "走访内容", "signed": "签字"}
"""Asked only of sheets that have the column: what a sheet has no room for is not left out by the writer."""


def visit_ledger(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract visit_ledger: a row per village and month with its visits' entries."""
    rows = of.frames["visits"]
    rows = rows[lies_in(rows["visited_on"], of.scope.month)]
    lacks = pd.DataFrame({name: _lacking(of, rows, name) for name in _FIELDS}, index=rows.index)
    # Nobody can sign on the telephone.
    lacks["signed"] &= rows["way"] != "phone"
    told = lacks.assign(village=rows["of_village"], any_lacking=lacks.any(axis=1))
    sums = told.groupby("village").sum().reindex(list(of.members.villages.names), fill_value=0)
    known = [of.known("visits", village, of.scope.first, of.scope.last) for village in sums.index]
    handed = pd.Series(known, index=sums.index, dtype="bool")
    counted = told.groupby("village").size().reindex(sums.index, fill_value=0)
    found = pd.DataFrame(
        {
            "visit_rows": counted.where(handed),
            "incomplete_rows": sums["any_lacking"].where(handed),
            "lacking": _written(sums).where(handed),
        }
    )
    return found.rename_axis("village").reset_index().assign(month=of.scope.month)


def _lacking(of: Material, rows: pd.DataFrame, name: str) -> pd.Series:
    absent = rows["_sheet"].map(lambda number: name in of.sheets[number].missing).astype("bool")
    return _blank(rows[name]) & ~absent


def _blank(column: pd.Series) -> pd.Series:
    if column.dtype == "boolean":
        return ~column.fillna(value=False).astype("bool")
    return column.map(len).eq(0)


def _written(sums: pd.DataFrame) -> pd.Series:
    texts = [
        "、".join(f"缺{title}{row[name]}条" for name, title in _FIELDS.items() if row[name])
        for row in sums[list(_FIELDS)].to_dict("records")
    ]
    return pd.Series(texts, index=sums.index, dtype="str")
