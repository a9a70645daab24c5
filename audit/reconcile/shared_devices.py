"""Two members' punches held together: one phone, one second, one spot."""

from itertools import combinations

import pandas as pd

from audit.reconcile.material import Material

PAIR = ["person_id", "other_id"]
_MOST_DATES = 10


def shared_devices(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract shared_device: a row per two members of a village's team in the month.

    ``comparable`` is null where the punches of one of them are not known, false where neither phone, second nor spot
    is told of both. The counts are different days.
    """
    month = of.days[of.days["month"] == of.scope.month]
    moments = of.moments.merge(month[["person_id", "date"]].drop_duplicates(), on=["person_id", "date"])
    told = {
        "device": _same_device(moments, of.scope.conventions.shared_device_minutes),
        "second": _together(moments[moments["timed"]], "at"),
        "spot": _together(moments.dropna(subset="spot"), "spot"),
    }
    pairs = _teams(month)
    rows = pairs.assign(month=of.scope.month)
    comparable = _comparable(rows, moments, month)
    for name, found in told.items():
        counts = found.groupby(PAIR)["date"].nunique().reindex(pd.MultiIndex.from_frame(pairs)).fillna(0)
        days = pd.Series(counts.to_numpy(), index=rows.index, dtype="Int64")
        rows[f"same_{name}_days"] = days.where(comparable.notna())
    dates = pd.concat(found[[*PAIR, "date"]] for found in told.values())
    return _named(rows.assign(comparable=comparable), dates, told["device"], month)


def _teams(month: pd.DataFrame) -> pd.DataFrame:
    """List the pairs of members of each village's team."""
    teams = (sorted(set(people)) for _, people in month.groupby("village")["person_id"])
    pairs = sorted({pair for team in teams for pair in combinations(team, 2)})
    return pd.DataFrame(pairs, columns=PAIR, dtype="str")


def _same_device(moments: pd.DataFrame, minutes: int) -> pd.DataFrame:
    """List the punches of two members on one phone within so many minutes: the pair, date and device."""
    pairs = _joined(moments[moments["device"] != ""], ["device", "date"])
    apart = (pairs["at"] - pairs["at_other"]).abs()
    return pairs.loc[apart <= pd.Timedelta(minutes=minutes), [*PAIR, "date", "device"]]


def _together(moments: pd.DataFrame, what: str) -> pd.DataFrame:
    """List what two members have the very same of on a day: the pair and the date."""
    return _joined(moments, [what, "date"])[[*PAIR, "date"]]


def _joined(moments: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Put beside each other the punches of different members that agree in ``by``, each pair once."""
    several = moments.groupby(by)["person_id"].transform("nunique") > 1
    rows = moments.loc[several, list(dict.fromkeys(["person_id", "date", "at", *by]))]
    kept = [name for name in rows if name not in by]
    both = rows.merge(rows[[*by, *kept]], on=by, suffixes=("", "_other"))
    return both[both["person_id"] < both["person_id_other"]].rename(columns={"person_id_other": "other_id"})


def _comparable(rows: pd.DataFrame, moments: pd.DataFrame, month: pd.DataFrame) -> pd.Series:
    known = set(month.loc[month["punches"].notna(), "person_id"])
    tells = {
        "device": set(moments.loc[moments["device"] != "", "person_id"]),
        "second": set(moments.loc[moments["timed"], "person_id"]),
        "spot": set(moments.loc[moments["spot"].notna(), "person_id"]),
    }
    both = list(zip(rows["person_id"], rows["other_id"], strict=True))
    told = [any({one, other} <= people for people in tells.values()) for one, other in both]
    unknown = [not {one, other} <= known for one, other in both]
    return pd.Series(told, index=rows.index, dtype="boolean").mask(pd.Series(unknown, index=rows.index, dtype="bool"))


def _named(rows: pd.DataFrame, dates: pd.DataFrame, devices: pd.DataFrame, month: pd.DataFrame) -> pd.DataFrame:
    who = month.drop_duplicates("person_id", keep="last").set_index("person_id")[["person", "village", "unit"]]
    others = who[["person"]].rename(columns={"person": "other"})
    texts = {pair: _dates(found) for pair, found in dates.groupby(PAIR)["date"]}
    marks = {pair: "、".join(sorted(set(found))) for pair, found in devices.groupby(PAIR)["device"]}
    pairs = list(zip(rows["person_id"], rows["other_id"], strict=True))
    return rows.join(who, on="person_id").join(others, on="other_id").assign(
        same_name=lambda named: named["person"] == named["other"],
        dates=[texts.get(pair, "") for pair in pairs], device=[marks.get(pair, "") for pair in pairs]
    )  # fmt: skip


def _dates(found: pd.Series) -> str:
    """Write days as an office does: 11月6日、7日; of many the first ones."""
    days = sorted(set(found))
    text = f"{days[0].month}月" + "、".join(f"{day.day}日" for day in days[:_MOST_DATES])
    return text if len(days) <= _MOST_DATES else f"{text}等"
