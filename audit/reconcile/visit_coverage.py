"""Were all households called on that had to be: key ones each month, relieved ones each quarter, all in a round."""

from datetime import date

import pandas as pd

from audit.reconcile.household_register import KEYS, calls, counting, listed, registered
from audit.reconcile.ledger import days_in_post
from audit.reconcile.material import Material
from audit.reconcile.periods import quarter

_TITLES = {"key": "重点户", "relieved": "脱贫户", "round": "脱贫户和监测对象等", "campaign": "脱贫户和监测对象等"}
_ASKED = ["village", "scope", "from_on"]


def visit_coverage(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract visit_coverage: a row per village, scope and period.

    A household of which only visits are found that may have been another's leaves open how many were left out, unless
    some were for certain.
    """
    asked = _asked(of)
    if asked.empty:
        return pd.DataFrame()
    asked = asked.join(_team_days(of, asked))
    asked = asked.assign(
        month=of.scope.month,
        scope_title=asked["scope"].map(_TITLES),
        period_over=[of.over(last.date()) for last in asked["to_on"]],
        period_days=(asked["to_on"] - asked["from_on"]).dt.days + 1,
        quarter=asked["to_on"].dt.quarter,
    )
    known = [
        of.known("households", village, first, last) and of.known("visits", village, first, last)
        for village, first, last in zip(asked["village"], asked["from_on"].dt.date, asked["to_on"].dt.date, strict=True)
    ]
    listed_too = [of.known("households", village, of.scope.first, of.scope.last) for village in asked["village"]]
    counted = asked[_ASKED].merge(_counts(of, asked), on=_ASKED, how="left")
    counted[["due", "visited", "missed", "unsure"]] = counted[["due", "visited", "missed", "unsure"]].fillna(0)
    counted["missed_names"] = counted["missed_names"].fillna("")
    there = pd.Series(listed_too, dtype="bool")
    # Who has been called on for certain has been, whatever else was not handed in.
    everyone = there & (counted["visited"] == counted["due"])
    judged = everyone | pd.Series(known, dtype="bool")
    open_still = (counted["missed"] == 0) & (counted["unsure"] > 0)
    return asked.assign(
        due_households=counted["due"].where(there),
        visited=counted["visited"].where(judged),
        unsure=counted["unsure"].where(judged),
        missed=counted["missed"].where(judged & ~open_still),
        missed_names=counted["missed_names"].where(judged),
    )


def _asked(of: Material) -> pd.DataFrame:
    """List what is asked of each village: village, scope, from_on, to_on.

    The round begins when the first of today's members came, or with the year before, so that it stays one problem.
    """
    terms, last = of.members.postings, pd.Timestamp(of.scope.last)
    here = terms[(terms["arrived_on"] <= last) & ~(terms["left_on"] < last)]
    earliest = pd.Timestamp(of.scope.last.year - 1, 1, 1)
    arrived = here["arrived_on"].where(here["arrived_on"] > earliest, earliest).groupby(here["village"]).min()
    rows = [
        (village, scope, first, until)
        for village in of.members.villages.names
        for scope, first, until in (
            ("key", of.scope.first, of.scope.last),
            ("relieved", *quarter(of.scope.month)),
            *([("round", arrived[village].date(), of.scope.last)] if village in arrived.index else []),
            *_campaign(of),
        )
    ]
    asked = pd.DataFrame(rows, columns=["village", "scope", "from_on", "to_on"])
    return asked.astype({"from_on": "datetime64[us]", "to_on": "datetime64[us]"})


def _campaign(of: Material) -> list[tuple[str, date, date]]:
    """Give the round a document sets a day for, once the day has come and for the rest of its year."""
    by = of.scope.conventions.visit_round_by
    if not by:
        return []
    last = date.fromisoformat(by)
    first = date.fromisoformat(of.scope.conventions.visit_round_from or f"{last.year}-01-01")
    return [("campaign", first, last)] if last <= of.scope.last and last.year == of.scope.last.year else []


def _team_days(of: Material, asked: pd.DataFrame) -> pd.DataFrame:
    """Count the days of each period on which the village had a member in post."""
    posted = days_in_post(of.members.postings, asked["from_on"].min().date(), of.scope.last)
    days = posted[["village", "date"]].drop_duplicates()
    within = asked.reset_index(names="row")[["row", "village", "from_on", "to_on"]].merge(days, on="village")
    within = within[within["date"].between(within["from_on"], within["to_on"])]
    counted = within.groupby("row").size().reindex(asked.index, fill_value=0)
    return counted.to_frame("team_days")


def _counts(of: Material, asked: pd.DataFrame) -> pd.DataFrame:
    """Count the households of each row of ``asked``: due, visited, missed, unsure, missed_names."""
    if of.frames["households"].empty:
        return asked[_ASKED].iloc[:0].assign(due=0, visited=0, missed=0, unsure=0, missed_names="")
    due = _due(of, asked)
    called = counting(of, calls(of), due.drop_duplicates(KEYS))[[*KEYS, "date", "sure"]]
    met = due[[*KEYS, "scope", "from_on", "to_on"]].merge(called, on=KEYS)
    met = met[met["date"].between(met["from_on"], met["to_on"])]
    seen = met.groupby([*KEYS, "scope", "from_on"], as_index=False)["sure"].max()
    told = due.merge(seen, on=[*KEYS, "scope", "from_on"], how="left")
    met_at_all = told["sure"].notna()
    sure = told["sure"].astype("boolean").fillna(value=False).astype("bool")
    told = told.assign(visited=sure, unsure=met_at_all & ~sure, missed=~met_at_all, due=True)
    sums = told.groupby(_ASKED, as_index=False)[["due", "visited", "missed", "unsure"]].sum()
    names = told[told["missed"]].sort_values("label").groupby(_ASKED)["label"].agg(listed)
    return sums.merge(names.rename("missed_names").reset_index(), on=_ASKED, how="left")


def _due(of: Material, asked: pd.DataFrame) -> pd.DataFrame:
    """List the households each row of ``asked`` is about."""
    found = []
    for until in asked["to_on"].drop_duplicates():
        rows, there = asked[asked["to_on"] == until], registered(of, min(until.date(), of.scope.last))
        due = rows.merge(there[~there["gone"] & ~there["is_new"]], on="village")
        chosen = {
            "key": due["key"],
            "relieved": due["relieved"],
            "round": due["key"] | due["relieved"],
            "campaign": due["key"] | due["relieved"] | due["removed"],
        }
        mine = pd.Series(data=False, index=due.index)
        for scope, flags in chosen.items():
            mine |= (due["scope"] == scope) & flags
        found.append(due[mine & ~_exempt(of, due)])
    together: pd.DataFrame = pd.concat(found, ignore_index=True)
    return together


def _exempt(of: Material, due: pd.DataFrame) -> pd.Series:
    """Say which households were away from the first to the last day, where the office asks nothing of those."""
    if of.scope.conventions.away_contact != "exempt":
        return pd.Series(data=False, index=due.index)
    away: pd.Series = (due["away_from"] <= due["from_on"]) & ~(due["away_to"] < due["to_on"])
    return away
