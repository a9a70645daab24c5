"""Household surveys: who knows the team, who is satisfied, and how far so small a number can be trusted."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt
from typing import Any

import pandas as pd

from audit.reconcile.campaigns import beside_lacking, in_month, in_rounds, listed
from audit.reconcile.material import Material

CATEGORIES: Mapping[str, str] = {
    "relieved": "脱贫户", "monitored": "监测户", "allowance": "低保户", "ordinary": "一般农户", "other": "其他户",
}  # fmt: skip
"""Kinds of households as surveys and samples name them."""

_SATISFIED = ("satisfied", "mostly")
_ANSWERS = {"satisfied": "满意", "mostly": "基本满意", "dissatisfied": "不满意", "unclear": "不清楚"}
_Z = 1.959964


def share(part: int, whole: int) -> str:
    """Write a share exactly and rounded: ``5/8（62.5%）``; "" of nothing."""
    if not whole:
        return ""
    percent = (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{part}/{whole}（{percent.normalize():f}%）"


def interval(part: int, whole: int) -> str:
    """Write Wilson's 95 % interval of a share in whole percent: ``31%—86%``; "" of nothing."""
    if not whole:
        return ""
    rate, square = part / whole, _Z * _Z
    middle = (rate + square / (2 * whole)) / (1 + square / whole)
    half = _Z / (1 + square / whole) * sqrt(rate * (1 - rate) / whole + square / (4 * whole * whole))
    return f"{round(100 * (middle - half))}%—{round(100 * (middle + half))}%"


@beside_lacking("surveys", last="last_on")
def survey_villages(of: Material) -> pd.DataFrame:
    """Make one row per village and round of a survey: the columns of the fact contract survey_village."""
    rows = in_rounds(of.frames["surveys"], of)
    return pd.DataFrame([_village(mine) for _, mine in rows.groupby(["of_village", "first_on"])])


def _village(rows: pd.DataFrame) -> dict[str, Any]:
    first = rows.iloc[0]
    return {
        "village": first["of_village"],
        "first_on": first["first_on"],
        "last_on": first["last_on"],
        "households": len(rows),
        "proxies": int(rows["proxy"].fillna(value=False).sum()),
        **_awareness(rows),
        **_satisfaction(rows),
    }


def _awareness(rows: pd.DataFrame) -> dict[str, Any]:
    asked = rows[rows["aware"].isin(["yes", "no"])]
    knows = asked["aware"] == "yes"
    party = asked["party_member"].map({True: "党员", False: "群众"}).fillna("").astype("str")
    return {
        "aware_asked": len(asked),
        "aware": int(knows.sum()),
        "aware_unanswered": len(rows) - len(asked),
        "aware_share": share(int(knows.sum()), len(asked)),
        "aware_interval": interval(int(knows.sum()), len(asked)),
        "aware_groups": _by_group(knows, party, "知晓"),
    }


def _satisfaction(rows: pd.DataFrame) -> dict[str, Any]:
    counts = {code: int((rows["satisfaction"] == code).sum()) for code in _ANSWERS}
    satisfied = sum(counts[code] for code in _SATISFIED)
    decided = satisfied + counts["dissatisfied"]
    asked = rows[rows["satisfaction"].isin([*_SATISFIED, "dissatisfied"])]
    kinds = asked["category"].map(CATEGORIES).fillna("").astype("str")
    return {
        "satisfied": satisfied,
        "dissatisfied": counts["dissatisfied"],
        "unclear": counts["unclear"],
        "satisfied_share": share(satisfied, decided),
        "satisfied_share_of_all": share(satisfied, decided + counts["unclear"]),
        "satisfied_groups": _by_group(asked["satisfaction"] != "dissatisfied", kinds, "满意"),
        "reasons": listed(rows.loc[rows["satisfaction"] == "dissatisfied", "reasons"]),
    }


def _by_group(yes: pd.Series, groups: pd.Series, word: str) -> str:
    """Write how many of each group say yes: ``党员2户知晓2户，群众6户知晓3户``; "" where no group is told."""
    told = list(zip(groups, yes, strict=True))
    parts = []
    for name in ("党员", "群众", *CATEGORIES.values()):
        mine = [answer for group, answer in told if group == name]
        if mine:
            parts.append(f"{name}{len(mine)}户{word}{sum(map(bool, mine))}户")
    return "，".join(parts)


@beside_lacking("surveys", first="surveyed_on")
def survey_answers(of: Material) -> pd.DataFrame:
    """Make one row per surveyed household: the columns of the fact contract survey_answer.

    ``serial`` tells apart households of one name asked on one day in one village.
    """
    rows = in_month(of.frames["surveys"], of).sort_values(
        ["of_village", "_day", "household", "household_no", "household_code", "group_no", "satisfaction", "reasons"]
    )
    answered = rows["satisfaction"].where(rows["satisfaction"] != "")
    made = rows.assign(
        village=rows["of_village"],
        surveyed_on=rows["_day"],
        serial=rows.groupby(["of_village", "_day", "household"]).cumcount() + 1,
        category=rows["category"].map(CATEGORIES).fillna("").astype("str"),
        satisfaction=answered,
        reason=rows["reasons"],
    )
    return made[["village", "surveyed_on", "household", "serial", "category", "satisfaction", "reason"]]
