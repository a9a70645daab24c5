"""Work logs: one a person and day, and how like they are to the writer's own and the team's other logs."""

import re
import unicodedata
from datetime import timedelta

import numpy as np
import pandas as pd
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from audit.reconcile.scope import Scope

_NOT_TEXT = re.compile(r"[^\w]+|_+")
_DIGITS = re.compile(r"\d+")


def comparable(text: str) -> str:
    """Give the text as it is compared: NFKC, no punctuation or space, every number ``#``."""
    return _DIGITS.sub("#", _NOT_TEXT.sub("", unicodedata.normalize("NFKC", text)))


def daily_logs(logs: pd.DataFrame) -> pd.DataFrame:
    """Join a person's entries of one day: person_id, of_village, date, book_no, content, text, characters.

    An entry without content is not a log.
    """
    written = logs[logs["content"] != ""].rename(columns={"log_date": "date"})
    days = written.sort_values(["person_id", "date", "content"]).groupby(["person_id", "date"], as_index=False).agg(
        of_village=("of_village", "first"), book_no=("book_no", "max"), content=("content", "\n".join)
    )  # fmt: skip
    text = days["content"].map(comparable).astype("str")
    return days.assign(text=text, characters=text.str.len())


def with_similarity(days: pd.DataFrame, teams: pd.Series, scope: Scope) -> pd.DataFrame:
    """Add own_similarity, own_similar_on, team_similarity, team_similar_person, team_similar_on (percent, texts).

    ``teams`` maps person_id to village. Logs shorter than the convention's least length score 0. Only the month's
    logs are judged; the writer's older ones, back to the convention's window, are what they are compared with.
    """
    month = days["date"].dt.strftime("%Y-%m") == scope.month
    judged = days.assign(
        own_similarity=0, own_similar_on="", team_similarity=0, team_similar_person="", team_similar_on="",
        village=days["person_id"].map(teams), in_month=month,
    ).reset_index(drop=True)  # fmt: skip
    long_enough = judged[judged["characters"] >= scope.conventions.log_min_chars]
    for _, block in long_enough.groupby("person_id"):
        _score_own(judged, block, scope)
    longer = long_enough[(long_enough["characters"] >= scope.conventions.log_copy_chars) & long_enough["in_month"]]
    for _, block in longer.groupby("village"):
        _score_team(judged, block)
    return judged[judged["in_month"]].drop(columns="in_month").reset_index(drop=True)


def _likeness(block: pd.DataFrame, others: pd.DataFrame) -> np.ndarray:
    scores = cdist(
        block["text"].tolist(), others["text"].tolist(), scorer=Indel.normalized_similarity, dtype=np.float32
    )
    return np.floor(scores * 100 + 1e-4).astype("int64")


def _score_own(judged: pd.DataFrame, block: pd.DataFrame, scope: Scope) -> None:
    mine = block[block["in_month"]]
    if mine.empty or len(block) < 2:
        return
    scores = _likeness(mine, block)
    apart = np.abs(np.subtract.outer(mine["date"].to_numpy(), block["date"].to_numpy()))
    window = np.timedelta64(timedelta(days=scope.conventions.log_window_days))
    scores[(apart == np.timedelta64(0, "D")) | (apart > window)] = -1
    best = scores.argmax(axis=1)
    judged.loc[mine.index, "own_similarity"] = scores.max(axis=1).clip(min=0)
    judged.loc[mine.index, "own_similar_on"] = _shown(block["date"].iloc[best])


def _score_team(judged: pd.DataFrame, block: pd.DataFrame) -> None:
    if block["person_id"].nunique() < 2:
        return
    scores = _likeness(block, block)
    people = block["person_id"].to_numpy()
    scores[people[:, None] == people[None, :]] = -1
    best = scores.argmax(axis=1)
    judged.loc[block.index, "team_similarity"] = scores.max(axis=1).clip(min=0)
    judged.loc[block.index, "team_similar_person"] = block["person_id"].iloc[best].str.split("@").str[0].to_numpy()
    judged.loc[block.index, "team_similar_on"] = _shown(block["date"].iloc[best])


def _shown(dates: pd.Series) -> np.ndarray:
    return np.asarray(dates.dt.strftime("%Y-%m-%d"))


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
