"""Samples: were the households drawn really the ones visited, were there enough, of every kind, drawn beforehand."""

from collections import Counter
from typing import Any

import pandas as pd

from audit.reconcile.campaigns import beside_lacking, in_month, in_rounds, listed
from audit.reconcile.material import Material
from audit.reconcile.surveys import CATEGORIES

STRATA = ("ordinary", "relieved", "monitored", "allowance")
"""Kinds of households a sample is to contain, clause 三（二） of sanjian-2023-106."""

_SAME = (("household_no", "replaced_no"), ("household_code", "replaced_code"), ("household", "replaced_by"))
_LOW_INCOME = "低保|特困|五保"


@beside_lacking("surveys", last="last_on")
def sample_villages(of: Material) -> pd.DataFrame:
    """Make one row per village and round of visits to sampled households: the columns of sample_village."""
    visited = in_rounds(of.frames["surveys"], of)
    drawn = of.frames["samples"]
    return pd.DataFrame([_village(mine, drawn, of) for _, mine in visited.groupby(["of_village", "first_on"])])


def _village(visited: pd.DataFrame, samples: pd.DataFrame, of: Material) -> dict[str, Any]:
    village, first, last = (visited.iloc[0][name] for name in ("of_village", "first_on", "last_on"))
    near = samples["_day"].between(first - pd.Timedelta(days=31), last)
    drawn = samples[(samples["of_village"] == village) & near]
    return {
        "village": village,
        "first_on": first,
        "last_on": last,
        "visited": len(visited),
        "census": bool((drawn["frame"] <= len(visited)).any()),
        **_strata(village, visited, of),
        **_drawing(visited, drawn),
    }


def _strata(village: str, visited: pd.DataFrame, of: Material) -> dict[str, Any]:
    """Which kinds of households were not visited although the ledger lists some; null where there is no ledger."""
    found = set(visited["category"])
    if visited["tags"].str.contains(_LOW_INCOME).any():
        found.add("allowance")
    absent = [name for name in STRATA if name not in found]
    if not absent:
        return {"lacks_stratum": False, "missing_strata": ""}
    listed_kinds = _listed_kinds(village, of)
    if listed_kinds is None:
        return {"lacks_stratum": None, "missing_strata": None}
    missed = [CATEGORIES[name] for name in absent if name in listed_kinds]
    return {"lacks_stratum": bool(missed), "missing_strata": listed(missed)}


def _listed_kinds(village: str, of: Material) -> frozenset[str] | None:
    """The kinds of households the village's ledger lists, None without a ledger; ordinary ones are everywhere."""
    ledger = of.frames["households"]
    mine = ledger[ledger["of_village"] == village]
    if mine.empty:
        return None
    tags = {tag for row in mine["tags"] for tag in row}
    low = {"allowance"} if tags & {"minimum_allowance", "extreme_hardship"} else set()
    return frozenset({"ordinary", *mine["category"], *low})


def _drawing(visited: pd.DataFrame, drawn: pd.DataFrame) -> dict[str, Any]:
    """How the visits agree with the draw; null where no draw was handed in."""
    if drawn.empty:
        return {}
    changed = (drawn["replaced_by"] != "") | (drawn["replaced_no"] != "")
    unsaid = int((changed & (drawn["reason"] == "")).sum())
    by = set(drawn["drawn_by"]) - {""}
    return {
        "drawn": len(drawn),
        "replaced": int(changed.sum()),
        "unexplained": unsaid + _swapped(visited, drawn),
        "drawn_on": drawn["_day"].max(),
        "drawn_late": bool(drawn["_day"].max() > visited["first_on"].iloc[0]),
        "village_drew": "village" in by if by else None,
    }


def _swapped(visited: pd.DataFrame, drawn: pd.DataFrame) -> int:
    """Count visited households that were neither drawn nor named in another's place, or those not visited if more.

    Households are the same by their number where both sides have one, else by name, of which the surname is left
    where a list masks it.
    """
    named = [pair for pair in _SAME if (visited[pair[0]] != "").all() and (drawn[pair[0]] != "").all()]
    own, other = named[0] if named else _SAME[-1]
    due = drawn[other].where(drawn[other] != "", drawn[own])
    seen, meant = Counter(visited[own]), Counter(due)
    strangers, missed = seen - (meant | Counter(drawn[own])), meant - seen
    return max(strangers.total(), missed.total())


@beside_lacking("village_draws", first="drawn_on", same="area")
def village_draws(of: Material) -> pd.DataFrame:
    """Make one row per draw of villages by lot: the columns of the fact contract village_draw."""
    rows = in_month(of.frames["village_draws"], of)
    named = rows["drawn_names"].map(len).astype("Int64")
    made = rows.assign(
        village=rows["of_village"],
        drawn_on=rows["_day"],
        drawn=rows["drawn"].fillna(named.where(named > 0)),
        lacks_seed=rows["seed"] == "",
    )
    return made[["village", "area", "drawn_on", "total", "drawn", "lacks_seed"]]
