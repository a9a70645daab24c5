"""What a person's month tells besides sums of days: places, phones, batches of signs, whether nights are told."""

import pandas as pd

_METERS = 1000
_MOST_PLACES = 3
_MOST = {
    "located": "punches_located", "night_told": "nights_told", "sign_timed": "signs_timed", "batch": "batch_signs",
    "time_told": "times_told",
}  # fmt: skip


def month_details(days: pd.DataFrame, moments: pd.DataFrame, postings: pd.DataFrame) -> pd.DataFrame:
    """Tell the month of each person, by person_id.

    ``days`` are the month's person-days with all that was added to them, ``moments`` all punches. Columns:
    lives_at_home (boolean, by the roster); punches_located, nights_told, signs_timed, times_told (boolean, NA where
    nothing is known on any day); conflict_items (str: the days' conflicts); away_kilometers (Int64, NA where not
    measured), away_places (str); batch_signs (Int64: most days signed in one batch, NA where no time of entry is told);
    devices, fixed_place_days (Int64: phones told; most days with punches at the very same coordinates; NA where punches
    are not known).
    """
    by_person = days.groupby("person_id")
    away = days[days["out_of_area"].fillna(value=False)]
    told = by_person[list(_MOST)].max().rename(columns=_MOST)
    kilometers = (away.groupby("person_id")["away_meters"].max() / _METERS).round().astype("Int64")
    told = told.join(kilometers.rename("away_kilometers")).join(_places(away))
    told = told.join(_conflicts(days))
    for name in ("away_places", "conflict_items"):
        told[name] = told[name].fillna("").astype("str")
    at_home = postings["lives_at_home"].fillna(value=False).groupby(postings["person_id"]).max()
    told["lives_at_home"] = at_home.reindex(told.index)
    told = told.join(_phones(moments, days))
    for name in ("devices", "fixed_place_days"):
        told[name] = told[name].fillna(0).where(told["punches_located"].notna())
    return told


def _places(away: pd.DataFrame) -> pd.Series:
    """Name the first places outside, each once."""
    named = {
        person: [text for text in dict.fromkeys(rows["away_place"]) if text]
        for person, rows in away.groupby("person_id")
    }
    texts = {person: "、".join(places[:_MOST_PLACES]) for person, places in named.items()}
    return pd.Series(texts, name="away_places", dtype="str")


def _conflicts(days: pd.DataFrame) -> pd.Series:
    """Write the conflicts of each person's month with their days."""
    hit = days[days["conflict_item"] != ""]
    dated = hit["date"].dt.month.astype("str") + "月" + hit["date"].dt.day.astype("str") + "日" + hit["conflict_item"]
    texts = {person: "；".join(items) for person, items in dated.groupby(hit["person_id"])}
    return pd.Series(texts, name="conflict_items", dtype="str")


def _phones(moments: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """Count each person's phones, and the days on which he punched at one and the same coordinates."""
    rows = moments.merge(days[["person_id", "date"]].drop_duplicates(), on=["person_id", "date"])
    marked = rows[rows["device"] != ""]
    spots = rows.dropna(subset="spot").drop_duplicates(["person_id", "date", "spot"])
    same = spots.groupby(["person_id", "spot"]).size().groupby("person_id").max()
    devices = marked.groupby("person_id")["device"].nunique()
    return pd.DataFrame({"devices": devices, "fixed_place_days": same}).astype("Int64")
