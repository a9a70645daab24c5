"""Meetings: one row per village, date and kind, and who of the teams was there."""

from itertools import compress

import pandas as pd

from audit.model.source import Sheet
from audit.reconcile.distinct import aggregated
from audit.reconcile.people import People
from audit.reconcile.scope import Scope, lies_in

KIND_TITLES = {"team": "工作队会议", "committees": "村“两委”会议", "handover": "交接座谈会", "other": "会议"}
_SIGN_IN = "meeting_sign_in"
_LACKS = {"lacks_minutes": "会议记录", "lacks_photo": "照片", "lacks_attendees": "参会人员名单"}


def attended(meetings: pd.DataFrame, people: People) -> pd.DataFrame:
    """List who of the roster attended: person_id, date. Village cadres and guests in the minutes are passed over."""
    rows = [
        (person_id, held_on)
        for village, held_on, names in zip(
            meetings["of_village"], meetings["held_on"], meetings["attendees"], strict=True
        )
        for name in names
        if (person_id := people.resolve(name, village=village))
    ]
    frame = pd.DataFrame(rows, columns=["person_id", "date"])
    return frame.astype({"person_id": "str", "date": "datetime64[us]"}).drop_duplicates(ignore_index=True)


def as_meetings(signed: pd.DataFrame, like: pd.DataFrame) -> pd.DataFrame:
    """Tell sign-in sheets as meetings, a row for each: who was there, in the columns of ``like``.

    A sheet that nobody signed is none.
    """
    there = signed[signed["present"].fillna(value=False)]
    if there.empty:
        return like.iloc[:0]
    # A column that a list of names does not have stays empty, as where nobody wrote anything.
    held = there.groupby(["_sheet", "village", "held_on"], as_index=False, sort=False)
    rows = held.agg(
        kind=("kind", "first"), kind_text=("kind_text", "first"), topic=("topic", "first"), place=("place", "first"),
        host=("host", "first"), recorder=("recorder", "first"), attendees=("person", tuple), _row=("_row", "min"),
        first=("_cell", "first"), last=("_cell", "last"),
    )  # fmt: skip
    cells = rows["first"].str.split(":").str[0] + ":" + rows["last"].str.split(":").str[-1]
    rows = rows.assign(
        _cell=cells, absentees=rows["kind"].map(lambda _: ()), remark="", minutes_text="", photo_names=""
    ).reindex(columns=like.columns)
    return rows.astype(like.dtypes.to_dict())


def meeting_facts(meetings: pd.DataFrame, sheets: tuple[Sheet, ...], scope: Scope) -> pd.DataFrame:
    """Make the columns of the fact contract meeting for the month's meetings.

    Two entries of one village, date and kind are one meeting; it has what either of them has. A column the sheet
    does not have is not known; a column left blank is lacking.
    """
    rows = meetings[lies_in(meetings["held_on"], scope.month) & (meetings["of_village"] != "")]
    table = pd.DataFrame(
        {
            "village": rows["of_village"],
            "held_on": rows["held_on"],
            "kind": rows["kind"],
            "kind_text": rows["kind_text"],
            "topic": rows["topic"],
            "attendees": rows["attendees"].map(len).astype("Int64").mask(absent_column(rows, sheets, "attendees")),
            "has_minutes": _has(rows, sheets, "minutes"),
            "has_photo": _has(rows, sheets, "photo"),
        }
    )
    keys = ["village", "held_on", "kind"]
    table = aggregated(
        table.sort_values([*keys, "topic"]), keys, kind_text=("kind_text", "first"), topic=("topic", "first"),
        attendees=("attendees", "max"), has_minutes=("has_minutes", "max"), has_photo=("has_photo", "max"),
    ).reset_index()  # fmt: skip
    table["kind_title"] = (
        table["kind"].map(KIND_TITLES).where(table["kind"] != "other", table["kind_text"]).replace("", "会议")
    )
    table["lacks_minutes"] = ~table["has_minutes"].astype("boolean")
    table["lacks_photo"] = ~table["has_photo"].astype("boolean")
    table["lacks_attendees"] = table["attendees"].astype("Int64") == 0
    return table.assign(missing=missing_text(table, _LACKS)).drop(columns=["has_minutes", "has_photo", "kind_text"])


def absent_column(rows: pd.DataFrame, sheets: tuple[Sheet, ...], column: str) -> pd.Series:
    """Say which rows come from a sheet that does not have the column at all; a sign-in sheet has but the names."""
    if column != "attendees":
        lists = frozenset(n for n, sheet in enumerate(sheets) if sheet.table == _SIGN_IN)
        return rows["_sheet"].map(lambda n: n in lists or column in sheets[n].missing).astype("bool")
    return rows["_sheet"].map(lambda n: column in sheets[n].missing).astype("bool")


def _has(rows: pd.DataFrame, sheets: tuple[Sheet, ...], column: str) -> pd.Series:
    return rows[column].astype("boolean").fillna(value=False).mask(absent_column(rows, sheets, column))


def missing_text(table: pd.DataFrame, titles: dict[str, str]) -> pd.Series:
    """Name what each row lacks, joined with 、."""
    flags = [table[name].astype("boolean").fillna(value=False).tolist() for name in titles]
    texts = ["、".join(compress(titles.values(), row)) for row in zip(*flags, strict=True)]
    return pd.Series(texts, index=table.index, dtype="str")
