"""What a member's day of visits looks like: how many households, how fast, and whether he and they were there."""

import pandas as pd

from audit.reconcile.household_register import KEYS, listed, registered, with_unknown
from audit.reconcile.material import Material
from audit.reconcile.scope import lies_in

_KEYS = ["person_id", "date"]
_DAY_MINUTES = 24 * 60
_LAST_DAYS = pd.Timedelta(days=1)
_WHOLE_DAY = 2
_WHY = {"on_leave": "当日全天请假", "on_duty": "当日全天因公外出", "untraced": "当日签到、打卡、日志都没有"}


def visit_day(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract visit_day: a row per member and day with a visit in the ledger."""
    rows = _rows(of)
    told = _told(of, rows) if len(rows) else pd.DataFrame()
    return with_unknown(of, told, ("visits",), person_id="", date=pd.Timestamp(of.scope.first))


def _told(of: Material, rows: pd.DataFrame) -> pd.DataFrame:
    """Judge each member's day by its visits."""
    days = _counts(rows).join(_pace(rows), on=_KEYS).join(_month(of, rows), on="person_id")
    days = days.assign(closing=days["date"] == days["last_visit_on"], month=of.scope.month)
    days = days.merge(_whereabouts(of), on=_KEYS, how="left").merge(_gone(of, rows), on=_KEYS, how="left")
    return _judged(of, days)


def _rows(of: Material) -> pd.DataFrame:
    """List the month's visits, a row a visit and member of the roster; calls by telephone are left out."""
    visits = of.frames["visits"].reset_index(names="visit")
    day = visits["visited_on"].dt.normalize()
    visits = visits.assign(village=visits["of_village"], date=day)
    of_month = lies_in(day, of.scope.month) & (visits["way"] != "phone")
    each = visits[of_month].explode("visitors").dropna(subset="visitors")
    pairs = each[["visitors", "village"]].drop_duplicates()
    ids = {pair: of.people.resolve(pair[0], village=pair[1]) for pair in pairs.itertuples(index=False, name=None)}
    found = [ids[pair] for pair in zip(each["visitors"], each["village"], strict=True)]
    mine = each.assign(person_id=pd.Series(found, index=each.index, dtype="str"))
    mine = mine[mine["person_id"] != ""].reset_index(drop=True)
    written = mine["group"] + mine["household"] + mine["household_no"] + mine["household_code"]
    told: pd.DataFrame = mine.assign(written=written.where(written != "", mine["visit"].astype("str")))
    return told


def _counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Count the households by day, meetings of many households aside; ``accompanied`` where another went each time."""
    single = rows["way"] != "collective"
    together = rows.groupby("visit")["person_id"].transform("nunique") > 1
    told = rows.assign(one=rows["written"].where(single), together=together)
    return told.groupby(_KEYS, as_index=False).agg(
        village=("village", "first"), households=("one", "nunique"), accompanied=("together", "all")
    )


def _pace(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the minutes that more than half of the waits between visits do not exceed; a day without times is slow."""
    timed = rows[rows["visit_minute"].notna() & (rows["way"] != "collective")].sort_values([*_KEYS, "visit_minute"])
    gaps = timed.assign(gap=timed.groupby(_KEYS)["visit_minute"].diff()).dropna(subset="gap")
    middle = gaps.groupby(_KEYS)["gap"].quantile(0.5, interpolation="higher")
    every = pd.MultiIndex.from_frame(rows[_KEYS].drop_duplicates())
    return pd.DataFrame({"middle_gap": middle.reindex(every).fillna(_DAY_MINUTES).astype("Int64")})


def _month(of: Material, rows: pd.DataFrame) -> pd.DataFrame:
    """Count a member's visits of the month, and those dated on its last two days."""
    late = rows["date"] >= pd.Timestamp(of.scope.last) - _LAST_DAYS
    told = rows.assign(late=late).groupby("person_id")
    return told.agg(month_visits=("date", "size"), closing_visits=("late", "sum"), last_visit_on=("date", "max"))


def _whereabouts(of: Material) -> pd.DataFrame:
    """Say of each member and day whether he was elsewhere: on leave, on duty, untraced; null where not known."""
    days = of.days
    on_leave = days["leave_half_days"].astype("Int64") >= _WHOLE_DAY
    on_duty = days["duty_half_days"].astype("Int64") >= _WHOLE_DAY
    signed, punched = days["signed_half_days"].astype("Int64") > 0, days["punches"].astype("Int64") > 0
    traced = signed | punched | days["logged"].astype("boolean")
    flags = {"on_leave": on_leave, "on_duty": on_duty, "untraced": ~traced}
    told = days[[*_KEYS, "person", "role_title", "unit"]].assign(**flags, absent=on_leave | on_duty | ~traced)
    return told.rename(columns={"role_title": "role"}).drop_duplicates(_KEYS)


def _gone(of: Material, rows: pd.DataFrame) -> pd.DataFrame:
    """Count the households called on at home on a day when they were away, or their head had died, and name them."""
    there = registered(of, of.scope.last)[[*KEYS, "label", "away_from", "away_to", "deceased_on"]]
    told = rows[rows["way"] != "collective"].explode("household_ids").rename(columns={"household_ids": "household_id"})
    told = told[[*_KEYS, "village", "household_id"]].merge(there, on=KEYS)
    away = (told["away_from"] <= told["date"]) & ~(told["away_to"] < told["date"])
    gone = told[away | (told["deceased_on"] < told["date"])]
    counted = gone.groupby(_KEYS, as_index=False).agg(gone_households=("label", "nunique"))
    names = gone.drop_duplicates([*_KEYS, "label"]).sort_values("label").groupby(_KEYS)["label"].agg(listed)
    return counted.merge(names.rename("gone_names").reset_index(), on=_KEYS)


def _judged(of: Material, days: pd.DataFrame) -> pd.DataFrame:
    """Say whether a day is doubtful and why: he, or they, cannot have been there."""
    handed = [of.known("households", village, of.scope.first, of.scope.last) for village in days["village"]]
    there = pd.Series(handed, index=days.index, dtype="bool")
    gone = days["gone_households"].astype("Int64").fillna(0).where(there)
    absent = days["absent"].astype("boolean")
    return days.assign(
        gone_households=gone,
        gone_names=days["gone_names"].fillna("").where(there),
        doubtful=absent | (gone > 0),
        why=_why(days),
    )


def _why(days: pd.DataFrame) -> pd.Series:
    """Write why the visitor cannot have been there, "" where nothing says so."""
    why = pd.Series("", index=days.index, dtype="str")
    for name, text in _WHY.items():
        why = why.mask(days[name].astype("boolean").fillna(value=False).astype("bool") & (why == ""), text)
    return why
