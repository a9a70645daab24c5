"""Punches: every export told as one row per person and day, with the grade of the evidence.

The grades are those of ``audit.model.evidence``. Rows of single punches decide where there are any for the day; sheets
that only tell the day's times fill in where there are none. Field check-ins are added to either.
"""

from collections.abc import Mapping

import pandas as pd

from audit.model.evidence import COUNTING, GRADES
from audit.reconcile.distinct import aggregated, filled

RAW_TABLES: Mapping[str, str] = dict.fromkeys(
    ("dingtalk_raw", "wecom_punches", "dingtalk_api", "machine_rows"), "work_date"
)
"""Tables with a row for each punch, and the column of the day it belongs to; columns as in ``RAW_COLUMNS``."""

DAY_TABLES: tuple[str, ...] = (
    "dingtalk_daily", "dingtalk_times", "dingtalk_monthly", "wecom_daily", "wecom_times", "wecom_monthly",
    "feishu_monthly", "machine_cards",
)  # fmt: skip
"""Tables with a row for each person and day: date, times (or punches, their number), and where they know it repaired,
soft, hard, is_rest.
"""

PUNCH_TABLES: tuple[str, ...] = (*RAW_TABLES, *DAY_TABLES)
"""The tables whose being handed in makes a day without a punch a day without one."""

AIDS: tuple[str, ...] = ("dingtalk_check_ins", "dingtalk_repairs")
"""Tables that add to the punches of a day, but list only some: without them nothing is lacking."""

RAW_COLUMNS = (
    "person_id", "date", "punched_at", "result_code", "address", "inside", "device_kind", "abnormal_class",
    "abnormal_reason",
)  # fmt: skip

_KEYS = ["person_id", "date"]
_PLACE = {"_sheet", "_row", "_cell", "file", "sheet", "cell"}
_RANKS = {grade: rank for rank, grade in enumerate((*GRADES, ""))}
_GRADES = {rank: grade for grade, rank in _RANKS.items()}
_SELF_MADE = {"normal", "late", "early", "outside", "overtime", "outing", "trip"}
_DAY_TYPES = {
    "person_id": "str", "date": "datetime64[us]", "punches": "int64", "grade": "str", "repaired": "int64",
    "hard": "int64", "soft": "int64", "reasons": "str", "is_rest": "boolean",
}  # fmt: skip
_TOLD = ("told", "told_repaired", "told_soft", "told_hard")


def grade(raw: pd.DataFrame) -> pd.Series:
    """Grade single punches (result_code, device_kind, address; inside where known), "" for those that are none."""
    outside_fence = (raw["inside"] == False).fillna(value=False) if "inside" in raw else False  # noqa: E712
    located = (raw["address"] != "") & ~pd.Series(outside_fence, index=raw.index, dtype="bool")
    by_self = raw["result_code"].isin(_SELF_MADE) & raw["punched_at"].notna()
    # An outing or trip without a place is the approval speaking, not a punch.
    by_self &= (raw["address"] != "") | ~raw["result_code"].isin(["outing", "trip"])
    grades = pd.Series("", index=raw.index, dtype="str")
    grades = grades.mask(by_self & located, "A").mask(by_self & ~located, "B")
    grades = grades.mask((raw["result_code"] == "makeup") | (raw["device_kind"] == "makeup"), "C")
    grades = grades.mask((raw["result_code"] == "admin_edit") | (raw["device_kind"] == "admin"), "D")
    return grades.mask(raw["result_code"] == "invalid", "X")


def punch_days(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Make one row per person and day from resolved rows of all punch tables.

    Columns: person_id, date, punches (valid ones), grade (best), repaired, hard, soft (abnormal punches), reasons,
    is_rest (boolean, NA where no sheet says).
    """
    if all(frames[name].empty for name in (*PUNCH_TABLES, *AIDS)):
        return pd.DataFrame(columns=list(_DAY_TYPES)).astype(_DAY_TYPES)
    raw = _raw_days(
        pd.concat([_raw_rows(frames[name], RAW_TABLES[name]) for name in filled(frames, RAW_TABLES)], ignore_index=True)
    )
    days = _told_days(frames).merge(raw, on=_KEYS, how="outer")
    has_raw = days["punches"].notna()
    for name, told in zip(("punches", "repaired", "soft", "hard"), _TOLD, strict=True):
        days[name] = days[name].where(has_raw, days[told]).fillna(0).astype("int64")
    made = days["punches"] > days["repaired"]
    by_sheet = made.map({True: "B", False: "C"}).where(days["punches"] > 0, "")
    days["grade"] = days["grade"].where(has_raw, by_sheet).fillna("").astype("str")
    days["reasons"] = days["reasons"].fillna("").astype("str")
    days = _with_check_ins(days.drop(columns=list(_TOLD)), frames["dingtalk_check_ins"])
    return days.merge(_rest_days(frames), on=_KEYS, how="left").astype({"is_rest": "boolean"})


def _raw_rows(frame: pd.DataFrame, day: str) -> pd.DataFrame:
    # Exports that overlap repeat rows; the same punch is one wherever it stands.
    rows = frame.drop_duplicates([name for name in frame.columns if name not in _PLACE])
    rows = rows.assign(date=rows[day])
    if "inside" not in rows:
        rows["inside"] = pd.Series(pd.NA, index=rows.index, dtype="boolean")
    return rows[list(RAW_COLUMNS)]


def _raw_days(raw: pd.DataFrame) -> pd.DataFrame:
    rows = raw.assign(grade=grade(raw))
    rows["rank"] = rows["grade"].map(_RANKS).astype("int64")
    rows["valid"] = rows["grade"].isin(COUNTING)
    rows["repair"] = rows["grade"].isin(["C", "D"])
    rows["is_hard"] = (rows["abnormal_class"] == "hard") & (rows["grade"] != "")
    rows["is_soft"] = (rows["abnormal_class"] == "soft") & (rows["grade"] != "")
    distinct = rows[rows["valid"]].drop_duplicates([*_KEYS, "punched_at"])
    days = aggregated(
        rows, _KEYS, repaired=("repair", "sum"), hard=("is_hard", "sum"), soft=("is_soft", "sum"), rank=("rank", "min")
    ).reset_index()
    days["grade"] = days.pop("rank").map(_GRADES).astype("str")
    counts = distinct.groupby(_KEYS).size().rename("punches").reset_index()
    reasons = rows[rows["is_hard"] | rows["is_soft"]].groupby(_KEYS)["abnormal_reason"].agg(_listed).rename("reasons")
    days = days.merge(counts, on=_KEYS, how="left").merge(reasons.reset_index(), on=_KEYS, how="left")
    days["punches"] = days["punches"].fillna(0).astype("Int64")
    return days


def _listed(texts: pd.Series) -> str:
    return "、".join(sorted({text for text in texts if text}))


def _told_days(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Tell per person and day the most that any day sheet tells; sheets of one export repeat each other."""
    told = pd.concat(
        [*(_told(frames[name]) for name in filled(frames, DAY_TABLES)), _repairs(frames["dingtalk_repairs"])]
    )
    return told.groupby(_KEYS, as_index=False).max()


def _told(frame: pd.DataFrame) -> pd.DataFrame:
    nothing = pd.Series(0, index=frame.index, dtype="int64")
    known = {
        f"told_{name}": frame[name].fillna(0).astype("int64") if name in frame else nothing
        for name in ("repaired", "soft", "hard")
    }
    times = frame["times"].map(lambda moments: len(set(moments))) if "punches" not in frame else frame["punches"]
    count = times.fillna(0).astype("int64")
    return pd.DataFrame({"person_id": frame["person_id"], "date": frame["date"], "told": count, **known})


def _repairs(frame: pd.DataFrame) -> pd.DataFrame:
    """Tell approved repairs as a day sheet would: the punches of a day that nobody else tells of, all made up later."""
    made = frame[(frame["status"] == "approved") & frame["repaired_at"].notna()].drop_duplicates(
        [*_KEYS, "repaired_at"]
    )
    counts = made.groupby(_KEYS).size().rename("told").reset_index().astype({"told": "int64"})
    return counts.assign(told_repaired=counts["told"], told_soft=0, told_hard=0)


def _with_check_ins(days: pd.DataFrame, check_ins: pd.DataFrame) -> pd.DataFrame:
    """Add field check-ins to the punches of their days: one each, of the grade that its place gives."""
    if check_ins.empty:
        return days
    made = check_ins[check_ins["checked_at"].notna()].drop_duplicates([*_KEYS, "checked_at"])
    located = made["inside"].fillna(value=True).astype("bool") & ((made["place"] != "") | (made["address"] != ""))
    rows = made[_KEYS].assign(check_ins=1, check_in_rank=located.map({True: _RANKS["A"], False: _RANKS["B"]}))
    told = rows.astype({"check_ins": "int64", "check_in_rank": "int64"}).groupby(_KEYS, as_index=False)
    merged = days.merge(told.agg(check_ins=("check_ins", "sum"), rank=("check_in_rank", "min")), on=_KEYS, how="outer")
    for name in ("punches", "repaired", "soft", "hard"):
        merged[name] = merged[name].fillna(0).astype("int64")
    merged["punches"] += merged.pop("check_ins").fillna(0).astype("int64")
    ranks = merged["grade"].fillna("").map(_RANKS)
    best = ranks.where(merged["rank"].isna() | (ranks <= merged["rank"]), merged["rank"]).astype("int64")
    return merged.drop(columns="rank").assign(
        grade=best.map(_GRADES).astype("str"), reasons=merged["reasons"].fillna("").astype("str")
    )


def _rest_days(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    said = [frames[name][[*_KEYS, "is_rest"]] for name in DAY_TABLES if "is_rest" in frames[name]]
    return pd.concat(said, ignore_index=True).drop_duplicates(_KEYS)
