"""The households of a village on a day, and who called on them when: what all tables about visits are made from."""

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from audit.reconcile.distinct import aggregated
from audit.reconcile.households import HEALTH_TAGS, KEY_TAGS
from audit.reconcile.material import Material

KEYS = ["village", "household_id"]
_PHONE = "phone"
_TEAM = "工作队"
_LISTED = 20
_FLAGS = ("key", "relieved", "monitored", "removed", "is_new", "gone")
_FIRST = (
    "household", "label", "risk_status", "risk_cleared_on", "away_from", "away_to", "deceased_on", "left_on",
)  # fmt: skip


def registered(of: Material, last: date) -> pd.DataFrame:
    """List the households of the ledger as they are on a day, one row a village and household_id.

    household (surname and 某), label (with group and number), key (重点户), relieved (脱贫户), monitored (监测对象),
    removed (往年清退户), is_new (taken in so shortly before that nothing is asked yet), gone (moved away, or the head
    has died), risk_status, risk_cleared_on, away_from, away_to, deceased_on, left_on. Kinds that have ended, or not
    yet begun, do not count.
    """
    rows = of.frames["households"]
    day = pd.Timestamp(last)
    valid = ~(rows["untagged_on"] <= day) & ~(rows["tagged_on"] > day)
    tagged = rows["tags"].map(lambda tags: not (KEY_TAGS | HEALTH_TAGS).isdisjoint(tags)).astype("bool")
    grace = day - timedelta(days=of.scope.conventions.new_household_days)
    told = rows.assign(
        village=rows["of_village"],
        label=labels(rows),
        monitored=valid & (rows["category"] == "monitored"),
        relieved=valid & (rows["category"] == "relieved"),
        removed=valid & rows["tags"].map(lambda tags: "removed" in tags).astype("bool"),
        key=valid & (tagged | (rows["category"] == "monitored")),
        is_new=rows["tagged_on"] > grace,
        gone=(rows["left_on"] <= day) | (rows["deceased_on"] <= day),
    )
    return aggregated(
        told.assign(risk_status=told["risk_status"].replace("", None)), KEYS,
        **{name: (name, "first") for name in _FIRST},
        **{name: (name, "all" if name == "is_new" else "any") for name in _FLAGS},
    ).reset_index()  # fmt: skip


def labels(rows: pd.DataFrame) -> pd.Series:
    """Write a household as a list shows it: group, surname and 某, number."""
    group = rows["group"].where(~rows["group"].str.isdigit().astype("bool"), rows["group"] + "组")
    number = rows["household_no"].where(rows["household_no"] == "", "（" + rows["household_no"] + "）")
    return (group + rows["household"] + number).astype("str")


def calls(of: Material) -> pd.DataFrame:
    """List every visit and telephone call with the household it was for, up to the last day the files cover.

    village, household_id, date, way, visitors (tuple), by_team (True, False, or null where nobody is named), sure
    (False where several households may be meant).
    """
    visits = of.frames["visits"]
    visits = visits[visits["visited_on"] <= pd.Timestamp(min(of.scope.last, of.scope.as_of))]
    rows = pd.DataFrame(
        {
            "village": visits["of_village"],
            "date": visits["visited_on"].dt.normalize(),
            "way": visits["way"],
            "visitors": visits["visitors"],
            "by_team": _by_team(of, visits),
            "household_ids": visits["household_ids"],
            "maybe_ids": visits["maybe_ids"],
        }
    )
    sure = rows.explode("household_ids").rename(columns={"household_ids": "household_id"}).assign(sure=True)
    maybe = rows.explode("maybe_ids").rename(columns={"maybe_ids": "household_id"}).assign(sure=False)
    found = pd.concat([sure.drop(columns="maybe_ids"), maybe.drop(columns="household_ids")], ignore_index=True)
    found = found[found["household_id"].notna() & (found["household_id"] != "")]
    return found.astype({"household_id": "str"}).reset_index(drop=True)


def _by_team(of: Material, visits: pd.DataFrame) -> pd.Series:
    """Say whether a member of the roster was among the visitors; 工作队 as a whole is the team."""
    pairs = visits[["visitors", "of_village"]].explode("visitors").dropna().drop_duplicates()
    members = {
        pair: _TEAM in pair[0] or bool(of.people.resolve(pair[0], village=pair[1]))
        for pair in pairs.itertuples(index=False, name=None)
    }
    found = [
        any(members[name, village] for name in names) if names else None
        for names, village in zip(visits["visitors"], visits["of_village"], strict=True)
    ]
    return pd.Series(found, index=visits.index, dtype="boolean")


def counting(of: Material, called: pd.DataFrame, households: pd.DataFrame, *, anybody: bool = False) -> pd.DataFrame:
    """Keep the calls that count as visits, with ``sure`` false where that is not certain.

    A telephone call counts where the household was away that day. Who must have gone is the office's convention; of a
    visit without any name nobody knows who went. With ``anybody`` it does not matter who went.
    """
    away = called.merge(households[[*KEYS, "away_from", "away_to"]], on=KEYS)
    was_away = (away["away_from"] <= away["date"]) & ~(away["away_to"] < away["date"])
    away = away[(away["way"] != _PHONE) | was_away]
    if anybody or of.scope.conventions.visits_by == "any":
        return away
    unnamed = away["by_team"].isna()
    return away[unnamed | away["by_team"].fillna(value=False)].assign(sure=lambda rows: rows["sure"] & ~unnamed)


def listed(names: pd.Series) -> str:
    """Join the labels of households, no more than a page can bear."""
    shown = list(names[:_LISTED])
    return "、".join(shown) + (f"等{len(names)}户" if len(names) > _LISTED else "")


def with_unknown(
    of: Material, rows: pd.DataFrame, sources: Sequence[str], **key: str | bool | pd.Timestamp
) -> pd.DataFrame:
    """Add an empty row for each village without one of the sources, so that what was not handed in is told."""
    lacking = [
        village
        for village in of.members.villages.names
        if not all(of.known(source, village, of.scope.first, of.scope.last) for source in sources)
    ]
    if not lacking:
        return rows
    empty = pd.DataFrame({"village": pd.Series(lacking, dtype="str")}).assign(**{"month": of.scope.month, **key})
    kept = rows[~rows["village"].isin(lacking)] if len(rows) else rows
    return pd.concat([kept, empty], ignore_index=True) if len(kept) else empty
