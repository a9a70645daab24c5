"""From typed rows to resolved records: people and villages attached, and what each sheet speaks for."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from audit.model.source import DataError, Sheet
from audit.model.tables import TypedTables
from audit.reconcile.people import People, attach_people
from audit.reconcile.submissions import Speaking, listed_rows, rows_of

DINGTALK = ("dingtalk_raw", "dingtalk_daily", "dingtalk_times", "dingtalk_monthly")
_PERSON = {
    "sign_in_grid": {"person": "person", "village": "village", "unit": "unit"},
    "leave_ledger": {"person": "person", "village": "village", "unit": "unit"},
    "work_logs": {"person": "person", "village": "village"},
    "duty_records": {"person": "person", "village": "village"},
    "dingtalk_approvals": {"person": "applicant", "unit": "department", "user_id": "user_id"},
    **{name: {"person": "person", "unit": "department", "user_id": "user_id"} for name in DINGTALK},
}
_OTHERS_WELCOME = {*DINGTALK, "dingtalk_approvals"}
_VILLAGE_TABLES = ("meetings", "handovers")
_SOURCES = {**dict.fromkeys(DINGTALK, "punches"), "sign_in_grid": "sign_ins"}
_DAYS = {
    "sign_in_grid": "date", "leave_ledger": "start", "work_logs": "log_date", "duty_records": "start",
    "dingtalk_approvals": "start", "dingtalk_raw": "work_date", "dingtalk_daily": "date", "dingtalk_times": "date",
    "dingtalk_monthly": "date", "meetings": "held_on",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Resolved:
    """``frames`` by import table with person_id, of_village, file, sheet, cell; ``submissions`` rows; ``errors``."""

    frames: Mapping[str, pd.DataFrame]
    submissions: tuple[Mapping[str, str], ...]
    errors: tuple[DataError, ...]


def resolve(typed: TypedTables, sheets: tuple[Sheet, ...], people: People) -> Resolved:
    """Attach people and villages to every table, and note what each sheet speaks for."""
    frames: dict[str, pd.DataFrame] = {}
    errors: list[DataError] = []
    for table, columns in _PERSON.items():
        strangers = table not in _OTHERS_WELCOME
        frames[table], found = attach_people(typed.frames[table], people, sheets, columns=columns, strangers=strangers)
        errors += found
    for table in _VILLAGE_TABLES:
        frames[table], found = attach_village(typed.frames[table], people, sheets)
        errors += found
    frames["sign_in_grid"] = with_home_village(frames["sign_in_grid"], people)
    rows = [
        row for index, sheet in enumerate(sheets) if sheet.table for row in _submitted(index, sheet, frames, people)
    ]
    return Resolved(frames, tuple(rows), tuple(_once(errors)))


def attach_village(
    frame: pd.DataFrame, people: People, sheets: tuple[Sheet, ...]
) -> tuple[pd.DataFrame, list[DataError]]:
    """Add of_village, file, sheet and cell to rows that speak of a village; an unknown village is a data error."""
    villages = {
        text: people.villages.named(text) or people.villages.mentioned(text) for text in frame["village"].unique()
    }
    placed = frame.assign(
        village_text=frame["village"],
        of_village=frame["village"].map(villages).fillna("").astype("str"),
        file=frame["_sheet"].map(lambda n: sheets[n].file).astype("str"),
        sheet=frame["_sheet"].map(lambda n: sheets[n].name).astype("str"),
        cell=frame["_cell"],
    ).rename(columns={"village": "village_stated"})
    if "place_text" not in placed and "place" in frame:
        placed["venue"] = frame["of_village"]
    lost = placed[(placed["of_village"] == "")].drop_duplicates(["file", "sheet", "village_text"])
    errors = [
        DataError(
            f,
            s,
            c,
            "unknown-village",
            "村",
            v,
            f"{f}《{s}》{c}村名“{v}”不在村情况表和花名册中，请更正村名或在村情况表中补登别名",
        )
        for f, s, c, v in zip(lost["file"], lost["sheet"], lost["cell"], lost["village_text"], strict=True)
    ]
    return placed[placed["of_village"] != ""].reset_index(drop=True), errors


def with_home_village(signs: pd.DataFrame, people: People) -> pd.DataFrame:
    """Give a sign whose sheet names no village the village its person is posted to, where there is only one."""
    homes = people.postings.groupby("person_id")["village"].agg(
        lambda names: names.iloc[0] if names.nunique() == 1 else ""
    )
    return signs.assign(
        of_village=signs["of_village"]
        .where(signs["of_village"] != "", signs["person_id"].map(homes).fillna(""))
        .astype("str")
    )


def _submitted(index: int, sheet: Sheet, frames: Mapping[str, pd.DataFrame], people: People) -> list[dict[str, str]]:
    table = sheet.table or ""
    if table not in frames:
        return []
    rows = frames[table]
    mine = rows[rows["_sheet"] == index]
    speaking = Speaking(_SOURCES.get(table, table), index, sheet, mine, _DAYS.get(table))
    if table in _SOURCES:
        return listed_rows(speaking, people)
    if table == "dingtalk_approvals":
        everyone = [dict(row, village=name) for name in people.villages.names for row in rows_of(speaking, people)[:1]]
        return [dict(row, month=month) for row in everyone for month in _approval_months(speaking)]
    return rows_of(speaking, people)


def _approval_months(speaking: Speaking) -> list[str]:
    days = speaking.rows["start"].dropna()
    return sorted({*days.dt.strftime("%Y-%m")}) if len(days) else []


def _once(errors: list[DataError]) -> list[DataError]:
    """Keep one error per file, name and code: four sheets of one export need not repeat it."""
    seen: dict[tuple[str, str, str], DataError] = {}
    for error in errors:
        seen.setdefault((error.file, error.code, error.value), error)
    return list(seen.values())
