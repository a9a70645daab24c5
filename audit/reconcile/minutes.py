"""What minutes of meetings say: how like they are to the village's older ones and to other villages' of the month."""

from datetime import timedelta

import numpy as np
import pandas as pd

from audit.reconcile.alike import (
    Nearest,
    comparable,
    excerpt,
    nearest_across,
    nearest_within,
    sentences,
    shared_part,
    without_titles,
)
from audit.reconcile.material import Material
from audit.reconcile.meetings import KIND_TITLES
from audit.reconcile.scope import lies_in
from audit.reconcile.town_logs import own_words

_KEY = ["village", "held_on", "kind"]
_OWN_WORD = "某"


def minutes(of: Material) -> pd.DataFrame:
    """Make the fact table minutes: one row per village, day and kind of meeting in the month."""
    held = _held(of)
    if held.empty:
        return held.assign(similarity=0)
    found = _nearest(held, of)
    held = held.assign(
        similarity=pd.Series(found.percent, index=held.index, dtype="Int64").where(held["has_text"]),
        similar_village=found.shown(held["village"].to_numpy(dtype=object)),
        similar_on=pd.Series(found.shown(held["held_on"].to_numpy(dtype=object)), index=held.index),
        other=found.shown(held["minutes_text"].to_numpy(dtype=object)),
    )
    month: pd.DataFrame = held[lies_in(held["held_on"], of.scope.month)].reset_index(drop=True)
    pairs = zip(month["minutes_text"], month["other"], strict=True)
    return month.assign(example=pd.Series([_side_by_side(*pair) for pair in pairs], dtype="str"))


def _held(of: Material) -> pd.DataFrame:
    """Give the villages' meetings of all months handed in, one row for each, with the longest text of it."""
    rows = of.held[of.held["of_village"] != ""].assign(village=lambda frame: frame["of_village"])
    rows = rows[[*_KEY, "kind_text", "minutes_text"]].assign(length=rows["minutes_text"].str.len())
    rows = rows.sort_values([*_KEY, "length"]).drop_duplicates(_KEY, keep="last").reset_index(drop=True)
    titles = rows["kind"].map(KIND_TITLES).where(rows["kind"] != "other", rows["kind_text"]).replace("", "会议")
    return rows.assign(kind_title=titles, has_text=rows["minutes_text"] != "")


def _nearest(held: pd.DataFrame, of: Material) -> Nearest:
    """Compare the month's minutes with the village's own, back to the window, and with other villages' of the month."""
    conventions = of.scope.conventions
    stock, words = conventions.stock_phrases, own_words(of.people)
    bare = [
        _without(without_titles(text), words.get(village, ()))
        for village, text in zip(held["village"], held["minutes_text"], strict=True)
    ]
    texts = np.array([comparable(text, stock) for text in bare], dtype=object)
    lengths = np.array([len(text) for text in texts])
    in_month = lies_in(held["held_on"], of.scope.month).to_numpy()
    days, window = held["held_on"].to_numpy(), np.timedelta64(timedelta(days=conventions.minutes_window_days))

    def barred(mine: np.ndarray, others: np.ndarray) -> np.ndarray:
        # The later record is the copy; two of one day may be of one meeting.
        after = np.subtract.outer(days[mine], days[others])
        return np.asarray((after <= np.timedelta64(0, "D")) | (after > window))

    long_enough = lengths >= conventions.log_min_chars
    nearest = nearest_within(texts, held["village"], chosen=long_enough, judged=in_month, barred=barred)
    parts = [sentences(text, stock) if now else [] for now, text in zip(in_month, bare, strict=True)]
    chosen = in_month & (lengths >= conventions.log_copy_chars)
    across = nearest_across(texts, parts, held["village"], chosen=chosen, owners=np.arange(len(held)))
    farther = across.percent > nearest.percent
    nearest.percent[farther], nearest.place[farther] = across.percent[farther], across.place[farther]
    nearest.compared += across.compared
    return nearest


def _without(text: str, words: tuple[str, ...]) -> str:
    for word in words:
        text = text.replace(word, _OWN_WORD)
    return text


def _side_by_side(text: str, other: object) -> str:
    if not isinstance(other, str):
        return ""
    shared = shared_part(text, other)
    return f"“{excerpt(text)}”与“{excerpt(other)}”" + (f"，相同部分“{shared}”" if shared else "")
