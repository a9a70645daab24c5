"""What was handed in anew after a problem was fed back (倒补, RCT-05): found once for each import, then remembered."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time

import pandas as pd

from audit import catalog, reconcile
from audit.model.contract import ImportContract
from audit.model.problem import Problem
from audit.model.source import SOURCE_TITLES
from audit.rectify import facts
from audit.rectify.facts import Edit, Row
from audit.store import batches, rewritten, runs, versions
from audit.store import problems as store
from audit.store.batches import Handed
from audit.store.plain import from_plain, to_plain
from audit.store.rewritten import Rewritten
from audit.workspace.changes import ADDED, CHANGED, REMOVED, paired
from audit.workspace.inputs import Given, digest, load

BOOKS = frozenset({"sign_ins", "work_logs", "leave_slips", "meetings", "visits"})
"""Sources that villages write themselves; a system's export is nobody's book to alter."""

Named = Callable[[str, str], str]


def late_changes(problems: Sequence[Problem], today: date, what: Given) -> list[Row]:
    """Make the rows of RCT-05 by a day: what later imports changed on days that fed back problems speak of."""
    fed_back = [one.issued_on for one in problems if one.issued_on and one.issued_on <= today]
    if not fed_back or not what.standing:
        return []
    since = datetime.combine(min(fed_back), time.max).astimezone()
    found = [one for one in _edits(batches.standing_since(since), what) if one.filed_on <= today]
    touched = {one.village for one in found}
    cited = store.cited(one.finding for one in problems if one.village in touched)
    days = {one.id: [date.fromisoformat(day) for day in cited.get(one.finding, ())] for one in problems}
    return facts.late_change_rows(found, problems, days)


def _edits(handed: Sequence[Handed], what: Given) -> list[Edit]:
    """Give the edits of imports, working out only those that are not remembered."""
    base = digest("edits", sorted(what.file_key(name) for name in what.standing))
    keys = {one.number: digest(base, one.number) for one in handed}
    known = runs.shared(list(keys.values()))
    fresh = [one for one in handed if keys[one.number] not in known]
    if fresh:
        typed, sheets = load(what, what.standing)
        named = _naming(reconcile.people_of(typed, sheets, catalog.load_identities()))
        made = {keys[one.number]: to_plain(tuple(_of_import(one, named))) for one in fresh}
        runs.share(made)
        known |= made
    return [edit for one in handed for edit in from_plain(tuple[Edit, ...], known[keys[one.number]])]


def _naming(people: reconcile.People) -> Named:
    """Give what names the village a row speaks of: by its text, else by the only village of its person; else ""."""

    def named(text: str, person: str) -> str:
        known = people.villages.named(text) or people.villages.mentioned(text)
        homes = people.villages_of.get(people.resolve(person), ()) if person and not known else ()
        return known or (homes[0] if len(homes) == 1 else "")

    return named


def _of_import(handed: Handed, named: Named) -> Iterator[Edit]:
    contracts = {
        name: one for name, one in catalog.load_imports().items() if one.feeds in BOOKS and not one.exported
    }  # fmt: skip
    for one in rewritten.rewritten(handed.number, contracts):
        yield from _of_table(one, contracts[one.table], handed, named)


def _of_table(one: Rewritten, contract: ImportContract, handed: Handed, named: Named) -> Iterator[Edit]:
    """Give one edit for each village and month of a table that an import changed."""
    pairs = paired(one.old, one.new, contract)
    parts = []
    for what, frame, side in ((REMOVED, one.old, "old"), (ADDED, one.new, "new"), (CHANGED, one.new, "new")):
        labels = pairs.loc[pairs["what"] == what, side].astype("int64")
        parts.append(_placed(frame.loc[labels], contract, named).assign(what=what))
    rows = pd.concat(parts, ignore_index=True)
    stood = _stood(handed.number, contract, named) if len(rows) else frozenset()
    title, filed_on = SOURCE_TITLES[contract.feeds], handed.at.astimezone().date()
    for (village, month), part in rows.groupby(["village", "month"]):
        days = {what: tuple(day.date() for day in part.loc[part["what"] == what, "day"]) for what in part["what"]}
        yield Edit(
            str(village), contract.feeds, title, str(month), filed_on,
            days.get(ADDED, ()), days.get(CHANGED, ()), days.get(REMOVED, ()),
            corrected=bool(handed.correction), first_filing=(village, month) not in stood,
        )  # fmt: skip


def _placed(frame: pd.DataFrame, contract: ImportContract, named: Named) -> pd.DataFrame:
    """Give village, day and month of rows, of those that say them."""
    person = next((name for name, column in contract.columns.items() if column.type == "name"), "")
    blank = pd.Series("", index=frame.index, dtype="str")
    texts = [frame[name].fillna("") if name in frame else blank for name in ("village", person)]
    rows = pd.DataFrame(
        {
            "village": [named(str(text), str(who)) for text, who in zip(*texts, strict=True)],
            "day": versions.days_of(frame, contract),
            "month": versions.months_of(frame, contract),
        },
        index=frame.index,
    )
    return rows[(rows["village"] != "") & (rows["month"] != "")]


def _stood(number: int, contract: ImportContract, named: Named) -> frozenset[tuple[str, str]]:
    """Say for which villages and months the table had been handed in before."""
    found = (_placed(frame, contract, named) for frame in rewritten.earlier(number, contract.table))
    return frozenset(pair for rows in found for pair in zip(rows["village"], rows["month"], strict=True))
