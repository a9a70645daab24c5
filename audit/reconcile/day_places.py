"""What places and hours of punches add to the person-day ledger: outside the village, far away, ends only, nights."""

import pandas as pd

from audit.model.conventions import Conventions
from audit.reconcile.distinct import aggregated, are_in

KEYS = ["person_id", "date"]
_TWO = 2
_FLAGS = ("located", "away", "far_punch", "between_away", "two_ends", "evening", "morning")
_DAY_TYPES = {
    "person_id": "str", "date": "datetime64[us]", **dict.fromkeys(_FLAGS, "boolean"), "away_meters": "Int64",
    "away_place": "str",
}  # fmt: skip


def with_places(ledger: pd.DataFrame, moments: pd.DataFrame, short_logs: pd.DataFrame, of: Conventions) -> pd.DataFrame:
    """Add to person-days what their punches tell besides their number.

    ``moments``: see punch_moments. ``short_logs``: person_id, date of logs too short to say anything. Adds
    located (a punch whose place can be told), out_of_area (a punch outside the village without leave or duty, on a
    workday or a day signed), far_punch, ends_away (first and last punch in the village, one outside between),
    ends_quiet (two punches and no trace of work between): boolean, NA where punches, leave or duty are not known;
    away_meters (Int64, NA where not measured) and away_place (str) of the farthest punch outside;
    evening and morning (boolean): a punch in the village after and before the conventions' hours.
    """
    rows = ledger.merge(_of_days(moments, of), on=KEYS, how="left")
    # Check-ins alone do not say who did not punch, but where they were made they say it whatever else is missing.
    told = rows["located"].notna().groupby([rows["person_id"], rows["month"]]).transform("any")
    known = rows["punches"].notna() | told.astype("bool")
    for name in _FLAGS:
        rows[name] = rows[name].fillna(value=False).astype("boolean").mask(~known & rows[name].isna())
    rows["away_place"] = rows["away_place"].fillna("").astype("str")
    free = (rows["leave_half_days"] == 0) & (rows["recorded_duty_half_days"] == 0)
    claimed = rows["is_workday"].astype("boolean") | (rows["signed_half_days"].fillna(0) > 0)
    quiet = rows.pop("two_ends") & ~rows["met"] & ~rows["visited"] & _wordless(rows, short_logs, of)
    return rows.assign(
        out_of_area=rows.pop("away") & claimed & free,
        ends_away=rows.pop("between_away") & free,
        ends_quiet=quiet & free & rows["is_workday"].astype("boolean"),
    )


def _of_days(moments: pd.DataFrame, of: Conventions) -> pd.DataFrame:
    """Tell each day's punches: the flags named in _FLAGS, away_meters and away_place."""
    if moments.empty:
        return pd.DataFrame(columns=list(_DAY_TYPES)).astype(_DAY_TYPES)
    rows = moments.sort_values([*KEYS, "at"], kind="stable").reset_index(drop=True)
    away = rows["away"].fillna(value=False).astype("bool")
    clock = rows["at"].dt.hour * 100 + rows["at"].dt.minute
    later = rows["at"].dt.normalize() > rows["date"]
    told = rows[KEYS].assign(
        located=rows["away"].notna(), away=away, far_punch=(rows["meters"] >= of.far_meters).fillna(value=False),
        evening=~away & ((clock >= of.evening_from) | later), morning=~away & (clock <= of.morning_until) & ~later,
        away_meters=rows["meters"].where(away), count=1, ends_in=~away,
    )  # fmt: skip
    days = aggregated(
        told, KEYS,
        **{name: (name, "max") for name in ("located", "away", "far_punch", "evening", "morning", "away_meters")},
        count=("count", "sum"), first_in=("ends_in", "first"), last_in=("ends_in", "last"),
    ).reset_index()  # fmt: skip
    both = days.pop("first_in") & days.pop("last_in")
    count = days.pop("count")
    farthest = rows[away].sort_values("meters", kind="stable").drop_duplicates(KEYS, keep="last")
    places = farthest[[*KEYS, "place"]].rename(columns={"place": "away_place"})
    days = days.assign(between_away=both & days["away"], two_ends=both & (count == _TWO) & ~days["away"])
    return days.merge(places, on=KEYS, how="left")


def _wordless(rows: pd.DataFrame, short_logs: pd.DataFrame, of: Conventions) -> pd.Series:
    """Say of each day whether no log, or one too short to say anything, was written; of weekly logs, none is enough."""
    if of.log_frequency == "weekly":
        return rows["log_lacking"]
    return rows["log_lacking"] | are_in(rows, short_logs, KEYS)


def with_nights(rows: pd.DataFrame, of: Conventions) -> pd.DataFrame:
    """Add ``night`` (boolean) and ``night_told`` (boolean): whether a night in the village is shown, and whether
    anything tells of nights at all.

    ``rows`` need night_sign (boolean, NA where the book does not tell of nights), signed_half_days, evening, morning.
    A punch in the evening and one the next morning show a night where the conventions ask for both; after the last
    day there is no next morning to ask for.
    """
    ordered = rows.sort_values(KEYS, kind="stable")
    following = ordered.groupby("person_id")[["morning"]].shift(-1)["morning"].astype("boolean")
    last = ordered["person_id"] != ordered["person_id"].shift(-1)
    punched = (ordered["evening"] & following.mask(last, other=True)).reindex(rows.index)
    if not of.night_punches:
        told = rows["night_sign"].notna().astype("boolean").mask(rows["signed_half_days"].isna())
        return rows.assign(night=rows["night_sign"], night_told=told)
    signed = rows["night_sign"].fillna(value=False)
    told = punched.notna().astype("boolean").mask(punched.isna() & rows["night_sign"].isna())
    return rows.assign(night=signed | punched, night_told=told | rows["night_sign"].notna())
