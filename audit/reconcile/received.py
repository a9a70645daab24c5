"""The required-file matrix: which source of which village came in for the month, and for whom it did not."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from audit.model.received import Receipt, Received
from audit.model.source import SOURCE_TITLES
from audit.reconcile.distinct import texts
from audit.reconcile.submissions import ALWAYS

REQUIRED = ("roster", "villages", "sign_ins", "punches", "leave_slips", "work_logs", "meetings", "duty_records")
"""The sources every village is asked for; others are listed where some village handed them in."""


def received(
    submissions: pd.DataFrame, members: pd.DataFrame, month: str, *, villages: Sequence[str], not_kept: Collection[str]
) -> tuple[Received, ...]:
    """Tell source by source what each village handed in for a month.

    ``submissions`` has the columns of ``Facts.submissions``, ``members`` a row per person in post: person_id, person,
    village. A sheet that speaks for the village counts for all its members.
    """
    mine = submissions[submissions["month"].isin([month, ALWAYS])]
    listed = [source for source in SOURCE_TITLES if source in REQUIRED or (mine["source"] == source).any()]
    spoken = _spoken(mine)
    teams = {str(village): rows for village, rows in members.drop_duplicates().groupby("village")}
    return tuple(
        _received(village, source, spoken.get((village, source), set()), teams.get(village))
        if source not in not_kept
        else Received(village, source, Receipt.NOT_ASKED)
        for village in villages
        for source in listed
    )


def _spoken(rows: pd.DataFrame) -> Mapping[tuple[str, str], set[str]]:
    """By village and source: the person_ids spoken for; "" speaks for all."""
    spoken: dict[tuple[str, str], set[str]] = {}
    for village, source, person_id in zip(
        *(texts(rows[name]) for name in ("village", "source", "person_id")), strict=True
    ):
        spoken.setdefault((village, source), set()).add(person_id)
    return spoken


def _received(village: str, source: str, spoken: set[str], team: pd.DataFrame | None) -> Received:
    if not spoken:
        return Received(village, source, Receipt.NONE if source in REQUIRED else Receipt.NOT_ASKED)
    if "" in spoken or team is None:
        return Received(village, source, Receipt.FULL)
    lacking = tuple(team.loc[~team["person_id"].isin(spoken), "person"])
    return Received(village, source, Receipt.PART if lacking else Receipt.FULL, lacking)
