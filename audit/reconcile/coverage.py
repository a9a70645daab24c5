"""Which days the punch sheets cover for whom: half a month handed in says nothing of the other half."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from audit.model.source import Sheet
from audit.reconcile.distinct import filled, keys_of
from audit.reconcile.punches import PUNCH_TABLES, RAW_TABLES


def punch_spans(frames: Mapping[str, pd.DataFrame], sheets: tuple[Sheet, ...]) -> pd.DataFrame:
    """Give person_id, first, last for each person a punch sheet lists: the days it states, else those of its rows."""
    parts = [_spans(frames[table], RAW_TABLES.get(table, "date"), sheets) for table in filled(frames, PUNCH_TABLES)]
    return pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)


def _spans(frame: pd.DataFrame, day: str, sheets: tuple[Sheet, ...]) -> pd.DataFrame:
    listed = frame[["person_id", "_sheet"]].drop_duplicates()
    every = listed["_sheet"].unique().tolist()
    ends: dict[int, Any] = {index: sheets[index].period for index in every if sheets[index].period}
    silent = frame[~frame["_sheet"].isin(ends.keys())]
    if len(silent):
        of_rows = silent.groupby("_sheet")[day].agg(["min", "max"])
        ends |= {index: (low, high) for index, low, high in of_rows.itertuples()}
    first, last = ([ends[index][end] for index in listed["_sheet"].tolist()] for end in (0, 1))
    spans = pd.DataFrame({"person_id": listed["person_id"].array, "first": first, "last": last})
    return spans.astype({"first": "datetime64[us]", "last": "datetime64[us]"})


def covered(rows: pd.DataFrame, spans: pd.DataFrame) -> pd.Series:
    """Say for each person-day (person_id, date, is_workday, workday_number) whether a span covers it.

    Days off next to a covered workday are covered: exports of single punches have nothing on a weekend.
    """
    if spans.empty:
        return pd.Series(data=False, index=rows.index)
    merged = rows[["person_id", "date"]].reset_index().merge(spans, on="person_id")
    inside = merged[(merged["date"] >= merged["first"]) & (merged["date"] <= merged["last"])]["index"]
    hit = pd.Series(rows.index.isin(inside), index=rows.index, dtype="bool")
    numbers = ["person_id", "workday_number"]
    worked = set(keys_of(rows[hit & rows["is_workday"]], numbers))
    beside = [(who, number) in worked or (who, number + 1) in worked for who, number in keys_of(rows, numbers)]
    return hit | (~rows["is_workday"].astype("bool") & np.array(beside, dtype=bool))
