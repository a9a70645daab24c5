"""What households say about the team's last visit, beside the ledger of visits."""

import pandas as pd

from audit.reconcile.distinct import aggregated
from audit.reconcile.household_register import labels, listed
from audit.reconcile.material import Material
from audit.reconcile.scope import lies_in

_RECENT = pd.Timedelta(days=90)
"""A household that says nobody ever came is only contradicted by a visit it should remember."""


def visit_survey(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract visit_survey: a row per village with its households surveyed that month.

    Compared are households whose answer names days (or that nobody ever came) and whose visits are known from those
    days on; an answer differs by the days between it and the last visit in the ledger before the survey.
    """
    rows = pd.DataFrame({"village": of.members.villages.names}).assign(month=of.scope.month)
    told = _answers(of)
    counted = aggregated(
        told.assign(surveyed=1), ["village"], surveyed=("surveyed", "sum"), compared=("compared", "sum"),
        disagreeing=("disagrees", "sum"), denied=("denies", "sum"),
    )  # fmt: skip
    names = {village: listed(texts) for village, texts in told[told["disagrees"]].groupby("village")["text"]}
    counts = counted.reindex(rows["village"], fill_value=0).set_axis(rows.index)
    handed = {
        source: pd.Series(
            [of.known(source, one, of.scope.first, of.scope.last) for one in rows["village"]], dtype="bool"
        )
        for source in ("surveys", "visits")
    }
    both = handed["surveys"] & handed["visits"]
    rows["surveyed"] = counts["surveyed"].where(handed["surveys"])
    for name in ("compared", "disagreeing", "denied"):
        rows[name] = counts[name].where(both)
    rows["disagreeing_names"] = pd.Series([names.get(one, "") for one in rows["village"]], dtype="str").where(both)
    return rows


def _answers(of: Material) -> pd.DataFrame:
    """List the month's answers with the household's last visit in the ledger and whether they agree."""
    asked = of.frames["surveys"]
    asked = asked[lies_in(asked["surveyed_on"], of.scope.month)]
    told = asked.assign(village=asked["of_village"], who=_who(asked), label=labels(asked)).reset_index(drop=True)
    told["last"] = _last_visits(of, told)
    never = told["never_visited"].astype("boolean").fillna(value=False).astype("bool")
    denies = never & (told["last"] >= told["surveyed_on"] - _RECENT)
    dated = ~never & told["last_visit_from"].notna() & told["last"].notna() & _known(of, told)
    early, late = told["last_visit_from"] - told["last"], told["last"] - told["last_visit_to"]
    apart = pd.Series([max(a.days, b.days, 0) if known else 0 for a, b, known in zip(early, late, dated, strict=True)])
    wrong = dated & (apart.astype("int64") > of.scope.conventions.visit_memory_days)
    disagrees = (denies | wrong).astype("bool")
    found: pd.DataFrame = told.assign(compared=denies | dated, denies=denies, disagrees=disagrees, text=_texts(told))
    return found


def _who(rows: pd.DataFrame) -> pd.Series:
    """Tell households apart by the ledger's number or name, else by what is written in full; "" where neither does."""
    single = rows["household_ids"].map(lambda ids: ids[0] if len(ids) == 1 else "").astype("str")
    return single.where(single != "", rows["household_code"])


def _last_visits(of: Material, asked: pd.DataFrame) -> pd.Series:
    """Give the day of the last visit in the ledger up to the day of the survey, null without one."""
    visits = of.frames["visits"]
    made = pd.DataFrame({"village": visits["of_village"], "who": _who(visits), "date": visits["visited_on"]})
    made = made[(made["who"] != "") & (visits["way"] != "phone")]
    pairs = asked.reset_index(names="row")[["row", "village", "who", "surveyed_on"]].merge(made, on=["village", "who"])
    found = pairs[pairs["date"] <= pairs["surveyed_on"]].groupby("row")["date"].max()
    return found.reindex(asked.index).astype("datetime64[us]")


def _known(of: Material, asked: pd.DataFrame) -> pd.Series:
    """Say for which answers the ledger was handed in from the day named, or the visit found, up to the survey."""
    first = asked["last_visit_from"].where(asked["last_visit_from"] < asked["last"], asked["last"])
    known = [
        pd.notna(begin) and of.known("visits", village, begin.date(), until.date())
        for village, begin, until in zip(asked["village"], first, asked["surveyed_on"], strict=True)
    ]
    return pd.Series(known, index=asked.index, dtype="bool")


def _texts(told: pd.DataFrame) -> pd.Series:
    texts = [
        f"{label}答“{answer}”，台账最近一次为{last.month}月{last.day}日" if pd.notna(last) else label
        for label, answer, last in zip(told["label"], told["last_visit"], told["last"], strict=True)
    ]
    return pd.Series(texts, index=told.index, dtype="str")
