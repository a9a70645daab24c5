"""From typed rows to resolved records: people and villages attached, and what each sheet speaks for."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd
from msgspec import Struct

from audit.model.contract import Recorded
from audit.model.conventions import Conventions
from audit.model.identity import Identities
from audit.model.source import DataError, Sheet
from audit.model.survey import NameQuestion
from audit.model.tables import TypedTables
from audit.reconcile.attached import attach_people, decision_errors, error_of, nowhere, unknown_user_ids
from audit.reconcile.distinct import of_sheets, texts
from audit.reconcile.fences import fenced
from audit.reconcile.households import with_households
from audit.reconcile.meetings import as_meetings
from audit.reconcile.people import People, make_people
from audit.reconcile.punches import AIDS, PUNCH_TABLES, RAW_TABLES
from audit.reconcile.same_names import same_name_questions
from audit.reconcile.sign_details import as_signs
from audit.reconcile.submissions import (
    ALWAYS,
    Speaking,
    Submissions,
    listed_rows,
    make_submissions,
    recorded_months,
    rows_of,
    township_rows,
)
from audit.reconcile.villages import make_villages

_EXPORTS = (*PUNCH_TABLES, *AIDS, "dingtalk_absences", "dingtalk_logs")
_PERSON = {
    "sign_in_grid": {"person": "person", "village": "village", "unit": "unit", "phone_tail": "phone_tail"},
    "sign_in_records": {"person": "person", "village": "village", "unit": "unit"},
    "leave_ledger": {"person": "person", "village": "village", "unit": "unit", "phone_tail": "phone_tail"},
    "work_logs": {"person": "person", "village": "village", "phone_tail": "phone_tail"},
    "diaries": {"person": "person", "village": "village"},
    "duty_records": {"person": "person", "village": "village", "phone_tail": "phone_tail"},
    "dingtalk_approvals": {"person": "applicant", "unit": "department", "user_id": "user_id"},
    **{name: {"person": "person", "unit": "department", "user_id": "user_id"} for name in _EXPORTS},
}
OF_MEMBERS = frozenset(_PERSON)
"""Import tables of members' attendance, leave, duty and logs: a village's own rows are all that its facts need."""

_EVERYONE = {"roster", "villages", "dingtalk_approvals", "dingtalk_absences"}
_OTHERS_WELCOME = {*_EXPORTS, "dingtalk_approvals"}
_SILENT = frozenset({*AIDS, "meeting_sign_in", "photos"})
_MERGED = {"work_logs": ("work_logs", "dingtalk_logs", "diaries"), "meetings": ("meetings", "meeting_sign_in")}
_VILLAGE_TABLES = ("meetings", "meeting_sign_in", "handovers", "visits")
_TOWN_TABLES = ("meetings", "meeting_sign_in")
_SOURCES = {**dict.fromkeys(PUNCH_TABLES, "punches"), "sign_in_grid": "sign_ins", "sign_in_records": "sign_ins"}
_SAID_AS = {"dingtalk_logs": "work_logs", "diaries": "work_logs", "dingtalk_absences": "dingtalk_approvals"}
_DAYS = {
    "sign_in_grid": "date", "sign_in_records": "date", "leave_ledger": "start", "work_logs": "log_date",
    "duty_records": "start",
    "dingtalk_approvals": "start", "dingtalk_absences": "start", "dingtalk_logs": "log_date", "meetings": "held_on",
    "diaries": "log_date", "meeting_sign_in": "held_on", "visits": "visited_on",
    **dict.fromkeys(PUNCH_TABLES, "date"), **RAW_TABLES,
}  # fmt: skip


class Sources(Struct, frozen=True):
    """Typed rows with people and villages attached.

    ``frames`` by import table: the typed columns plus person_id, of_village, file, sheet, cell (roster and village
    list as they came). ``submissions`` is what was handed in, ``errors`` what could not be attached; ``questions`` are
    those of them that are about names.
    """

    people: People
    sheets: tuple[Sheet, ...]
    frames: Mapping[str, pd.DataFrame]
    submissions: Submissions
    errors: tuple[DataError, ...]
    questions: tuple[NameQuestion, ...] = ()


def gather(
    typed: TypedTables, sheets: Sequence[Sheet], conventions: Conventions, identities: Identities | None = None
) -> Sources:
    """Attach people and villages to every table, and note what each sheet speaks for."""
    batch = tuple(sheets)
    villages = make_villages(typed.frames["villages"], typed.frames["roster"], batch)
    people = make_people(typed.frames["roster"], villages, batch, identities)
    frames: dict[str, pd.DataFrame] = {name: typed.frames[name] for name in ("roster", "villages")}
    errors = [*_unlisted_villages(people), *decision_errors(people)]
    questions = same_name_questions(people.postings, people.identities)
    for table, columns in _PERSON.items():
        strangers = table not in _OTHERS_WELCOME
        frames[table], asked = attach_people(typed.frames[table], people, batch, columns=columns, strangers=strangers)
        questions += asked
        errors += unknown_user_ids(typed.frames[table], frames[table], batch, columns)
    told = {**typed.frames, "meeting_sign_in": as_meetings(typed.frames["meeting_sign_in"], typed.frames["meetings"])}
    for table in _VILLAGE_TABLES:
        record = Recorded(table, village="village", townwide=table in _TOWN_TABLES)
        frames[table], found = attach_village(told[table], people, batch, record)
        errors += found
    frames["photos"] = _of_nobody(typed.frames["photos"], batch)
    for table, record in typed.recorded.items():
        frames[table], asked, found = attach_recorded(typed.frames[table], record, people, batch)
        questions += asked
        errors += found
    for table in ("sign_in_grid", "sign_in_records", "dingtalk_logs"):
        frames[table] = with_home_village(frames[table], people)
    about, lost = with_households(frames, conventions)
    frames |= about
    errors += lost
    frames["dingtalk_check_ins"] = fenced(frames["dingtalk_check_ins"], frames["villages"], people, conventions)
    rows = [row for speaking in _speaking(batch, frames, typed.recorded) for row in _submitted(speaking, people)]
    rows += _deciding_leave(rows, conventions)
    submissions = make_submissions(rows, not_kept=conventions.not_kept)
    errors += [error_of(question) for question in questions]
    frames |= {name: _merged([frames[table] for table in tables]) for name, tables in _MERGED.items()}
    books = as_signs(frames["sign_in_records"], frames["sign_in_grid"], batch)
    frames["sign_in_grid"] = pd.concat([frames["sign_in_grid"], books], ignore_index=True)
    return Sources(people, batch, frames, submissions, tuple(_once(errors)), tuple(questions))


def _of_nobody(frame: pd.DataFrame, sheets: tuple[Sheet, ...]) -> pd.DataFrame:
    """Add where they stand to rows that say nothing of any person or village."""
    if frame.empty:
        return nowhere(frame)
    places = {name: of_sheets(frame["_sheet"], sheets, part) for name, part in (("file", "file"), ("sheet", "name"))}
    return frame.assign(person_id="", of_village="", **places, cell=frame["_cell"])


def _merged(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put tables that tell the same below each other in the columns of the first; what one does not have is empty."""
    if not any(len(frame) for frame in frames[1:]):
        return frames[0].reset_index(drop=True)
    texts = {name: "" for name, dtype in frames[0].dtypes.items() if dtype == "str"}
    rows = pd.concat([frame.reindex(columns=frames[0].columns) for frame in frames], ignore_index=True)
    return rows.fillna(texts).astype(frames[0].dtypes.to_dict())


def _deciding_leave(rows: Sequence[Mapping[str, str]], conventions: Conventions) -> list[dict[str, str]]:
    """Say again as leave_slips what was handed in of the table that the conventions let decide."""
    either = ("leave_ledger", "dingtalk_approvals")
    deciding = either if conventions.leave_source == "either" else (conventions.leave_source,)
    return [dict(row, source="leave_slips") for row in rows if row["source"] in deciding]


def _unlisted_villages(people: People) -> list[DataError]:
    lost = people.postings[~people.postings["village"].isin(people.villages.names)].drop_duplicates("village")
    return [
        DataError(
            f, s, c, "unknown-village", "村", v, f"{f}《{s}》{c}村名“{v}”不在村情况表中，请更正村名或在村情况表中补登"
        )
        for f, s, c, v in zip(lost["file"], lost["sheet"], lost["cell"], lost["village"], strict=True)
    ]


def attach_recorded(
    frame: pd.DataFrame, record: Recorded, people: People, sheets: tuple[Sheet, ...]
) -> tuple[pd.DataFrame, list[NameQuestion], list[DataError]]:
    """Add person_id ("" where the table is of villages), of_village, file, sheet, cell and the day (``_day``, NaT
    without one) to the rows of a table whose contract says what they are about.

    A member's row without a village gets the one he is posted to, where there is only one.
    """
    if frame.empty:
        return nowhere(frame, _day="datetime64[us]"), [], []
    dated = frame.assign(_day=_days_of(frame, record.day))
    if not record.person:
        placed, errors = attach_village(dated, people, sheets, record)
        return placed.assign(person_id=pd.Series("", index=placed.index, dtype="str")), [], errors
    told = {"person": record.person, "village": record.village, "unit": record.unit}
    columns = {part: name for part, name in told.items() if name}
    placed, questions = attach_people(dated, people, sheets, columns=columns)
    return with_home_village(placed, people), questions, []


def _days_of(frame: pd.DataFrame, day: str) -> pd.Series:
    if not day:
        return pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]")
    if frame[day].dtype == "str":
        return pd.to_datetime(frame[day].replace("", None), format="%Y-%m").astype("datetime64[us]")
    days: pd.Series = frame[day].dt.normalize()
    return days


def attach_village(
    frame: pd.DataFrame, people: People, sheets: tuple[Sheet, ...], record: Recorded
) -> tuple[pd.DataFrame, list[DataError]]:
    """Add of_village, file, sheet and cell to rows that speak of a village; an unknown village is a data error.

    In a ``townwide`` table a row may speak of the whole township: its of_village is "". So it is, without an error, of
    rows that may come from ``elsewhere``.
    """
    if frame.empty:
        return nowhere(frame), []
    stated = frame[record.village]
    villages = {text: people.villages.named(text) or people.villages.mentioned(text) for text in stated.unique()}
    placed = frame.assign(
        village_text=stated,
        of_village=stated.map(villages).fillna("").astype("str"),
        file=of_sheets(frame["_sheet"], sheets, "file"),
        sheet=of_sheets(frame["_sheet"], sheets, "name"),
        cell=frame["_cell"],
    )
    if record.elsewhere:
        return placed, []
    ours = placed["village_text"].map(people.villages.is_township).astype("bool") & record.townwide
    nobodys = (placed["of_village"] == "") & ~ours
    lost = placed[nobodys].drop_duplicates(["file", "sheet", "village_text"])
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
    return placed[~nobodys].reset_index(drop=True), errors


def with_home_village(signs: pd.DataFrame, people: People) -> pd.DataFrame:
    """Give a sign whose sheet names no village the village its person is posted to, where there is only one."""
    if signs.empty:
        return signs
    homes = {person_id: names[0] if len(names) == 1 else "" for person_id, names in people.villages_of.items()}
    return signs.assign(
        of_village=signs["of_village"]
        .where(signs["of_village"] != "", signs["person_id"].map(homes).fillna(""))
        .astype("str")
    )


def _speaking(
    sheets: tuple[Sheet, ...], frames: Mapping[str, pd.DataFrame], recorded: Mapping[str, Recorded]
) -> Iterator[Speaking]:
    """Give each recognised sheet with those of its rows that could be used, and of them what tells who and when."""
    by_table: dict[str, dict[int, pd.DataFrame]] = {}
    for index, sheet in enumerate(sheets):
        if not sheet.table:
            continue
        table, record = sheet.table, recorded.get(sheet.table)
        day, frame = "_day" if record else _DAYS.get(table), frames[table]
        if table not in by_table:
            narrow = frame[[name for name in ("_sheet", "person_id", "of_village", "category", day) if name in frame]]
            by_table[table] = {int(str(number)): rows for number, rows in narrow.groupby("_sheet")}
        rows = by_table[table].get(index)
        rows = frame.iloc[:0] if rows is None else rows
        source = record.source if record else _SOURCES.get(table) or _SAID_AS.get(table, table)
        yield Speaking(source, index, sheet, rows, day, record)


def _submitted(speaking: Speaking, people: People) -> list[dict[str, str]]:
    table = speaking.sheet.table or ""
    if table in _SILENT or _is_of_township(speaking):
        return []
    if record := speaking.record:
        months = recorded_months(speaking, record)
        return township_rows(speaking, people, months) if record.elsewhere else rows_of(speaking, people, months)
    if table in _SOURCES:
        return listed_rows(speaking, people)
    if table in _EVERYONE:
        months = _approval_months(speaking) if speaking.source == "dingtalk_approvals" else [ALWAYS]
        return township_rows(speaking, people, months)
    return [*rows_of(speaking, people), *(rows_of(speaking, people, [ALWAYS]) if table == "handovers" else ())]


def _is_of_township(speaking: Speaking) -> bool:
    """Say whether a sheet has the township's own rows alone: it tells nothing of any village's."""
    rows, record = speaking.rows, speaking.record
    townwide = speaking.sheet.table in _TOWN_TABLES or (record is not None and record.townwide)
    return townwide and not rows.empty and not any(texts(rows["of_village"]))


def _approval_months(speaking: Speaking) -> list[str]:
    """List the months of the requests; 假勤记录 of trips or outings alone says nothing of leave."""
    rows = speaking.rows
    if speaking.sheet.table == "dingtalk_absences":
        rows = rows[rows["category"] == "leave"]
    days = rows["start"].dropna()
    return sorted({*days.dt.strftime("%Y-%m")}) if len(days) else []


def _once(errors: list[DataError]) -> list[DataError]:
    """Keep one error per file, name and code: four sheets of one export need not repeat it."""
    seen: dict[tuple[str, str, str], DataError] = {}
    for error in errors:
        seen.setdefault((error.file, error.code, error.value), error)
    return list(seen.values())
