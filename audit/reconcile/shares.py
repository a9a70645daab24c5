"""A month cut by village: what each file says of whom, what all villages have in common, and a village's own share.

So that after one village's file changes only that village is made anew: ``speech_of`` is kept for each file, ``Common``
is small and told apart from the rows, and ``narrowed`` leaves a village's own people with their attendance, leave and
logs. All other tables stay whole: what they say of one village may depend on what they say of another.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

import pandas as pd
from msgspec import Struct
from msgspec.structs import replace

from audit.model.history import NOTHING, History
from audit.model.round import Round
from audit.model.source import DataError, Sheet
from audit.model.tables import TypedTables
from audit.reconcile.distinct import texts
from audit.reconcile.drafts import ABSENCES, drafts, guests_of
from audit.reconcile.people import People
from audit.reconcile.punches import PUNCH_TABLES, RAW_TABLES
from audit.reconcile.scope import month_first, month_last
from audit.reconcile.sources import OF_MEMBERS, Sources, gather
from audit.reconcile.submissions import COLUMNS as SUBMITTED
from audit.reconcile.submissions import Submissions, last_day_of_exports, make_submissions, previous_month_first

_STANDING = ("roster", "villages")
NO_VILLAGE = ""
"""The part of the township that is no village: facts about groups, or about villages nobody listed."""


class Speech(Struct, frozen=True):
    """What one file says: the ``villages`` that its rows of single members touch, each with their digest; the digest
    of its ``other`` rows ("" without); what it hands in (``submitted``: source, month, person_id, sheet, cell, and
    for which villages); its months of approved leave; what names in it could not be attached.
    """

    file: str
    villages: Mapping[str, str]
    other: str
    submitted: tuple[tuple[str, str, str, str, str, tuple[str, ...]], ...]
    approved: tuple[str, ...]
    errors: tuple[DataError, ...]


class Common(Struct, frozen=True):
    """What the facts of every village depend on beside its own rows.

    ``covered_to`` is the last day the files speak of, ``made_on`` the day by which they were surely made,
    ``context_first`` the day with which the ledger begins. ``approved`` are months with an export of approved leave;
    ``no_reason`` says that no leave ledger has reasons. ``across`` are the likenesses of logs between villages, None
    where they are found on the way.
    """

    covered_to: date
    made_on: date
    context_first: date
    approved: frozenset[str]
    no_reason: bool
    across: pd.DataFrame | None = None


class Share(Struct, frozen=True):
    """Villages that are made by themselves, what they have in common with the others, and what files without rows of
    theirs hand in for them (rows of ``Facts.submissions``). ``known`` are the villages of all parts, ``history`` what
    the workspace knows of earlier work.
    """

    villages: frozenset[str]
    common: Common
    submitted: tuple[Mapping[str, str], ...] = ()
    known: frozenset[str] = frozenset()
    history: History = NOTHING

    def owns(self, table: pd.DataFrame) -> list[bool]:
        """Say which rows of a fact table are of these villages; what is of no known village is of ``NO_VILLAGE``.

        A row without any village is somebody's who is left out here: his own village has it.
        """
        # None and NaN, for a row without a village, are nobody's and of no known village too.
        strange = NO_VILLAGE in self.villages
        return [
            village in self.villages or (strange and isinstance(village, str) and village not in self.known)
            for village in texts(table["village"])
        ]


class Heard(Struct, frozen=True):
    """What files say, by name; the township's name, its villages in parts that share nobody, and errors that belong
    to no file (the office's own decisions). ``guests`` names, for a village that others are drafted to inspect, the
    villages these are from. ``people`` are those of the roster, ``logs`` the rows of work logs.
    """

    speeches: Mapping[str, Speech]
    township: str
    units: tuple[frozenset[str], ...]
    errors: tuple[DataError, ...]
    guests: Mapping[str, frozenset[str]]
    people: People
    logs: pd.DataFrame


def hear(typed: TypedTables, sheets: Sequence[Sheet], of: Round) -> Heard:
    """Say what each file of a batch says; the roster must be among them."""
    sources = gather(typed, sheets, of.conventions, of.identities)
    found = speech_of(sources)
    left = tuple(error for error in sources.errors if error.file not in found)
    people, logs = sources.people, sources.frames["work_logs"]
    return Heard(found, people.villages.township, _units(people), left, guests_of(sources), people, logs)


def speech_of(sources: Sources) -> dict[str, Speech]:
    """Say what each file says, by its name."""
    told = _told(sources)
    touched: dict[str, dict[str, list[bytes]]] = {sheet.file: {} for sheet in sources.sheets}
    for digests in _digests(sources):
        for (file, village), digest in digests.items():
            touched[file].setdefault(village, []).append(digest)
    approved, others = _approved(sources), _other_digests(sources)
    return {
        file: Speech(
            file,
            {village: _sha(parts) for village, parts in sorted(villages.items())},
            _sha(others[file]) if file in others else "",
            tuple((*said, tuple(named)) for said, named in told.get(file, {}).items()),
            tuple(sorted(approved.get(file, ()))),
            tuple(error for error in sources.errors if error.file == file),
        )
        for file, villages in touched.items()
    }


_Said = tuple[str, str, str, str, str]


def _told(sources: Sources) -> dict[str, dict[_Said, list[str]]]:
    """Gather what each file hands in: for which villages, by source, month, person_id, sheet and cell."""
    frame = sources.submissions.frame
    found: dict[str, dict[_Said, list[str]]] = {}
    names = ("file", "village", "source", "month", "person_id", "sheet", "cell")
    for file, village, *said in zip(*(frame[name].tolist() for name in names), strict=True):
        found.setdefault(file, {}).setdefault((said[0], said[1], said[2], said[3], said[4]), []).append(village)
    return found


def submitted(speeches: Iterable[Speech], villages: Collection[str]) -> Iterator[dict[str, str]]:
    """Give what files hand in for some villages as rows of ``Facts.submissions``."""
    for one in speeches:
        for source, month, person_id, sheet, cell, named in one.submitted:
            for village in named:
                if village in villages:
                    values = (source, village, month, person_id, one.file, sheet, cell)
                    yield dict(zip(SUBMITTED, values, strict=True))


def _digests(sources: Sources) -> Iterable[dict[tuple[str, str], bytes]]:
    """Digest the rows of each table by file and village; a row is of its own village and of its person's villages."""
    homes, drafted = sources.people.villages_of, drafts(sources)
    for name, frame in sorted(sources.frames.items()):
        if name not in OF_MEMBERS or frame.empty:
            continue
        away = drafted if name in ABSENCES else {}
        pairs = pd.MultiIndex.from_arrays([frame["person_id"], frame["of_village"]])
        codes, kept = pairs.factorize()
        villages = [
            tuple(dict.fromkeys((*([own] if own else []), *homes.get(who, ()), *away.get(who, ()))))
            for who, own in kept
        ]  # fmt: skip
        rows = pd.DataFrame({"file": frame["file"], "hash": _hashes(frame)})
        rows["village"] = [villages[code] for code in codes]
        spread = rows.explode("village")
        yield {
            (str(file), str(village)): part.to_numpy().tobytes()
            for (file, village), part in spread.groupby(["file", "village"])["hash"]
        }


def _other_digests(sources: Sources) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for name, frame in sorted(sources.frames.items()):
        if name in OF_MEMBERS or name in _STANDING or frame.empty:
            continue
        hashes = _hashes(frame)
        for file, part in hashes.groupby(frame["file"]):
            found.setdefault(str(file), []).append(part.to_numpy().tobytes())
    return found


def _hashes(frame: pd.DataFrame) -> "pd.Series[int]":
    """Hash each row; a sheet's place in the batch says nothing, and changes with the other files."""
    return pd.util.hash_pandas_object(frame.drop(columns="_sheet"), index=False)


def _sha(parts: Sequence[bytes]) -> str:
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _approved(sources: Sources) -> dict[str, set[str]]:
    rows = sources.frames["dingtalk_approvals"]
    leave = rows[(rows["category"] == "leave") & rows["start"].notna()]
    found: dict[str, set[str]] = {}
    for file, month in zip(leave["file"], leave["start"].dt.strftime("%Y-%m"), strict=True):
        found.setdefault(file, set()).add(month)
    return found


def common_to_all(speeches: Iterable[Speech], sheets: Sequence[Sheet], of: Round) -> Common:
    """Work out what all villages have in common from what all files say; ``across`` is left open."""
    every = tuple(speeches)
    handed = {said[:2] for one in every for said in one.submitted}
    return _common(handed, {month for one in every for month in one.approved}, sheets, of)


def common_of(sources: Sources, of: Round) -> Common:
    """Work out what all villages have in common from all sources; ``across`` is left open."""
    frame = sources.submissions.frame
    handed = set(zip(frame["source"], frame["month"], strict=True))
    return _common(handed, set().union(*_approved(sources).values()), sources.sheets, of)


def _common(
    handed: Collection[tuple[str, str]], approved: Collection[str], sheets: Sequence[Sheet], of: Round
) -> Common:
    first, last = month_first(of.month), month_last(of.month)
    exported = last_day_of_exports(sheets, first, last)
    stated = [sheet.generated_at.date() for sheet in sheets if sheet.generated_at]
    before = previous_month_first(first)
    known = {month for source, month in handed if source in ("sign_ins", "punches")}
    registers = [sheet for sheet in sheets if sheet.table == "leave_ledger"]
    return Common(
        covered_to=min(last, of.as_of, exported or last),
        made_on=max([of.as_of, *stated]),
        # A run of days may have begun in the month before, where its records were handed in too.
        context_first=before if f"{before:%Y-%m}" in known else first,
        approved=frozenset(approved),
        no_reason=bool(registers) and all("reason" in sheet.missing for sheet in registers),
    )


def _units(people: People) -> tuple[frozenset[str], ...]:
    """Part the roster's villages so that nobody is posted to villages of two parts; the last part is no village."""
    names = dict.fromkeys([*people.villages.names, *people.postings["village"]])
    part = {name: frozenset({name}) for name in names}
    for villages in people.villages_of.values():
        joined = frozenset().union(*(part[name] for name in villages))
        part |= dict.fromkeys(joined, joined)
    return (*dict.fromkeys(part.values()), frozenset({NO_VILLAGE}))


def narrowed(sources: Sources, share: Share) -> Sources:
    """Leave some villages, which share nobody with any other, with their postings and their members' rows."""
    villages, people = share.villages, sources.people
    mine = people.postings[people.postings["village"].isin(villages)].reset_index(drop=True)
    ids = set(mine["person_id"])
    guests = {who for who, places in drafts(sources).items() if not villages.isdisjoint(places)}
    names = tuple(name for name in people.villages.names if name in villages)
    return replace(
        sources,
        people=replace(people, postings=mine, villages=replace(people.villages, names=names)),
        sheets=_with_spans(sources),
        submissions=_with_said(sources.submissions, share.submitted),
        frames={
            name: _rows_of(frame, villages, ids | guests if name in ABSENCES else ids) if name in OF_MEMBERS else frame
            for name, frame in sources.frames.items()
        },
    )


def _rows_of(frame: pd.DataFrame, villages: Collection[str], ids: Collection[str]) -> pd.DataFrame:
    if frame.empty:
        return frame
    return frame[frame["of_village"].isin(villages) | frame["person_id"].isin(ids)].reset_index(drop=True)


def _with_said(known: Submissions, said: Sequence[Mapping[str, str]]) -> Submissions:
    told = zip(*(texts(known.frame[name]) for name in SUBMITTED), strict=True)
    rows = [dict(zip(SUBMITTED, row, strict=True)) for row in told]
    return make_submissions([*rows, *said], not_kept=sorted(known.not_kept))


def _with_spans(sources: Sources) -> tuple[Sheet, ...]:
    """Give punch sheets that do not state their days those of all their rows, before rows are left out."""
    spans: dict[int, tuple[date, date]] = {}
    for table in PUNCH_TABLES:
        frame = sources.frames[table]
        if frame.empty:
            continue
        days = frame.dropna(subset=RAW_TABLES.get(table, "date")).groupby("_sheet")[RAW_TABLES.get(table, "date")]
        first, last = days.min(), days.max()
        ends = zip(first.index.tolist(), first, last, strict=True)
        spans |= {index: (low.date(), high.date()) for index, low, high in ends}
    return tuple(
        replace(sheet, period=spans[index]) if sheet.period is None and index in spans else sheet
        for index, sheet in enumerate(sources.sheets)
    )
