"""What is owed to a paired household: visits, contacts, evaluations, a plan; and which households have no pair."""

from datetime import date

import pandas as pd

from audit.reconcile.household_register import KEYS, calls, counting, listed, registered, with_unknown
from audit.reconcile.material import Material
from audit.reconcile.periods import Span, quarter, year

_CLASS_TITLES = {"open": "未消除风险或风险消除不足6个月", "stable": "脱贫户或风险消除满6个月"}
_DUTY_TITLES = {"visit": "走访", "contact": "联系", "evaluation": "帮扶成效评估", "plan": "帮扶（巩固）计划"}
_OWED = {
    "open": (("visit", "month"), ("evaluation", "quarter"), ("plan", "year")),
    "stable": (("contact", "month"), ("visit", "quarter"), ("plan", "year")),
}
_SETTLED_MONTHS = 6
"""附件2: for six months after its risk was cleared a household is helped as before; six to the day are over."""


def pairing_duty(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract pairing_duty: a row per paired household, duty and period."""
    paired = _pairs(of)
    rows = _all_owed(of, paired) if len(paired) else paired
    told = _told(of, rows) if len(rows) else rows
    first, last = _span(of, "month")
    blank: dict[str, str | bool | pd.Timestamp] = {
        "household_id": "",
        "duty": "visit",
        "from_on": pd.Timestamp(first),
        "to_on": pd.Timestamp(last),
    }
    return with_unknown(of, told, ("households", "pairings"), **blank, period_over=of.over(last))


def _told(of: Material, rows: pd.DataFrame) -> pd.DataFrame:
    """Add what the rows are called, whether their period is over, and what was done."""
    return rows.assign(
        month=of.scope.month,
        duty_title=rows["duty"].map(_DUTY_TITLES),
        class_title=rows["household_class"].map(_CLASS_TITLES),
        period_over=[
            duty == "plan" or of.over(last.date()) for duty, last in zip(rows["duty"], rows["to_on"], strict=True)
        ],
        done=_done(of, rows),
    )


def pairing_coverage(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract pairing_coverage: a row per village and month."""
    there = _cared_for(of, of.scope.last)
    pairs = _active(of, of.scope.last, of.scope.last).groupby(KEYS)["helper"].nunique().rename("pairs").reset_index()
    plans = _plans(of).groupby(KEYS)["accepted"].agg(_accepted).rename("plan").reset_index()
    told = there.merge(pairs, on=KEYS, how="left").merge(plans, on=KEYS, how="left")
    helpers = told["pairs"].fillna(0)
    lacks = told.assign(
        unpaired=helpers == 0,
        doubly_paired=helpers > 1,
        unplanned=told["plan"].isna(),
        unaccepted=told["plan"] == "refused",
        unasked=told["plan"] == "open",
    )
    rows = pd.DataFrame({"village": of.members.villages.names}).assign(month=of.scope.month)
    due = told.groupby("village").size().to_dict()
    rows["due_households"] = [due.get(village, 0) for village in rows["village"]]
    for name in ("unpaired", "doubly_paired", "unplanned", "unaccepted", "unasked"):
        chosen = lacks[lacks[name]].sort_values("label").groupby("village")["label"]
        counted, names = chosen.size().to_dict(), {village: listed(labels) for village, labels in chosen}
        rows[name] = [counted.get(village, 0) for village in rows["village"]]
        rows[f"{name}_names"] = [names.get(village, "") for village in rows["village"]]
    return _where_handed_in(of, rows)


def _accepted(answers: pd.Series) -> str:
    """Say how a household took its plans: accepted one, refused, or open where nothing is written."""
    if answers.eq(other=True).any():
        return "accepted"
    return "refused" if answers.eq(other=False).any() else "open"


def _where_handed_in(of: Material, rows: pd.DataFrame) -> pd.DataFrame:
    def known(source: str) -> pd.Series:
        handed = [of.known(source, village, of.scope.first, of.scope.last) for village in rows["village"]]
        return pd.Series(handed, index=rows.index, dtype="bool")

    there, pairs, plans = known("households"), known("pairings"), known("household_plans")
    told = {"due_households": there}
    told |= dict.fromkeys(("unpaired", "unpaired_names", "doubly_paired", "doubly_paired_names"), there & pairs)
    told |= dict.fromkeys(("unplanned", "unplanned_names"), there & plans)
    # Who is not asked may refuse as well: that nobody refuses is known once all have been asked.
    settled = (rows["unaccepted"] > 0) | (rows["unasked"] == 0)
    told |= dict.fromkeys(("unaccepted", "unaccepted_names"), there & plans & settled)
    return rows.assign(**{name: rows[name].where(mask) for name, mask in told.items()})


def _cared_for(of: Material, last: date) -> pd.DataFrame:
    """List the households that are to be paired on a day: relieved ones and monitored ones, with their class."""
    there = registered(of, last)
    mine = there[(there["relieved"] | there["monitored"]) & ~there["gone"] & ~there["is_new"]]
    return mine.assign(household_class=_classes(mine, pd.Timestamp(last)))


def _classes(households: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """Class households on a day: open, stable, or null where the ledger does not say whether or when risk ended."""
    settled = households["risk_cleared_on"].map(lambda one: one + pd.DateOffset(months=_SETTLED_MONTHS) <= day)
    dated = households["risk_cleared_on"].notna()
    found = pd.Series(None, index=households.index, dtype="str")
    found = found.mask(households["relieved"] & ~households["monitored"], "stable")
    found = found.mask(households["monitored"] & (households["risk_status"] == "open"), "open")
    cleared = households["monitored"] & (households["risk_status"] != "open") & dated
    return found.mask(cleared & settled.astype("bool"), "stable").mask(cleared & ~settled.astype("bool"), "open")


def _active(of: Material, first: date, last: date) -> pd.DataFrame:
    """List who is paired with which household at any time of a period: village, household_id, helper, names.

    ``names`` are all who may go: himself and his substitute.
    """
    rows = of.frames["pairings"]
    begun = ~(rows["paired_from"] > pd.Timestamp(last))
    rows = rows[begun & ~(rows["paired_to"] < pd.Timestamp(first))]
    told = pd.DataFrame(
        {
            "village": rows["of_village"],
            # A row that may mean either of two households leaves neither of them without a pair.
            "household_id": rows["household_ids"] + rows["maybe_ids"],
            "helper": ["、".join(names) for names in rows["helper"]],
            "names": [(*helper, *other) for helper, other in zip(rows["helper"], rows["substitute"], strict=True)],
        },
        index=rows.index,
    )
    told = told.explode("household_id").astype({"household_id": "str", "helper": "str"})
    return told[(told["household_id"] != "") & (told["helper"] != "")]


def _pairs(of: Material) -> pd.DataFrame:
    """List the paired households of the quarter with all helpers' names and who may go for them."""
    first = quarter(of.scope.month)[0]
    active = _active(of, first, of.scope.last).groupby(KEYS, as_index=False)
    return active.agg(
        helper=("helper", lambda names: "、".join(dict.fromkeys(names))),
        names=("names", lambda each: frozenset(name for names in each for name in names)),
    )


def _all_owed(of: Material, paired: pd.DataFrame) -> pd.DataFrame:
    frames = [_owed(of, paired, name, duties) for name, duties in _OWED.items()]
    return pd.concat([*frames, _unclassed(of, paired)], ignore_index=True)


def _owed(
    of: Material, paired: pd.DataFrame, household_class: str, duties: tuple[tuple[str, str], ...]
) -> pd.DataFrame:
    """List what is owed to the households of one class; for a quarter those that were of it on its first day too."""
    frames = []
    for duty, length in duties:
        first, last = _span(of, length)
        now = _cared_for(of, min(last, of.scope.last))
        mine = now[now["household_class"] == household_class].merge(paired, on=KEYS)
        if length == "quarter":
            then = _cared_for(of, first)[[*KEYS, "household_class"]].rename(columns={"household_class": "was"})
            mine = mine.merge(then, on=KEYS, how="left")
            mine = mine[mine["was"].isna() | (mine["was"] == household_class)]
        frames.append(mine.assign(duty=duty, from_on=pd.Timestamp(first), to_on=pd.Timestamp(last)))
    return pd.concat(frames, ignore_index=True)


def _unclassed(of: Material, paired: pd.DataFrame) -> pd.DataFrame:
    """List the households of which the ledger does not tell the class: what is owed to them is not known."""
    now = _cared_for(of, of.scope.last)
    mine = now[now["household_class"].isna()].merge(paired, on=KEYS)
    first, last = _span(of, "month")
    return mine.assign(duty="visit", from_on=pd.Timestamp(first), to_on=pd.Timestamp(last))


def _span(of: Material, length: str) -> Span:
    spans = {"month": (of.scope.first, of.scope.last), "quarter": quarter(of.scope.month), "year": year(of.scope.month)}
    return spans[length]


def _done(of: Material, rows: pd.DataFrame) -> pd.Series:
    """Count what was done for each row, null where the source was not handed in or a record may be another's."""
    called = calls(of)
    visited = counting(of, called, rows.drop_duplicates(KEYS), anybody=True)
    events = {
        "contact": called[[*KEYS, "date", "visitors", "sure"]],
        "visit": visited[[*KEYS, "date", "visitors", "sure"]],
        "evaluation": _evaluations(of),
        "plan": _plans(of),
    }
    done = pd.Series(pd.NA, index=rows.index, dtype="Int64")
    for duty, records in events.items():
        mine = rows[rows["duty"] == duty]
        if len(mine):
            done[mine.index] = _counted(of, mine, records, duty)
    return done


_SOURCES = {"contact": "visits", "visit": "visits", "evaluation": "evaluations", "plan": "household_plans"}


def _counted(of: Material, rows: pd.DataFrame, records: pd.DataFrame, duty: str) -> pd.Series:
    """Count the records of the household within the period, by those paired with it where the record names people."""
    pairs = rows.reset_index(names="row")[["row", *KEYS, "names", "from_on", "to_on"]].merge(records, on=KEYS)
    within = pairs["date"].isna() | pairs["date"].between(pairs["from_on"], pairs["to_on"])
    by_pair = [
        not people or not names.isdisjoint(people)
        for names, people in zip(pairs["names"], pairs["visitors"], strict=True)
    ]
    met = pairs[within & pd.Series(by_pair, index=pairs.index, dtype="bool")]
    counted = met.groupby("row").size().reindex(rows.index, fill_value=0).astype("Int64")
    unsure = met.loc[~met["sure"], "row"]
    return counted.mask(rows.index.isin(unsure)).where(_known(of, rows, _SOURCES[duty]))


def _known(of: Material, rows: pd.DataFrame, source: str) -> pd.Series:
    """Say for which rows a source was handed in throughout the period."""
    spans = zip(rows["village"], rows["from_on"].dt.date, rows["to_on"].dt.date, strict=True)
    return pd.Series([of.known(source, *one) for one in spans], index=rows.index, dtype="bool")


def _evaluations(of: Material) -> pd.DataFrame:
    return _records(of, "evaluations", of.frames["evaluations"]["evaluated_on"])


def _plans(of: Material) -> pd.DataFrame:
    """List the plans for the year of the audited month; a plan without a year counts for any."""
    rows = of.frames["household_plans"]
    stated = rows["year"].fillna(rows["made_on"].dt.year.astype("Int64"))
    mine = stated.isna() | (stated == of.scope.last.year)
    told = _records(of, "household_plans", pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us]"))
    return told[told["source_row"].isin(rows.index[mine])].join(rows["accepted"], on="source_row")


def _records(of: Material, table: str, days: pd.Series) -> pd.DataFrame:
    """List the rows of a table by household: village, household_id, date, visitors (none are asked for), sure."""
    rows = of.frames[table]
    told = rows.assign(village=rows["of_village"], date=days, source_row=rows.index)
    each = [
        told.assign(household_id=told[name], sure=name == "household_ids") for name in ("household_ids", "maybe_ids")
    ]
    found = pd.concat([one.explode("household_id") for one in each], ignore_index=True)
    found = found[found["household_id"].notna() & (found["household_id"] != "")].astype({"household_id": "str"})
    return found.assign(visitors=pd.Series([()] * len(found), index=found.index, dtype="object"))[
        [*KEYS, "date", "visitors", "sure", "source_row"]
    ]
