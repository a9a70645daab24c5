"""Work logs: one a person and day, and how like they are to the writer's own and the team's other logs."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from audit.reconcile.scope import Scope

_NOT_TEXT = re.compile(r"[^\w]+|_+")
_DIGITS = re.compile(r"\d+")
_DAY = ["person_id", "date"]


def comparable(text: str) -> str:
    """Give the text as it is compared: NFKC, no punctuation or space, every number ``#``."""
    return _DIGITS.sub("#", _NOT_TEXT.sub("", unicodedata.normalize("NFKC", text)))


def daily_logs(logs: pd.DataFrame) -> pd.DataFrame:
    """Join a person's entries of one day: person_id, of_village, date, book_no, content, text, characters.

    An entry without content is not a log.
    """
    written = logs[logs["content"] != ""].rename(columns={"log_date": "date"})
    written = written.sort_values(["person_id", "date", "content"])[[*_DAY, "of_village", "book_no", "content"]]
    several = written.duplicated(_DAY, keep=False)
    joined = written[several].groupby(_DAY, as_index=False).agg(
        of_village=("of_village", "first"), book_no=("book_no", "max"), content=("content", "\n".join)
    )  # fmt: skip
    days = pd.concat([written[~several], joined]).sort_values(_DAY, ignore_index=True)
    text = days["content"].map(comparable).astype("str")
    return days.assign(text=text, characters=text.str.len())


def with_similarity(days: pd.DataFrame, teams: pd.Series, scope: Scope) -> pd.DataFrame:
    """Add own_similarity, own_similar_on, team_similarity, team_similar_person, team_similar_on (percent, texts).

    ``teams`` maps person_id to village. Logs shorter than the convention's least length score 0. Only the month's
    logs are judged; the writer's older ones, back to the convention's window, are what they are compared with.
    """
    conventions = scope.conventions
    villages = days["person_id"].map(teams)
    in_month = (days["date"].dt.strftime("%Y-%m") == scope.month).to_numpy()
    logs = _Logs(days["text"].to_numpy(dtype=object), days["date"].to_numpy(), days["person_id"].to_numpy(dtype=object))
    own = _Nearest.of(len(days))
    long_enough = (days["characters"] >= conventions.log_min_chars).to_numpy()
    window = np.timedelta64(timedelta(days=conventions.log_window_days))
    for block in _blocks(days["person_id"], long_enough):
        _score_own(own, block[in_month[block]], block, logs, window=window)
    team = _Nearest.of(len(days))
    longer = (days["characters"] >= conventions.log_copy_chars).to_numpy() & in_month
    for block in _blocks(villages, longer):
        _score_team(team, block, logs)
    judged = days.assign(
        own_similarity=own.percent, own_similar_on=_shown(own, logs),
        team_similarity=team.percent, team_similar_person=_names(team, logs), team_similar_on=_shown(team, logs),
        village=villages,
    )  # fmt: skip
    chosen: pd.DataFrame = judged[in_month].reset_index(drop=True)
    return chosen


@dataclass(frozen=True, slots=True)
class _Logs:
    """The logs' texts, days and writers as arrays, in one order."""

    texts: np.ndarray
    days: np.ndarray
    people: np.ndarray


@dataclass(frozen=True, slots=True)
class _Nearest:
    """By log: how like its nearest other log is, in percent, and that log's place, -1 where none was looked at."""

    percent: np.ndarray
    place: np.ndarray

    @classmethod
    def of(cls, count: int) -> "_Nearest":
        """Begin with nothing compared."""
        return cls(np.zeros(count, dtype="int64"), np.full(count, -1, dtype="int64"))

    def note(self, mine: np.ndarray, others: np.ndarray, scores: np.ndarray) -> None:
        """Keep the best of ``scores`` (a row for each of mine, a column for each other; -1 does not count)."""
        self.percent[mine] = scores.max(axis=1).clip(min=0)
        self.place[mine] = others[scores.argmax(axis=1)]


def _blocks(groups: pd.Series, chosen: np.ndarray) -> Iterator[np.ndarray]:
    """Give the places of the chosen logs of each group."""
    places = np.flatnonzero(chosen)
    yield from (places[found] for found in groups.iloc[places].groupby(groups.iloc[places]).indices.values())


def _likeness(block: np.ndarray, others: np.ndarray, logs: _Logs) -> np.ndarray:
    texts = logs.texts[block].tolist()
    # One and the same list on both sides tells rapidfuzz that half of the scores will do.
    against = texts if len(block) == len(others) else logs.texts[others].tolist()
    scores = cdist(texts, against, scorer=Indel.normalized_similarity, dtype=np.float32)
    return np.floor(scores * 100 + 1e-4).astype("int64")


def _score_own(own: _Nearest, mine: np.ndarray, block: np.ndarray, logs: _Logs, *, window: np.timedelta64) -> None:
    if not len(mine) or len(block) < 2:
        return
    scores = _likeness(mine, block, logs)
    apart = np.abs(np.subtract.outer(logs.days[mine], logs.days[block]))
    scores[(apart == np.timedelta64(0, "D")) | (apart > window)] = -1
    own.note(mine, block, scores)


def _score_team(team: _Nearest, block: np.ndarray, logs: _Logs) -> None:
    people = logs.people[block]
    if len(set(people)) < 2:
        return
    scores = _likeness(block, block, logs)
    scores[people[:, None] == people[None, :]] = -1
    team.note(block, block, scores)


def _shown(nearest: _Nearest, logs: _Logs) -> pd.Series:
    """The day of each nearest log, empty where there is none."""
    days = pd.Series(logs.days[nearest.place]).dt.strftime("%Y-%m-%d") if len(logs.days) else pd.Series(dtype="str")
    return days.astype("str").where(nearest.place >= 0, "")


def _names(nearest: _Nearest, logs: _Logs) -> pd.Series:
    """The writer of each nearest log, empty where there is none."""
    names = [str(logs.people[place]).split("@")[0] if place >= 0 else "" for place in nearest.place.tolist()]
    return pd.Series(names, dtype="str")


def alike(judged: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Say of each judged log whether it is like the writer's own (own_alike) or a colleague's (team_alike)."""
    least = scope.conventions.log_similarity
    return judged.assign(own_alike=judged["own_similarity"] >= least, team_alike=judged["team_similarity"] >= least)


def monthly_likeness(judged: pd.DataFrame) -> pd.DataFrame:
    """Count alike logs per person: log_count, similar_logs, copied_logs, top_similarity, similar_example."""
    best = judged[["own_similarity", "team_similarity"]].max(axis=1)
    table = judged.assign(best=best, entries=1).groupby("person_id").agg(
        log_count=("entries", "sum"), similar_logs=("own_alike", "sum"), copied_logs=("team_alike", "sum"),
        top_similarity=("best", "max")
    )  # fmt: skip
    top = judged.assign(best=best).sort_values(["best", "date"], ascending=[False, True], kind="stable")
    top = top[top["best"] > 0].drop_duplicates("person_id").set_index("person_id")
    return table.join(
        top.apply(_example, axis=1).rename("similar_example")
        if len(top)
        else pd.Series(dtype="str", name="similar_example")
    )


def _example(row: pd.Series) -> str:
    first = f"{row['date'].month}月{row['date'].day}日"
    if row["own_similarity"] >= row["team_similarity"]:
        return f"{first}与本人{row['own_similar_on']}日志相似度{row['own_similarity']}%"
    return f"{first}与{row['team_similar_person']}{row['team_similar_on']}日志相似度{row['team_similarity']}%"
