"""Checks come in rounds: rows of one village close in time are one round, and belong to the month it begins in."""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import TypeAlias

import pandas as pd

from audit.reconcile.material import Material

_APART = pd.Timedelta(days=15)


def in_rounds(rows: pd.DataFrame, of: Material) -> pd.DataFrame:
    """Keep the rows whose round begins in the audited month, with first_on and last_on of their round.

    Rows need of_village and ``_day``; those without a day, and those after the day of judgement, are left out. Rows
    of a village more than fifteen days apart are different rounds.
    """
    dated = rows[rows["_day"].notna() & (rows["_day"] <= pd.Timestamp(of.scope.as_of))]
    dated = dated.sort_values(["of_village", "_day"], kind="stable")
    begins = dated.groupby("of_village")["_day"].diff().fillna(pd.Timedelta(0)) > _APART
    days = dated.assign(_round=begins.astype("int64").groupby(dated["of_village"]).cumsum())
    spans = days.groupby(["of_village", "_round"])["_day"]
    placed = days.assign(first_on=spans.transform("min"), last_on=spans.transform("max"))
    first, last = pd.Timestamp(of.scope.first), pd.Timestamp(of.scope.last)
    return placed[placed["first_on"].between(first, last)].drop(columns="_round")


def in_month(rows: pd.DataFrame, of: Material) -> pd.DataFrame:
    """Keep the rows whose day lies in the audited month and not after the day of judgement."""
    last = min(of.scope.last, of.scope.as_of)
    return rows[rows["_day"].between(pd.Timestamp(of.scope.first), pd.Timestamp(last))]


_Make: TypeAlias = Callable[[Material], pd.DataFrame]


def beside_lacking(
    source: str, *, first: str = "first_on", last: str = "", same: str = "", blank: Sequence[str] = ()
) -> Callable[[_Make], _Make]:
    """Let a fact table made from a list have a row for each village that did not hand it in for the month.

    ``first`` and ``last`` are its columns for the month's days ("" without), ``same`` one for the village once more,
    ``blank`` those that are "". Where nobody handed the list in, nothing else is made.
    """

    def beside(make: _Make) -> _Make:
        @wraps(make)
        def made(of: Material) -> pd.DataFrame:
            month, villages = of.scope.month, of.members.villages.names
            names = [name for name in villages if not of.submissions.known_village(source, name, month)]
            days = {first: pd.Timestamp(of.scope.first), last: pd.Timestamp(of.scope.last)}
            told = {"village": names, **dict.fromkeys(blank, ""), **days, same: names}
            absent = pd.DataFrame({name: values for name, values in told.items() if name})
            return _below(make(of), absent) if len(of.frames[source]) else absent

        return made

    return beside


def _below(*frames: pd.DataFrame) -> pd.DataFrame:
    """Put tables below each other; a column one of them lacks is null there."""
    rows = [row for frame in frames for row in frame.to_dict("records")]
    return pd.DataFrame(rows, columns=list(dict.fromkeys(name for frame in frames for name in frame.columns)))


def listed(names: Iterable[str]) -> str:
    """Write names as an office lists them, each once, in their order."""
    return "、".join(dict.fromkeys(name for name in names if name))
