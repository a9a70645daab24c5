"""Records that put one person in two places at once, or apart farther than anybody can travel in the time."""

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd
from msgspec import Struct

from audit.model.conventions import Conventions
from audit.reconcile.distinct import keys_of
from audit.reconcile.people import People

KEYS = ["person_id", "date"]
_SPAN = [*KEYS, "begin", "end", "where", "what", "source"]
_KILOMETER = 1000
_MINUTES = 60
_STAY = 2
_NO_ITEM = pd.DataFrame({
    "person_id": pd.array([], dtype="str"), "date": pd.array([], dtype="datetime64[us]"),
    "item": pd.array([], dtype="str"),
})  # fmt: skip


class Timed(Struct, frozen=True):
    """Records that tell when and where: ``spans`` person_id, date, begin, end, where (village, or "" for outside),
    what, source; ``leaps`` check-ins with leap_meters and leap_minutes.
    """

    spans: pd.DataFrame
    leaps: pd.DataFrame


def timed_records(records: Mapping[str, pd.DataFrame], people: People, of: Conventions) -> Timed:
    """Collect the records with a time: duty elsewhere, meetings in a village, punches whose place can be told.

    ``records`` are slips, meetings, moments and check_ins. Whole days and half-days say no time; a meeting without an
    end lasts twice as long as an overlap must.
    """
    spans = [
        _duties(records["slips"]), _meetings(records["meetings"], people, of), _punches(records["moments"], people)
    ]  # fmt: skip
    leaps = records["check_ins"].dropna(subset=["leap_meters", "leap_minutes"])
    kept = [*KEYS, "checked_at", "leap_meters", "leap_minutes", "place"]
    return Timed(pd.concat(spans, ignore_index=True), leaps[kept])


def with_conflicts(days: pd.DataFrame, timed: Timed, of: Conventions) -> pd.DataFrame:
    """Add ``conflict`` (boolean) and ``conflict_item`` (str) to person-days: two records in different places that
    overlap by the convention's minutes, or check-ins apart faster than its speed.

    Null where neither punches nor duty of the day are known. ``time_told``: whether records with times can be compared.
    """
    found = pd.concat([_overlaps(timed.spans, of), _impossible(timed.leaps, of)], ignore_index=True)
    items = {key: "；".join(dict.fromkeys(texts)) for key, texts in found.groupby(KEYS)["item"]}
    said = [items.get(key) for key in zip(days["person_id"], days["date"], strict=True)] if items else None
    rows = days.assign(conflict_item=pd.Series(said, index=days.index, dtype="str"))
    told = Counter(keys_of(timed.spans, KEYS))
    several = np.array([told[key] > 1 for key in keys_of(rows, KEYS)], dtype=bool)
    known = rows["punches"].notna() | rows["recorded_duty_half_days"].notna()
    hit = rows["conflict_item"].notna()
    return rows.assign(
        conflict=hit.astype("boolean").mask(~known & ~hit),
        time_told=pd.Series(several, index=rows.index, dtype="boolean").mask(~known),
        conflict_item=rows["conflict_item"].fillna("").astype("str"),
    )


def _overlaps(spans: pd.DataFrame, of: Conventions) -> pd.DataFrame:
    # Punches do not contradict each other: only days with another record beside matter, and there are few.
    numbered = spans.reset_index(drop=True).reset_index(names="number")
    others = numbered.loc[numbered["source"] != "punches", KEYS].drop_duplicates()
    numbered = numbered.merge(others, on=KEYS) if len(others) else numbered.iloc[:0]
    if len(numbered) < 2:
        return _NO_ITEM
    pairs = numbered.merge(numbered, on=KEYS, suffixes=("", "_other"))
    pairs = pairs[(pairs["number"] < pairs["number_other"]) & (pairs["where"] != pairs["where_other"])]
    pairs = pairs[(pairs["source"] != "punches") | (pairs["source_other"] != "punches")]
    need = pd.Timedelta(minutes=of.overlap_minutes)
    instant = (pairs["begin"] == pairs["end"]) | (pairs["begin_other"] == pairs["end_other"])
    # A punch lasts a moment: it contradicts a span only well inside it.
    begin = pairs[["begin", "begin_other"]].max(axis=1)
    end = pairs[["end", "end_other"]].min(axis=1)
    inside = pd.concat(
        [begin - pairs[["begin", "begin_other"]].min(axis=1), pairs[["end", "end_other"]].max(axis=1) - end], axis=1
    ).min(axis=1)
    hit = pairs[(instant & (end >= begin) & (inside >= need)) | (~instant & (end - begin >= need))]
    at = hit[["begin", "begin_other"]].max(axis=1).dt.strftime("%H:%M")
    return hit[KEYS].assign(item=at + "同时有" + hit["what"] + "和" + hit["what_other"])


def _impossible(leaps: pd.DataFrame, of: Conventions) -> pd.DataFrame:
    if leaps.empty:
        return _NO_ITEM
    far = leaps["leap_meters"] >= of.travel_min_meters
    fast = leaps["leap_meters"] * _MINUTES > leaps["leap_minutes"] * of.travel_kmh * _KILOMETER
    hit = leaps[far & fast]
    kilometers = (hit["leap_meters"] / _KILOMETER).round().astype("Int64").astype("str") + "公里"
    at, minutes = hit["checked_at"].dt.strftime("%H:%M"), hit["leap_minutes"].astype("str") + "分钟、"
    return hit[KEYS].assign(item=at + "签到距上一次" + minutes + kilometers)


def _duties(slips: pd.DataFrame) -> pd.DataFrame:
    exact = (slips["start_precision"] == "minute") & (slips["end_precision"] == "minute")
    one_day = slips["start"].dt.normalize() == slips["end"].dt.normalize()
    rows = slips[(slips["kind"] == "duty") & exact & one_day]
    what = (rows["leave_type"] + "（" + rows["reason"] + "）").str.replace("（）", "", regex=False)
    return _spans(rows, rows["start"], rows["end"]).assign(where="", what=what, source="duty_records")


def _meetings(meetings: pd.DataFrame, people: People, of: Conventions) -> pd.DataFrame:
    timed = meetings[meetings["began_at_precision"] == "minute"]
    each = timed.explode("attendees").dropna(subset="attendees")
    named = each[["attendees", "of_village"]].drop_duplicates()
    ids = {(name, place): people.resolve(name, village=place) for name, place in named.itertuples(index=False)}
    who = [ids[pair] for pair in zip(each["attendees"], each["of_village"], strict=True)]
    rows = each.assign(person_id=pd.Series(who, index=each.index, dtype="str"))
    rows = rows[rows["person_id"] != ""]
    lasting = rows["began_at"] + pd.Timedelta(minutes=_STAY * of.overlap_minutes)
    end = rows["ended_at"].where(rows["ended_at"] > rows["began_at"], lasting)
    return _spans(rows, rows["began_at"], end).assign(
        where=rows["of_village"], what=rows["of_village"] + "的会议", source="meetings"
    )


def _punches(moments: pd.DataFrame, people: People) -> pd.DataFrame:
    rows = moments[moments["away"].notna()]
    homes = {person: places[0] for person, places in people.villages_of.items() if len(places) == 1}
    away = rows["away"].astype("bool")
    home = rows["person_id"].map(homes).fillna("").astype("str")
    place = rows["place"].where(rows["place"] != "", "村外")
    return _spans(rows, rows["at"], rows["at"]).assign(
        where=home.where(~away, ""), what=("在" + place + "的打卡").where(away, "在村打卡"), source="punches"
    )[(home != "") | away]


def _spans(rows: pd.DataFrame, begin: pd.Series, end: pd.Series) -> pd.DataFrame:
    made = pd.DataFrame({"person_id": rows["person_id"], "date": begin.dt.normalize(), "begin": begin, "end": end})
    return made.assign(where="", what="", source="")[_SPAN]
