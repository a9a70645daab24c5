"""Where each record stands, so that every value can name the cells it came from."""

from collections.abc import Mapping

import pandas as pd

from audit.model.contract import Recorded
from audit.reconcile.people import People
from audit.reconcile.punches import AIDS, PUNCH_TABLES, RAW_TABLES
from audit.reconcile.visits import visits_made

COLUMNS = ["person_id", "village", "date", "file", "sheet", "cell"]
_PUNCH_DAYS = {**dict.fromkeys((*PUNCH_TABLES, *AIDS), "date"), **RAW_TABLES}


def make_records(
    frames: Mapping[str, pd.DataFrame], slips: pd.DataFrame, halves: pd.DataFrame, people: People, listed: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """List the places of all records by source: person_id ("" for a village's), village, date (NaT for always),
    file, sheet, cell. ``listed`` are the village list's rows.
    """
    return {
        "sign_ins": _places(frames["sign_in_grid"], "date"),
        "punches": pd.concat([_places(frames[name], day) for name, day in _PUNCH_DAYS.items()], ignore_index=True),
        "work_logs": _places(frames["work_logs"], "log_date"),
        "meetings": _places(frames["meetings"].assign(person_id=""), "held_on"),
        "visits": visits_made(frames["visits"], people)[COLUMNS],
        "leave_slips": _of_slips(slips, halves, "leave"),
        "duty_records": _of_slips(slips, halves, "duty"),
        "roster": _of_roster(people),
        "villages": listed.reindex(columns=COLUMNS).assign(person_id="", date=pd.Series(pd.NaT, index=listed.index)),
    }


def recorded_places(frames: Mapping[str, pd.DataFrame], recorded: Mapping[str, Recorded]) -> dict[str, pd.DataFrame]:
    """List the places of the tables whose contract says what their rows are about, by source; ``of`` tells of what."""
    found: dict[str, list[pd.DataFrame]] = {}
    for table, record in recorded.items():
        frame = frames[table]
        told = frame[record.of] if record.of else pd.Series("", index=frame.index, dtype="str")
        rows = frame.assign(village=frame["of_village"], date=frame["_day"], of=told)
        found.setdefault(record.source, []).append(rows[[*COLUMNS, "of"]])
    return {source: pd.concat(rows, ignore_index=True) for source, rows in found.items()}


def _places(frame: pd.DataFrame, day: str) -> pd.DataFrame:
    return frame.assign(village=frame["of_village"], date=frame[day].dt.normalize())[COLUMNS]


def _of_slips(slips: pd.DataFrame, halves: pd.DataFrame, kind: str) -> pd.DataFrame:
    chosen = slips[slips["kind"] == kind]
    rows = halves[["slip", "date"]].merge(chosen, left_on="slip", right_index=True)
    return rows.assign(village=rows["of_village"])[COLUMNS].drop_duplicates(ignore_index=True)


def _of_roster(people: People) -> pd.DataFrame:
    terms = people.postings
    came = terms.assign(date=terms["arrived_on"])[COLUMNS]
    left = terms.assign(date=terms["left_on"])[COLUMNS].dropna(subset="date")
    return pd.concat([came, left], ignore_index=True)
