"""Which sheets speak for whom: what was handed in, by source, village, month and person.

Absence is only evidence where the source was handed in. A sheet that names a village speaks for that village, one
that names a person for that person, one that names the township for all its villages; otherwise a sheet speaks for
the villages that stand in its rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import pandas as pd
from msgspec import Struct

from audit.model.contract import Recorded
from audit.model.source import Sheet
from audit.reconcile.distinct import each, texts
from audit.reconcile.people import People
from audit.reconcile.periods import stated_span
from audit.reconcile.punches import PUNCH_TABLES
from audit.reconcile.scope import months_between
from audit.reconcile.villages import plain

COLUMNS = ["source", "village", "month", "person_id", "file", "sheet", "cell"]
ALWAYS = ""
"""The month of sources that are not monthly (roster, village list, handovers)."""


class Submissions(Struct, frozen=True):
    """What was handed in. ``frame`` has the columns of ``Facts.submissions``; ``not_kept`` sources count as handed
    in everywhere because the office does not ask for them.
    """

    frame: pd.DataFrame
    not_kept: frozenset[str]
    handed: Mapping[str, frozenset[tuple[str, str, str]]]
    places: frozenset[tuple[str, str, str]]

    def known(self, source: str, rows: pd.DataFrame) -> pd.Series:
        """Say for each row (person_id, village, month) whether the source was handed in for it."""
        if source in self.not_kept:
            return pd.Series(data=True, index=rows.index)
        handed = self.handed.get(source, frozenset())

        def speaks(village: str, month: str, person_id: str) -> bool:
            mine = {(village, month, ""), (village, month, person_id), (village, ALWAYS, "")}
            return not handed.isdisjoint(mine)

        return each([rows["village"], rows["month"], rows["person_id"]], speaks, "bool")

    def known_throughout(self, source: str, village: str, first: date, last: date) -> bool:
        """Say whether the source was handed in for a village for every month from one day to another."""
        return all(self.known_village(source, village, month) for month in months_between(first, last))

    def known_village(self, source: str, village: str, month: str) -> bool:
        """Say whether the source was handed in for a village in a month."""
        mine = {(source, village, month), (source, village, ALWAYS)}
        return source in self.not_kept or not self.places.isdisjoint(mine)


class Speaking(Struct, frozen=True):
    """One recognised sheet with the rows of it that could be used (person_id, of_village, and a day column)."""

    source: str
    index: int
    sheet: Sheet
    rows: pd.DataFrame
    day: str | None
    record: Recorded | None = None


def speaks_for(speaking: Speaking, people: People) -> list[tuple[str, str]]:
    """List the (village, person_id) a sheet speaks for; person_id "" means the whole team."""
    title = f"{speaking.sheet.title} {speaking.sheet.name}"
    village = people.villages.mentioned(title)
    named = _people_named(title, people, village)
    if named and _is_own_book(speaking, named[0][1]):
        return named
    if village:
        return [(village, "")]
    if people.villages.mentions_township(title):
        return [(name, "") for name in people.villages.names]
    return [(name, "") for name in _villages_in(speaking.rows, people)]


def _is_own_book(speaking: Speaking, person_id: str) -> bool:
    """Say whether nobody else has rows in the sheet: else the title only names who kept or checked it."""
    return "person_id" in speaking.rows and bool((speaking.rows["person_id"] == person_id).all())


def _people_named(title: str, people: People, village: str) -> list[tuple[str, str]]:
    """Find the one member a log book's title names; a first secretary's book says nothing of his colleagues."""
    text = plain(title)
    named = [person_id for name, ids in people.by_name.items() if name in text for person_id in ids]
    hits = {
        (place, person_id)
        for person_id in named
        for place in people.villages_of[person_id]
        if not village or place == village
    }
    return sorted(hits) if len({person_id for _, person_id in hits}) == 1 else []


def _villages_in(rows: pd.DataFrame, people: People) -> list[str]:
    if rows.empty:
        return []
    stated = set(texts(rows["of_village"])) - {""}
    if not stated and "person_id" in rows:
        stated = {place for person_id in set(texts(rows["person_id"])) for place in people.villages_of[person_id]}
    return [name for name in people.villages.names if name in stated]


def months_of(speaking: Speaking) -> list[str]:
    """List the months a sheet speaks for: those it states, else those from its first to its last row."""
    if speaking.sheet.period:
        return months_between(*speaking.sheet.period)
    if speaking.day is None:
        return [ALWAYS]
    days = speaking.rows[speaking.day].dropna() if not speaking.rows.empty else pd.Series(dtype="datetime64[us]")
    return months_between(days.min().date(), days.max().date()) if len(days) else []


def recorded_months(speaking: Speaking, record: Recorded) -> list[str]:
    """List the months a sheet of a recorded table speaks for; a title may state a quarter, half a year or a year."""
    if record.stands or not record.day:
        return [ALWAYS]
    span = stated_span(f"{speaking.sheet.title} {speaking.sheet.name}") if not speaking.sheet.period else None
    return months_between(*span) if span else months_of(speaking)


def rows_of(speaking: Speaking, people: People, months: Sequence[str] | None = None) -> list[dict[str, str]]:
    """Make the submission rows of one sheet that speaks for villages or single members."""
    when = months_of(speaking) if months is None else months
    return [
        _row(speaking, village, month, person) for village, person in speaks_for(speaking, people) for month in when
    ]


def township_rows(speaking: Speaking, people: People, months: Sequence[str]) -> list[dict[str, str]]:
    """Make the rows of a sheet that speaks for every village, whatever it lists."""
    return [_row(speaking, village, month, "") for village in people.villages.names for month in months]


def listed_rows(speaking: Speaking, people: People) -> list[dict[str, str]]:
    """Make the rows of a sheet that speaks only for the people it lists (sign-in grids, DingTalk sheets)."""
    if speaking.rows.empty:
        return []
    pairs = dict.fromkeys(zip(texts(speaking.rows["person_id"]), texts(speaking.rows["of_village"]), strict=True))
    months = months_of(speaking)
    return [
        _row(speaking, village, month, person_id)
        for person_id, place in pairs
        for village in ([place] if place else people.villages_of[person_id])
        for month in months
    ]


def _row(speaking: Speaking, village: str, month: str, person_id: str) -> dict[str, str]:
    sheet = speaking.sheet
    values = (speaking.source, village, month, person_id, sheet.file, sheet.name, sheet.cells)
    return dict(zip(COLUMNS, values, strict=True))


def make_submissions(rows: Iterable[Mapping[str, str]], *, not_kept: Sequence[str]) -> Submissions:
    """Collect submission rows into one frame, sorted so that the order of files does not matter."""
    told = sorted({tuple(row[name] for name in COLUMNS) for row in rows})
    frame = pd.DataFrame(told, columns=COLUMNS, dtype="str")
    handed: dict[str, set[tuple[str, str, str]]] = {}
    for source, village, month, person_id, *_ in told:
        handed.setdefault(source, set()).add((village, month, person_id))
    places = frozenset((source, village, month) for source, mine in handed.items() for village, month, _ in mine)
    by_source = {source: frozenset(mine) for source, mine in handed.items()}
    return Submissions(frame, frozenset(not_kept), by_source, places)


def last_day_of_exports(sheets: Sequence[Sheet], first: date, last: date) -> date | None:
    """Give the last day the punch exports that overlap the month cover, None where there is none."""
    ends = [
        sheet.period[1]
        for sheet in sheets
        if sheet.table in PUNCH_TABLES and sheet.period and sheet.period[0] <= last and sheet.period[1] >= first
    ]
    return min(max(ends), last) if ends else None


def previous_month_first(first: date) -> date:
    """Give the first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)
