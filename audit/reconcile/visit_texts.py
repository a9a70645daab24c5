"""What visit notes and household plans say: how many households of a village have hardly anything but the same text."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from audit.reconcile.alike import clusters, comparable, excerpt, shared_part
from audit.reconcile.material import Material
from audit.reconcile.scope import lies_in

_NAMED = "[一-鿿]{1,2}(?=家|户|老人|大爷|大娘|反映|表示|本人|说|称|在|因|夫妇|外出|[，。；、]|$)"


def visit_text_months(of: Material) -> pd.DataFrame:
    """Make the fact table visit_text_month: one row per village with a member in post in the month.

    Counts are null where no visit ledger was handed in.
    """
    visits = of.frames["visits"]
    visits = visits[lies_in(visits["visited_on"], of.scope.month)].reset_index(drop=True)
    told = _told(visits, of, least=of.scope.conventions.visit_similarity)
    table = _villages(of).join(told.rename(columns={"texts": "notes", "alike": "alike_visits"}), on="village")
    table["visits"] = table["village"].map(visits.groupby("of_village").size())
    known = [of.submissions.known_village("visits", name, of.scope.month) for name in table["village"]]
    return _filled(table, ("visits", "notes", "alike_visits", "alike_households"), pd.Series(known, index=table.index))


def plan_text_years(of: Material) -> pd.DataFrame:
    """Make the fact table plan_text_year: the household plans of the audited year, one row per village.

    A plan without a year is taken for one of this year.
    """
    plans = of.frames["household_plans"]
    year = int(of.scope.month[:4])
    plans = plans[plans["year"].fillna(year) == year].reset_index(drop=True)
    told = _told(plans, of, least=of.scope.conventions.plan_similarity)
    table = _villages(of).join(told.rename(columns={"texts": "plans", "alike": "alike_plans"}), on="village")
    known = [of.submissions.known_village("household_plans", name, of.scope.month) for name in table["village"]]
    table = table.assign(year_from=pd.Timestamp(year, 1, 1), year_to=pd.Timestamp(year, 12, 31))
    return _filled(table, ("plans", "alike_plans", "alike_households"), pd.Series(known, index=table.index))


def _villages(of: Material) -> pd.DataFrame:
    posted = sorted(set(of.roll["village"]) - {""})
    return pd.DataFrame({"village": pd.Series(posted, dtype="str"), "month": of.scope.month})


def _filled(table: pd.DataFrame, counts: Sequence[str], known: pd.Series) -> pd.DataFrame:
    numbers = {name: table[name].astype("Int64").fillna(0).where(known) for name in counts}
    return table.assign(**numbers, example=table["example"].astype("str").fillna("").where(known))


def _told(rows: pd.DataFrame, of: Material, *, least: int) -> pd.DataFrame:
    """Count by village the texts long enough to compare and the greatest cluster of alike ones of different
    households: texts, alike, alike_households, example.
    """
    conventions = of.scope.conventions
    bare = [_unnamed(text, head) for text, head in zip(rows["content"], rows["household"], strict=True)]
    texts = np.array([comparable(text, conventions.stock_phrases) for text in bare], dtype=object)
    chosen = np.array([len(text) >= conventions.visit_min_chars for text in texts], dtype=bool)
    homes = _homes(rows).to_numpy(dtype=object)
    numbers, _ = clusters(
        texts, rows["of_village"], chosen=chosen, least=least,
        barred=lambda mine, others: np.asarray(homes[mine][:, None] == homes[others][None, :]),
    )  # fmt: skip
    notes = pd.DataFrame({"village": rows["of_village"], "home": homes, "text": bare, "number": numbers})
    counts = notes[chosen].groupby("village").size().rename("texts")
    return counts.to_frame().join(_greatest(notes[numbers >= 0]))


def _homes(rows: pd.DataFrame) -> pd.Series:
    """Give each row's household as well as it can be told: its number, else head and group."""
    by_name = rows["household"] + "|" + rows["group_no"]
    if "household_code" in rows:
        by_name = by_name + "|" + rows["household_code"]
    homes: pd.Series = by_name
    return homes.where(rows["household_no"] == "", rows["household_no"]) if "household_no" in rows else homes


def _unnamed(text: str, head: str) -> str:
    """Write 某 for the given name of the head of the household: heads differ, and are not told."""
    surname = re.escape(head.split("、")[0].removesuffix("某"))
    # A note mostly begins with the name, whatever follows.
    return re.sub(f"^{surname}[一-鿿]{{2}}|{surname}{_NAMED}", f"{surname}某", text) if surname else text


def _greatest(alike: pd.DataFrame) -> pd.DataFrame:
    rows: dict[str, dict[str, Any]] = {}
    for (village, _), notes in alike.groupby(["village", "number"]):
        found = {"alike": len(notes), "alike_households": notes["home"].nunique(), "example": _example(notes)}
        before = rows.get(str(village))
        if before is None or found["alike_households"] > before["alike_households"]:
            rows[str(village)] = found
    return pd.DataFrame.from_dict(rows, orient="index", columns=["alike", "alike_households", "example"])


def _example(notes: pd.DataFrame) -> str:
    """Put the texts of two households side by side with what they share."""
    one, other = notes.drop_duplicates("home")["text"].iloc[:2]
    shared = shared_part(one, other)
    return f"“{excerpt(one)}”与“{excerpt(other)}”" + (f"，相同部分“{shared}”" if shared else "")
