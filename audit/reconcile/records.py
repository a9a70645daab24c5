"""Where each record stands, so that every value can name the cells it came from."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pandas as pd

from audit.model.contract import Recorded
from audit.model.source import Sheet
from audit.reconcile.distinct import filled, of_sheets
from audit.reconcile.people import People
from audit.reconcile.punches import AIDS, PUNCH_TABLES, RAW_TABLES
from audit.reconcile.visits import visits_made
from audit.reconcile.work_logs import each_day

COLUMNS = ["person_id", "village", "date", "file", "sheet", "cell"]
_PUNCH_DAYS = {**dict.fromkeys((*PUNCH_TABLES, *AIDS), "date"), **RAW_TABLES}


def record_makers(frames: Mapping[str, pd.DataFrame], people: People) -> dict[str, Callable[[], pd.DataFrame]]:
    """Say by source how the places of its records are listed, for sources that need nothing but their rows.

    Each list has person_id ("" for a village's), village, date (NaT for always), file, sheet, cell.
    """
    return {
        "sign_ins": lambda: _places(frames["sign_in_grid"], "date"),
        "punches": lambda: pd.concat(
            [_places(frames[name], _PUNCH_DAYS[name]) for name in filled(frames, _PUNCH_DAYS)], ignore_index=True
        ),
        "work_logs": lambda: _places(each_day(frames["work_logs"].rename(columns={"log_date": "date"})), "date"),
        "meetings": lambda: _places(frames["meetings"].assign(person_id=""), "held_on"),
        "visits": lambda: visits_made(frames["visits"], people)[COLUMNS],
        "roster": lambda: _of_roster(people),
    }


def recorded_places(
    frames: Mapping[str, pd.DataFrame], recorded: Mapping[str, Recorded]
) -> dict[str, Callable[[], pd.DataFrame]]:
    """Say how the places are listed of tables whose contract says what their rows are about; ``of`` tells of what."""
    tables: dict[str, list[str]] = {}
    for table, record in recorded.items():
        tables.setdefault(record.source, []).append(table)
    return {source: partial(_recorded, frames, recorded, several) for source, several in tables.items()}


def _recorded(
    frames: Mapping[str, pd.DataFrame], recorded: Mapping[str, Recorded], tables: Sequence[str]
) -> pd.DataFrame:
    found = []
    for table in filled(frames, tables):
        frame, about = frames[table], recorded[table].of
        told = frame[about] if about else pd.Series("", index=frame.index, dtype="str")
        rows = frame.assign(village=frame["of_village"], date=frame["_day"], of=told)
        found.append(rows[[*COLUMNS, "of"]])
    return pd.concat(found, ignore_index=True)


def village_places(frame: pd.DataFrame, sheets: Sequence[Sheet]) -> pd.DataFrame:
    """List where each village stands in the village list: it has no person and no day."""
    return frame.assign(
        person_id="",
        date=pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]"),
        file=of_sheets(frame["_sheet"], sheets, "file"),
        sheet=of_sheets(frame["_sheet"], sheets, "name"),
        cell=frame["_cell"],
    )[COLUMNS]


def _places(frame: pd.DataFrame, day: str) -> pd.DataFrame:
    return frame.assign(village=frame["of_village"], date=frame[day].dt.normalize())[COLUMNS]


def slip_places(slips: pd.DataFrame, halves: pd.DataFrame, kind: str) -> pd.DataFrame:
    """List where each day of leave or duty (``kind``) is written."""
    chosen = slips[slips["kind"] == kind]
    rows = halves[["slip", "date"]].merge(chosen, left_on="slip", right_index=True)
    return rows.assign(village=rows["of_village"])[COLUMNS].drop_duplicates(ignore_index=True)


def _of_roster(people: People) -> pd.DataFrame:
    terms = people.postings
    came = terms.assign(date=terms["arrived_on"])[COLUMNS]
    left = terms.assign(date=terms["left_on"])[COLUMNS].dropna(subset="date")
    return pd.concat([came, left], ignore_index=True)
