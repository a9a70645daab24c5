"""What a person's month tells besides sums of days: places, phones, batches of signs, whether nights are told."""

import pandas as pd

_METERS = 1000
_MOST_PLACES = 3


def month_details(days: pd.DataFrame, moments: pd.DataFrame, postings: pd.DataFrame) -> pd.DataFrame:
    """Tell the month of each person, by person_id.

    ``days`` are the month's person-days with day_places and sign_details, ``moments`` all punches. Columns:
    lives_at_home (boolean, by the roster),
    punches_located, nights_told, signs_timed (boolean, NA where punches or signs are not known on any day),
    away_kilometers (Int64, NA where not measured), away_places (str), batch_signs (Int64: most days signed in one
    batch, NA where no time of entry is told), devices, fixed_place_days (Int64: phones used; most days with punches at
    the very same coordinates; NA where nothing tells phones or coordinates).
    """
    by_person = days.groupby("person_id")
    away = days[days["out_of_area"].fillna(value=False)]
    told = pd.DataFrame(
        {
            "punches_located": by_person["located"].max(),
            "nights_told": by_person["night_told"].max(),
            "signs_timed": by_person["sign_timed"].max(),
            "batch_signs": by_person["batch"].max(),
        }
    )
    kilometers = (away.groupby("person_id")["away_meters"].max() / _METERS).round().astype("Int64")
    told = told.join(kilometers.rename("away_kilometers")).join(_places(away))
    told["away_places"] = told["away_places"].fillna("").astype("str")
    at_home = postings["lives_at_home"].fillna(value=False).groupby(postings["person_id"]).max()
    told["lives_at_home"] = at_home.reindex(told.index)
    return told.join(_phones(moments, days))


def _places(away: pd.DataFrame) -> pd.Series:
    """Name the first places outside, each once."""
    named = {
        person: [text for text in dict.fromkeys(rows["away_place"]) if text]
        for person, rows in away.groupby("person_id")
    }
    texts = {person: "、".join(places[:_MOST_PLACES]) for person, places in named.items()}
    return pd.Series(texts, name="away_places", dtype="str")


def _phones(moments: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """Count each person's phones, and the days on which he punched at one and the same coordinates."""
    rows = moments.merge(days[["person_id", "date"]].drop_duplicates(), on=["person_id", "date"])
    marked = rows[rows["device"] != ""]
    spots = rows.dropna(subset="spot").drop_duplicates(["person_id", "date", "spot"])
    same = spots.groupby(["person_id", "spot"]).size().groupby("person_id").max()
    devices = marked.groupby("person_id")["device"].nunique()
    return pd.DataFrame({"devices": devices, "fixed_place_days": same}).astype("Int64")
