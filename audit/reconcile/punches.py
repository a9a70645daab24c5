"""Punches: four DingTalk sheets told as one row per person and day, with the grade of the evidence.

Grades: A phone or machine with an address, B without one, C made up later (补卡), D changed by an administrator,
X invalid. Raw records decide where there are any for the day; the summaries fill in where there are none.
"""

from collections.abc import Mapping

import pandas as pd

GRADES = ("A", "B", "C", "D", "X")
_SELF_MADE = {"normal", "late", "early", "outside", "overtime", "outing", "trip"}


def grade(raw: pd.DataFrame) -> pd.Series:
    """Grade raw punch rows (result_code, device_kind, address) A to D, X for those that do not count, "" for none."""
    located = raw["address"] != ""
    by_self = raw["result_code"].isin(_SELF_MADE) & raw["punched_at"].notna()
    # An outing or trip without a place is the approval speaking, not a punch.
    by_self &= located | ~raw["result_code"].isin(["outing", "trip"])
    grades = pd.Series("", index=raw.index, dtype="str")
    grades = grades.mask(by_self & located, "A").mask(by_self & ~located, "B")
    grades = grades.mask((raw["result_code"] == "makeup") | (raw["device_kind"] == "makeup"), "C")
    grades = grades.mask((raw["result_code"] == "admin_edit") | (raw["device_kind"] == "admin"), "D")
    return grades.mask(raw["result_code"] == "invalid", "X")


def punch_days(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Make one row per person and day from resolved DingTalk rows.

    Columns: person_id, date, punches (valid ones), grade (best), repaired, hard, soft (abnormal punches), reasons,
    is_rest (boolean, NA where no daily sheet says).
    """
    raw = _raw_days(frames["dingtalk_raw"])
    told = pd.concat(
        [_counted(frames[name]) for name in ("dingtalk_daily", "dingtalk_times", "dingtalk_monthly")], ignore_index=True
    )
    summary = told.groupby(["person_id", "date"], as_index=False).agg(
        told=("told", "max"), told_repaired=("told_repaired", "max")
    )
    rest = frames["dingtalk_daily"][["person_id", "date", "is_rest"]].drop_duplicates(["person_id", "date"])
    days = summary.merge(raw, on=["person_id", "date"], how="outer").merge(rest, on=["person_id", "date"], how="left")
    has_raw = days["punches"].notna()
    days["punches"] = days["punches"].where(has_raw, days["told"]).fillna(0).astype("int64")
    days["repaired"] = days["repaired"].where(has_raw, days["told_repaired"]).fillna(0).astype("int64")
    days["grade"] = days["grade"].fillna("").mask(~has_raw & (days["punches"] > 0), "B").astype("str")
    for column in ("hard", "soft"):
        days[column] = days[column].fillna(0).astype("int64")
    days["reasons"] = days["reasons"].fillna("").astype("str")
    days["is_rest"] = days["is_rest"].astype("boolean")
    return days.drop(columns=["told", "told_repaired"])


def _raw_days(raw: pd.DataFrame) -> pd.DataFrame:
    rows = raw.assign(date=raw["work_date"], grade=grade(raw))
    rows["rank"] = rows["grade"].map({name: rank for rank, name in enumerate((*GRADES, ""))}).astype("int64")
    rows["valid"] = rows["grade"].isin(["A", "B", "C", "D"])
    rows["repair"] = rows["grade"].isin(["C", "D"])
    rows["is_hard"] = (rows["abnormal_class"] == "hard") & (rows["grade"] != "")
    rows["is_soft"] = (rows["abnormal_class"] == "soft") & (rows["grade"] != "")
    keys = ["person_id", "date"]
    distinct = rows[rows["valid"]].drop_duplicates([*keys, "punched_at"])
    days = rows.groupby(keys, as_index=False).agg(
        repaired=("repair", "sum"), hard=("is_hard", "sum"), soft=("is_soft", "sum"), rank=("rank", "min")
    )
    days["grade"] = days.pop("rank").map(dict(enumerate((*GRADES, "")))).astype("str")
    counts = distinct.groupby(keys).size().rename("punches").reset_index()
    reasons = rows[rows["is_hard"] | rows["is_soft"]].groupby(keys)["abnormal_reason"].agg(_listed).rename("reasons")
    days = days.merge(counts, on=keys, how="left").merge(reasons.reset_index(), on=keys, how="left")
    days["punches"] = days["punches"].fillna(0).astype("Int64")
    return days


def _listed(texts: pd.Series) -> str:
    return "、".join(sorted({text for text in texts if text}))


def _counted(frame: pd.DataFrame) -> pd.DataFrame:
    repaired = frame["repaired"] if "repaired" in frame else pd.Series(0, index=frame.index)
    return pd.DataFrame(
        {
            "person_id": frame["person_id"],
            "date": frame["date"],
            "told": frame["times"].map(lambda times: len(set(times))).astype("int64"),
            "told_repaired": repaired.fillna(0).astype("int64"),
        }
    )
