"""Problems of the imported ledger (整改台账) and of the workspace, and what was changed after the feedback."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from audit.model.history import History
from audit.reconcile.material import Material
from audit.reconcile.people import People

TABLE, SOURCE = "rectification_ledger", "rectifications"
WORKSPACE, LEDGER = "工作区", "整改台账"
"""How the place of a problem reads that the workspace itself keeps."""

ALIKE = 90
"""From which likeness (0 to 100) two measures are one stock phrase (catalogue RCT-03: 0.9)."""

_FUZZY_UP_TO = 3000
_SHORTEST_MEASURE = 6
_ENDED, _REPORTED = ("closed", "dismissed"), ("submitted", "closed")
_ELEMENTS = {
    "lacks_measure": ("整改措施", ("measure",)),
    "lacks_owner": ("责任单位、责任人", ("owner", "person_in_charge")),
    "lacks_due": ("整改时限", ("due_on", "extended_to")),
    "lacks_result": ("整改情况", ("result",)),
    "lacks_proof": ("佐证材料", ("proof", "proof_no")),
}
_SEPARATORS = re.compile(r"[、,，;；\s]+")
_PUNCTUATION = re.compile(r"[\W\d_]+")
_SIGNS = re.compile(r"\W+")


def problems(of: Material) -> pd.DataFrame:
    """Make a row per problem raised by the day of judgement: those of the ledger, and those the workspace keeps."""
    told, own = told_by_ledger(of), _dated(of.history.problems, "raised_on", "due_on")
    return pd.concat([one for one in (told, own) if len(one)], ignore_index=True) if len(told) + len(own) else told


def told_by_ledger(of: Material) -> pd.DataFrame:
    """Make a row per problem of the ledger but for those that the workspace keeps too; of repeated ones the last row
    counts.

    A column that the sheet does not have is null wherever it would decide.
    """
    rows = _rows(of)
    if rows.empty:
        return pd.DataFrame()
    state = _state(rows)
    as_of = pd.Timestamp(of.scope.as_of)
    due = rows["extended_to"].where(rows["extended_to"] > rows["due_on"], rows["due_on"]).fillna(rows["extended_to"])
    ended, known = state.isin(_ENDED), state.notna()
    late = (as_of - due).dt.days.clip(lower=0).where(~ended, 0)
    lacks = pd.DataFrame({name: _lacks(rows, columns) for name, (_, columns) in _ELEMENTS.items()})
    made = rows.assign(
        due_on=due,
        ended=_flags(ended, known),
        held=_flags(state == "held", known),
        reported=_flags(state.isin(_REPORTED), known),
        closed=_flags(state == "closed", known),
        in_time=_flags((state == "submitted") & (rows["submitted_on"] <= due), known),
        overdue_days=late.where(known & (due.notna() | ended)),
        interviewed=_flags(rows["interviews"].fillna(0) > 0, ~rows["no_interviews"]),
        rerun_still=_flags(rows["review_result"] == "still", rows["review_result"].isin(["still", "passed"])),
        by_data=_flags(pd.Series(data=True, index=rows.index), known),
        missing=[_named(row) for row in lacks.eq(other=True).fillna(value=False).itertuples(index=False)],
        same_measures=_alike(rows["measure"]).where(~rows["no_measure"]),
    )
    return (
        made.drop(columns="closed_by")
        .join(lacks)
        .join(_earlier(rows))
        .join(_proofs(rows))
        .join(_closings(rows, state, of.people))
    )


def late_changes(of: Material) -> pd.DataFrame:
    """Give what the workspace found: only it keeps the versions of a file and can compare them."""
    return _dated(of.history.late_changes, "first_on", "last_on", "feedback_on")


def _dated(rows: Sequence[Mapping[str, Any]], *days: str) -> pd.DataFrame:
    """Make a frame of the workspace's rows, with these columns as days."""
    frame = pd.DataFrame([dict(row) for row in rows])
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in days}) if len(frame) else frame


def with_places(places: pd.DataFrame, history: History) -> pd.DataFrame:
    """Add to the places of the ledger's rows those of the workspace's own problems: their numbers."""
    own = _dated(history.problems, "raised_on")
    if own.empty:
        return places
    mine = own.assign(
        person_id="", date=own["raised_on"], file=WORKSPACE, sheet=LEDGER, cell=own["problem_key"].str[:8], of=""
    )
    return pd.concat([places, mine[list(places.columns)]], ignore_index=True) if len(places) else mine[[*places]]


def _rows(of: Material) -> pd.DataFrame:
    frame = of.frames[TABLE]
    raised = frame["issued_on"].fillna(frame["found_on"]).fillna(pd.Timestamp(of.scope.first))
    key = frame["problem_no"].where(frame["problem_no"] != "", frame["problem"])
    rows = frame.assign(village=frame["of_village"], problem_key=key, raised_on=raised)
    rows = rows[(rows["village"] != "") & (rows["raised_on"] <= pd.Timestamp(of.scope.as_of))]
    rows = rows.sort_values(["file", "sheet", "_row"], kind="stable")
    rows = rows.drop_duplicates(["village", "problem_key"], keep="last")
    rows = rows[~_kept_here(rows, of.history)].reset_index(drop=True)
    absent = [of.sheets[index].missing for index in rows["_sheet"]]
    names = {name for _, columns in _ELEMENTS.values() for name in columns}
    names |= {"status", "closed_on", "interviews", "closed_by", "reviewed_by", "review", "submitted_by"}
    gaps = {f"no_{name}": [name in missing for missing in absent] for name in sorted(names)}
    return rows.assign(**{name: pd.Series(gap, index=rows.index, dtype="bool") for name, gap in gaps.items()})


def _kept_here(rows: pd.DataFrame, history: History) -> "pd.Series[bool]":
    """Say which rows tell a problem that the workspace keeps: by its number, or in its words in the same village."""
    numbers = {str(row["problem_key"]) for row in history.problems}
    words = {(row["village"], _plain(str(row["message"]))) for row in history.problems}
    told = [(village, _plain(text)) in words for village, text in zip(rows["village"], rows["problem"], strict=True)]
    return rows["problem_no"].isin(numbers) | pd.Series(told, index=rows.index, dtype="bool")


def _plain(text: str) -> str:
    """Leave a sentence's words and numbers, without spaces and signs."""
    return _SIGNS.sub("", text)


def _state(rows: pd.DataFrame) -> pd.Series:
    """Tell the state by the closing day, else by the stated one; null where the sheet says neither."""
    state = rows["status"].where(rows["status"] != "", "open").astype("object")
    state = state.where(rows["closed_on"].isna() | (rows["status"] == "dismissed"), "closed")
    return state.where(~(rows["no_status"] & rows["no_closed_on"]), None)


def _flags(holds: pd.Series, known: pd.Series) -> pd.Series:
    return holds.astype("boolean").mask(~known)


def _lacks(rows: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Say whether an element is blank in all its columns; null where the sheet has none of them."""
    blank = pd.concat([rows[name].isna() | (rows[name].astype("str") == "") for name in columns], axis=1).all(axis=1)
    absent = pd.concat([rows[f"no_{name}"] for name in columns], axis=1).all(axis=1)
    return _flags(blank, ~absent)


def _named(lacks: tuple[object, ...]) -> str:
    titles = [title for title, _ in _ELEMENTS.values()]
    return "、".join(title for title, lack in zip(titles, lacks, strict=True) if lack)


def _earlier(rows: pd.DataFrame) -> pd.DataFrame:
    """Look the earlier problem up by its number in the same village, and count the months since its closing."""
    closed = rows.dropna(subset="closed_on").set_index(["village", "problem_key"])["closed_on"]
    pairs = pd.MultiIndex.from_arrays([rows["village"], rows["earlier"]])
    before = pd.Series(closed.reindex(pairs).to_numpy(), index=rows.index)
    months = 12 * (rows["raised_on"].dt.year - before.dt.year) + rows["raised_on"].dt.month - before.dt.month
    months += (rows["raised_on"].dt.day > before.dt.day).astype("Int64")
    return pd.DataFrame(
        {"links_earlier": rows["earlier"] != "", "earlier_key": rows["earlier"], "recurred_months": months}
    )


def _proofs(rows: pd.DataFrame) -> pd.DataFrame:
    """Count on how many problems the same numbered proof stands; a proof without number tells nothing."""
    parts = rows["proof_no"].map(lambda text: [part for part in _SEPARATORS.split(text) if part])
    each = rows[["village", "problem_key"]].assign(part=parts).explode("part").dropna(subset="part")
    each = each.assign(name=each["village"] + "“" + each["problem_key"] + "”")
    names = each.groupby("part")["name"].agg(lambda texts: sorted(set(texts)))
    uses = each["part"].map(names.map(len)).groupby(level=0).max()
    pairs = each.assign(others=each["part"].map(names)).explode("others")
    shared = pairs.loc[pairs["others"] != pairs["name"], "others"]
    told = {row: "、".join(dict.fromkeys(texts)) for row, texts in shared.groupby(level=0)}
    return pd.DataFrame(
        {
            "proof_uses": uses.reindex(rows.index).fillna(0).where(~rows["no_proof_no"]),
            "proof_with": pd.Series([told.get(row, "") for row in rows.index], index=rows.index, dtype="str"),
            "same_event_noted": rows["remark"].str.contains("同一"),
        }
    )


def _alike(measures: pd.Series) -> pd.Series:
    """Count for each measure how many problems have one like it, itself included; short ones tell nothing."""
    plain = measures.map(lambda text: _PUNCTUATION.sub("", text))
    counts = plain[plain.str.len() >= _SHORTEST_MEASURE].value_counts()
    texts = [str(text) for text in counts.index]
    if len(texts) <= _FUZZY_UP_TO and texts:
        near = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.uint8) >= ALIKE
        counts = pd.Series(near @ counts.to_numpy(), index=counts.index)
    return plain.map(counts).fillna(0)


def _closings(rows: pd.DataFrame, state: pd.Series, people: People) -> pd.DataFrame:
    """Tell who struck each problem off, and what is wrong with it (RCT-04)."""
    closer = rows["closed_by"].where(rows["closed_by"] != "", rows["reviewed_by"])
    members = _names_by_village(people)
    faults = [
        _fault(str(who), row, members)
        for who, row in zip(closer, rows.to_dict("records"), strict=True)
    ]  # fmt: skip
    silent = rows["no_closed_by"] & rows["no_reviewed_by"]
    closed = state == "closed"
    fault = pd.Series(faults, index=rows.index, dtype="object").where(closed, "none").where(~(silent & closed), None)
    by_program = closer.str.contains("程序") & rows["severity"].str.contains("提示")
    return pd.DataFrame({"closed_by": closer, "closing_fault": fault, "closed_by_program": by_program})


def _fault(closer: str, row: Mapping[Any, Any], members: Mapping[str, frozenset[str]]) -> str:
    if closer == "" or not (row["reviewed_by"] or row["review"]):
        return "none" if closer and row["no_reviewed_by"] and row["no_review"] else "skipped"
    if closer in (row["submitted_by"], row["person_in_charge"]):
        return "submitter"
    village = str(row["village"])
    return "village" if village in closer or closer in members.get(village, frozenset()) else "none"


def _names_by_village(people: People) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for village, person in zip(people.postings["village"], people.postings["person"], strict=True):
        found.setdefault(str(village), set()).add(str(person))
    return {village: frozenset(names) for village, names in found.items()}
