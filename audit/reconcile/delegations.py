"""Approval on another's behalf: whoever was delegated approves at the level of whom he stands in for."""

import pandas as pd

from audit.reconcile.distinct import each
from audit.reconcile.people import People
from audit.reconcile.villages import plain

_HIGHEST = 3


def with_delegations(slips: pd.DataFrame, delegations: pd.DataFrame, people: People) -> pd.DataFrame:
    """Give slips the ``approver_level`` of whoever had delegated to their approver on the day of approval.

    ``delegations`` has principal, trustee, approver_level (of the principal), starts_on, ends_on (NaT: until further
    notice), and the village it holds for ("": all). It raises a level, it never lowers one; where the day of approval
    or the principal's level is not known, the level is not ("") either. Adds ``on_behalf``: the principals ("": none).
    """
    if delegations.empty:
        return slips.assign(on_behalf=pd.Series("", index=slips.index, dtype="str"))
    pairs = _pairs(slips, delegations, people)
    pairs = pairs[~(pairs["level"] <= pairs["own"]).fillna(value=False) & (pairs["own"] != _HIGHEST).fillna(value=True)]
    dated = pairs["approved_at"].notna()
    level = pairs["level"].mask(~dated).groupby(pairs["slip"]).max().astype("str")
    unknown = pairs.loc[~dated | pairs["level"].isna(), "slip"]
    level = level.mask(level.index.isin(unknown), "")
    named = pairs[dated].groupby("slip")["principal"].agg(lambda names: "、".join(dict.fromkeys(names)))
    return slips.assign(
        approver_level=level.reindex(slips.index).fillna(slips["approver_level"]).astype("str"),
        on_behalf=named.reindex(slips.index).fillna("").astype("str"),
    )


def approver_names(slips: pd.DataFrame) -> pd.Series:
    """Give the approvers' names without the post in brackets behind them."""
    names: pd.Series = slips["approver"].str.split(r"[（(]").str[0].map(plain).astype("str")
    return names


def _pairs(slips: pd.DataFrame, delegations: pd.DataFrame, people: People) -> pd.DataFrame:
    """Pair slips with the delegations to their approvers that hold: slip, own, level (Int64), principal, approved_at.

    A slip of unknown day of approval is paired with every one to its approver.
    """
    asked = slips.reset_index(names="slip")[["slip", "person_id", "approved_at"]].assign(
        trustee=approver_names(slips).to_numpy(), own=_levels(slips).to_numpy()
    )
    told = delegations[["principal", "starts_on", "ends_on", "of_village", "village"]].assign(
        trustee=delegations["trustee"].map(plain).astype("str"), level=_levels(delegations)
    )
    pairs = asked.merge(told, on="trustee")
    day = pairs["approved_at"].dt.normalize()
    lasts = (pairs["starts_on"] <= day) & (pairs["ends_on"].isna() | (day <= pairs["ends_on"]))
    everywhere = (pairs["village"] == "") | pairs["village"].map(people.villages.is_township).astype("bool")
    here = each(
        [pairs["person_id"], pairs["of_village"]], lambda who, place: place in people.villages_of.get(who, ()), "bool"
    )
    held: pd.DataFrame = pairs[(lasts | day.isna()) & (everywhere | here)].astype({"own": "Int64", "level": "Int64"})
    return held


def _levels(rows: pd.DataFrame) -> pd.Series:
    return pd.to_numeric(rows["approver_level"], errors="coerce").astype("Int64")
