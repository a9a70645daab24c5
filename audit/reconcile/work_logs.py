"""Work logs: one a person and day, and how like they are to the writer's own, the team's and other villages' logs."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from audit.reconcile.alike import Nearest, comparable, excerpt, nearest_within, shared_part
from audit.reconcile.distinct import aggregated
from audit.reconcile.people import People
from audit.reconcile.scope import Scope, lies_in

_DAY = ["person_id", "date"]
_KEPT = ["last_on", "of_village", "book_no", "content", "place", "written_at"]
_MONTH_TYPES = {
    **dict.fromkeys(("log_count", "similar_logs", "copied_logs", "town_copied_logs", "top_similarity"), "int64"),
    "similar_example": "str",
}


def daily_logs(logs: pd.DataFrame) -> pd.DataFrame:
    """Join a person's entries of one day: person_id, of_village, date, last_on, book_no, content, place, written_at,
    text, characters.

    A log of several days is one log, of its first day ``date`` up to ``last_on``: else its text would be compared with
    itself. An entry without content is not a log. Of several entries the last one's time counts; the time at which a
    clerk typed another's paper log says nothing of its writer.
    """
    written = logs[logs["content"] != ""].rename(columns={"log_date": "date"})
    own_hand = written["typed_by"].isin([""]) | (written["typed_by"] == written["person"])
    last = written["last_on"].fillna(written["date"])
    written = written.assign(written_at=written["written_at"].where(own_hand), last_on=last)
    days = one_a_day(written[[*_DAY, *_KEPT]], {
        "last_on": ("last_on", "max"), "of_village": ("of_village", "first"), "book_no": ("book_no", "max"),
        "place": ("place", "max"), "written_at": ("written_at", "max"),
    })  # fmt: skip
    text = days["content"].map(comparable).astype("str")
    return days.assign(text=text, characters=text.str.len())


def one_a_day(written: pd.DataFrame, joined: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """Join a person's entries of one day in the order of their words; ``joined`` says what their other columns give.

    A column that is not named is null where entries were joined. Sorted by person and day.
    """
    several = written.duplicated(_DAY, keep=False)
    if not several.any():
        return written.sort_values(_DAY, ignore_index=True)
    ordered = written[several].sort_values([*_DAY, "content"])
    whole = ordered.groupby(_DAY, as_index=False).agg(content=("content", "\n".join), **joined)
    return pd.concat([written[~several], whole]).sort_values(_DAY, ignore_index=True)


def each_day(logs: pd.DataFrame) -> pd.DataFrame:
    """Unfold logs (``date``, ``last_on``) into a row for each day they are of, in ``date``; the index repeats."""
    first = logs["date"].dt.normalize()
    lengths = ((logs["last_on"].fillna(first) - first).dt.days + 1).to_numpy(dtype="int64")
    offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    rows = logs.assign(date=first).loc[logs.index.repeat(lengths)]
    return rows.assign(date=rows["date"] + pd.to_timedelta(offsets, unit="D"))


def logged_days(days: pd.DataFrame) -> pd.DataFrame:
    """Give the days that logs are of: person_id, date and ``alone``, whether a log is of that day and no other."""
    every = each_day(days).assign(alone=lambda rows: rows["last_on"] == days["date"].loc[rows.index])
    return aggregated(every, _DAY, alone=("alone", "max")).reset_index()


def with_similarity(days: pd.DataFrame, teams: pd.Series, across: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Add own_, team_ and town_similarity (percent) with the day and writer of the most similar log, and an example.

    ``teams`` maps person_id to village, ``across`` is what ``town_logs`` found. Logs shorter than the
    convention's least length score 0. Only the month's logs are judged; the writer's older ones, back to the
    convention's window, are what they are compared with.
    """
    stock = scope.conventions.stock_phrases
    villages = days["person_id"].map(teams)
    logs = days.assign(village=villages, text=days["content"].map(lambda text: comparable(text, stock)).astype("str"))
    in_month = lies_in(days["date"], scope.month).to_numpy()
    found = {"own": _own(logs, in_month, scope), "team": _team(logs, in_month, scope)}
    judged = logs.assign(
        **{f"{name}_similarity": nearest.percent for name, nearest in found.items()},
        **{f"{name}_similar_on": _days_of(nearest, days) for name, nearest in found.items()},
        team_similar_person=_names_of(found["team"], days),
        **{f"{name}_other": _texts(nearest.shown(days["content"].to_numpy(dtype=object)))
           for name, nearest in found.items()},
    )  # fmt: skip
    told = judged[in_month].merge(across, on=_DAY, how="left")
    told = told.assign(town_similarity=told["town_similarity"].fillna(0).astype("int64"))
    texts = dict.fromkeys(("town_similar_on", "town_similar_person", "town_similar_village", "town_other"), "")
    chosen: pd.DataFrame = told.fillna(texts).astype(dict.fromkeys(texts, "str"))
    return chosen


def _own(logs: pd.DataFrame, in_month: np.ndarray, scope: Scope) -> Nearest:
    days, lasts = logs["date"].to_numpy(), logs["last_on"].to_numpy()
    window = np.timedelta64(timedelta(days=scope.conventions.log_window_days))

    def barred(mine: np.ndarray, others: np.ndarray) -> np.ndarray:
        apart = np.abs(np.subtract.outer(days[mine], days[others]))
        same = (days[mine][:, None] <= lasts[others]) & (lasts[mine][:, None] >= days[others])
        return np.asarray(same | (apart > window))

    long_enough = (logs["text"].str.len() >= scope.conventions.log_min_chars).to_numpy()
    texts = logs["text"].to_numpy(dtype=object)
    return nearest_within(texts, logs["person_id"], chosen=long_enough, judged=in_month, barred=barred)


def _team(logs: pd.DataFrame, in_month: np.ndarray, scope: Scope) -> Nearest:
    people = logs["person_id"].to_numpy(dtype=object)
    longer = (logs["text"].str.len() >= scope.conventions.log_copy_chars).to_numpy() & in_month
    texts = logs["text"].to_numpy(dtype=object)
    return nearest_within(
        texts, logs["village"], chosen=longer, judged=in_month,
        barred=lambda mine, others: np.asarray(people[mine][:, None] == people[others][None, :]),
    )  # fmt: skip


def _texts(values: np.ndarray) -> pd.Series:
    return pd.Series(values, dtype="str").fillna("")


def _days_of(nearest: Nearest, days: pd.DataFrame) -> pd.Series:
    """The day of each nearest log, empty where there is none."""
    return _texts(nearest.shown(days["date"].dt.strftime("%Y-%m-%d").to_numpy(dtype=object)))


def _names_of(nearest: Nearest, days: pd.DataFrame) -> pd.Series:
    """The writer of each nearest log, empty where there is none."""
    return _texts(nearest.shown(days["person_id"].map(name_of).to_numpy(dtype=object)))


def name_of(person_id: str) -> str:
    """Give the name in a person's id; what follows it tells people of one name apart."""
    return person_id.split("@")[0]


def alike(judged: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Say whether each judged log is like the writer's own (own_alike), a colleague's or another village's."""
    least = scope.conventions.log_similarity
    return judged.assign(**{f"{name}_alike": judged[f"{name}_similarity"] >= least for name in ("own", "team", "town")})


def monthly_likeness(judged: pd.DataFrame) -> pd.DataFrame:
    """Count alike logs per person: log_count, similar_logs, copied_logs, town_copied_logs, top_similarity,
    similar_example.
    """
    if judged.empty:
        nobody = pd.Index([], dtype="str", name="person_id")
        return pd.DataFrame(columns=list(_MONTH_TYPES), index=nobody).astype(_MONTH_TYPES)
    kinds = [f"{name}_similarity" for name in ("own", "team", "town")]
    rows = judged.assign(best=judged[kinds].max(axis=1), entries=1)
    table = aggregated(
        rows, ["person_id"], log_count=("entries", "sum"), similar_logs=("own_alike", "sum"),
        copied_logs=("team_alike", "sum"), town_copied_logs=("town_alike", "sum"), top_similarity=("best", "max"),
    )  # fmt: skip
    top = rows.sort_values(["best", "date"], ascending=[False, True], kind="stable")
    top = top[top["best"] > 0].drop_duplicates("person_id")
    examples = {row["person_id"]: _example(row) for row in top.to_dict("records")}
    return table.join(pd.Series(examples, dtype="str", name="similar_example"))


def _example(row: Mapping[Any, Any]) -> str:
    """Put the two logs side by side with what they share: a person must see it to judge."""
    kind = max(("own", "team", "town"), key=lambda name: row[f"{name}_similarity"])
    who = {
        "own": "本人",
        "team": row["team_similar_person"],
        "town": f"{row['town_similar_village']}{row['town_similar_person']}",
    }[kind]
    mine, other = row["content"], row[f"{kind}_other"]
    shared = shared_part(mine, other)
    told = f"“{excerpt(mine)}”与“{excerpt(other)}”" + (f"，相同部分“{shared}”" if shared else "")
    percent = row[f"{kind}_similarity"]
    return f"{row['date'].month}月{row['date'].day}日与{who}{row[f'{kind}_similar_on']}日志相似度{percent}%：{told}"


def teams(people: People) -> pd.Series:
    """Give each member's village, that of his last posting, by person_id."""
    return people.postings.drop_duplicates("person_id", keep="last").set_index("person_id")["village"]
