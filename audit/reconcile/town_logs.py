"""Work logs of different villages compared: what is kept of every log's words, and which logs are alike.

A log's words are prepared once for each file that it came in; to compare them again after one file changed costs
little.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from audit.model.conventions import Conventions
from audit.reconcile.alike import Nearest, comparable, nearest_across, sentences
from audit.reconcile.distinct import texts
from audit.reconcile.people import People
from audit.reconcile.scope import Scope, lies_in
from audit.reconcile.work_logs import name_of, one_a_day, teams

_OWN_WORD = "某"


def own_words(people: People) -> dict[str, tuple[str, ...]]:
    """Give by village the words that differ from village to village though the text is one: its names, its team's."""
    words: dict[str, set[str]] = {name: set() for name in people.villages.names}
    for spelling, village in people.villages.spellings.items():
        words.setdefault(village, set()).add(spelling)
    for village, person in zip(people.postings["village"], people.postings["person"], strict=True):
        words.setdefault(village, set()).add(person)
    return {village: tuple(sorted(mine, key=len, reverse=True)) for village, mine in words.items()}


def log_words(logs: pd.DataFrame, people: People, of: Conventions) -> pd.DataFrame:
    """Prepare written logs (person_id, log_date, content) to be compared with those of other villages.

    Gives person_id, date, content, village (the writer's), words (the text as it is compared, the village's own names
    and those of its people left out) and sentences (those long enough to tell texts apart, a line each).
    """
    rows = logs[logs["content"] != ""].rename(columns={"log_date": "date"})[["person_id", "date", "content"]]
    villages = rows["person_id"].map(teams(people)).astype("str")
    return _prepared(rows.assign(village=villages), own_words(people), of.stock_phrases)


def _prepared(rows: pd.DataFrame, own: Mapping[str, Sequence[str]], stock: Sequence[str]) -> pd.DataFrame:
    here = {village: own.get(village, ()) for village in rows["village"].unique()}
    patterns = {village: re.compile("|".join(map(re.escape, mine))) for village, mine in here.items() if mine}
    contents = [
        patterns[village].sub(_OWN_WORD, content) if village in patterns else content
        for village, content in zip(rows["village"], rows["content"], strict=True)
    ]
    words = pd.Series([comparable(text, stock) for text in contents], index=rows.index, dtype="str")
    parts = pd.Series(["\n".join(sentences(text, stock)) for text in contents], index=rows.index, dtype="str")
    return rows.assign(words=words, sentences=parts)


def across_villages(logs: pd.DataFrame, people: People, scope: Scope) -> pd.DataFrame:
    """Find for the month's logs the most similar one of another village: person_id, date and the ``town_`` columns.

    ``logs`` are those of ``log_words``, of any number of files. A log without a similar one has no row; ``village`` is
    the writer's.
    """
    known = logs[(logs["date"] <= pd.Timestamp(scope.covered_to)) & logs["village"].notna()]
    days = one_a_day(known[lies_in(known["date"], scope.month)], {"village": ("village", "first")})
    joined = days["words"].isna()
    if joined.any():
        again = _prepared(days[joined], own_words(people), scope.conventions.stock_phrases)
        days = pd.concat([days[~joined], again]).sort_index()
    nearest = _nearest(days, scope.conventions.log_copy_chars)
    hits = np.flatnonzero(nearest.place >= 0)
    mine, others = (days.iloc[places].reset_index(drop=True) for places in (hits, nearest.place[hits]))
    return pd.DataFrame({
        "person_id": mine["person_id"], "date": mine["date"], "town_similarity": nearest.percent[hits],
        "town_similar_on": others["date"].dt.strftime("%Y-%m-%d").astype("str"),
        "town_similar_person": others["person_id"].map(name_of).astype("str"),
        "town_similar_village": others["village"], "town_other": others["content"], "village": mine["village"],
    })  # fmt: skip


def _nearest(days: pd.DataFrame, least: int) -> Nearest:
    parts = [lines.split("\n") if lines else [] for lines in texts(days["sentences"])]
    return nearest_across(
        days["words"].to_numpy(dtype=object), parts, days["village"],
        chosen=(days["words"].str.len() >= least).to_numpy(dtype=bool),
        owners=days["person_id"].to_numpy(dtype=object),
    )  # fmt: skip
