"""What a month's work logs are like beside their likeness: general, written in one go, copied, at odds with records."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from audit.reconcile import log_texts
from audit.reconcile.alike import excerpt
from audit.reconcile.distinct import texts
from audit.reconcile.log_days import monday
from audit.reconcile.material import Material
from audit.reconcile.person_month import sums
from audit.reconcile.scope import days_between, lies_in
from audit.reconcile.work_logs import each_day

_DAY = ["person_id", "date"]
_SHOWN = 6
_LEDGER = ["met", "visited", "recorded_duty_half_days"]
_LEDGER_TYPES = {"met": "boolean", "visited": "boolean"}
_COUNTED = (
    "log", "thin", "timed", "late", "odd", "unheld_meeting", "elsewhere_meeting", "unmentioned_meeting",
    "mismatched_visit",
)  # fmt: skip


def log_months(of: Material) -> pd.DataFrame:
    """Make the fact table log_month: one row per member in post in the month.

    Numbers are null where no log book was handed in for the person, and where a log leaves both verdicts possible
    because another source is missing.
    """
    months = of.roll[["person_id", "person", "village", "role", "unit", "month"]].set_index("person_id")
    logs = _judged(of)
    known = pd.Series(of.submissions.known("work_logs", months.reset_index()).to_numpy(), index=months.index)
    numbers = sums(logs, {f"{name}_logs": logs[name] for name in _COUNTED}, ["person_id"])
    written = months.index.isin(numbers.index)
    for name, column in numbers.reindex(months.index).items():
        months[str(name)] = column.where(written, 0).where(known)
    listed = {f"{name}_items": _items(logs, name) for name in ("thin", "late", "odd", "meeting", "visit")}
    for name, items in listed.items():
        months[name] = items.reindex(months.index).fillna("").where(known)
    batches = _batches(logs, of.scope.conventions.log_batch_minutes).reindex(months.index)
    months["batch_logs"] = batches["batch_logs"].fillna(0).where(known)
    months["batch_items"] = batches["batch_items"].fillna("").where(known)
    months["thin_below"] = of.scope.conventions.log_thin_chars
    kept = (of.submissions.known_village("visits", name, of.scope.month) for name in texts(months["village"]))
    visits = pd.Series(list(kept), index=months.index, dtype="bool")
    months["visit_doubts"] = months["mismatched_visit_logs"].where(visits, 0).where(known)
    months["mismatched_visit_logs"] = months["mismatched_visit_logs"].where(visits)
    months["visit_items"] = months["visit_items"].where(visits, "").where(known)
    months["visits_kept"] = visits
    return months.reset_index()


def _town_meetings(of: Material) -> bool:
    """Say whether the township's own meetings of the month were handed in: else a meeting may have been one of them."""
    held = of.held[lies_in(of.held["held_on"], of.scope.month)]
    return bool((held["of_village"] == "").any())


def _judged(of: Material) -> pd.DataFrame:
    """Say of every log of a day in post what its words and its time give away: bool or NA by kind, and texts."""
    terms = of.members.postings.drop_duplicates("person_id", keep="last").set_index("person_id")
    logs = _with_days(of.logs.reset_index(drop=True), weekly=of.scope.conventions.log_frequency == "weekly")
    logs = logs.join(_beside(logs, of.days), how="inner").reset_index(drop=True)
    said = _days(logs["date"])
    said = said.where(logs["last_on"] == logs["date"], said + "至" + _days(logs["last_on"]))
    logs = logs.assign(log=True, role=logs["person_id"].map(terms["role"]), day=said)
    logs = _with_oddities(_with_times(_with_thin(logs, of), of), of)
    return _with_visits(_with_meetings(logs, listed=_town_meetings(of)))


def _with_days(logs: pd.DataFrame, *, weekly: bool) -> pd.DataFrame:
    """Add the first and the last day that a log may speak of: its own, or all of their weeks where it is a week's."""
    if not weekly:
        return logs.assign(first=logs["date"], last=logs["last_on"])
    return logs.assign(first=monday(logs["date"]), last=monday(logs["last_on"]) + pd.Timedelta(days=6))


def _beside(logs: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """Give by log what the ledger has of its days: the most of each column, NA where a day's value might be more.

    ``whole`` says whether it has all of them; a log without any is left out.
    """
    spans = pd.DataFrame({"person_id": logs["person_id"], "date": logs["first"], "last_on": logs["last"]})
    every = each_day(spans).reset_index(names="log")
    told = every.merge(days[[*_DAY, *_LEDGER]].assign(whole=True), on=_DAY, how="left")
    told = told[told["whole"].notna().groupby(told["log"]).transform("any")]
    inside = told[told["whole"].notna()]
    most = inside[_LEDGER].astype("Int64").groupby(inside["log"]).max()
    open_ = inside[_LEDGER].isna().groupby(inside["log"]).any()
    whole = told["whole"].notna().groupby(told["log"]).all()
    return most.mask(open_ & (most.fillna(0) == 0)).astype(_LEDGER_TYPES).assign(whole=whole)


def _days(dates: pd.Series) -> pd.Series:
    days: pd.Series = dates.dt.month.astype("str") + "月" + dates.dt.day.astype("str") + "日"
    return days


def _flag(values: Iterable[object], logs: pd.DataFrame) -> pd.Series:
    return pd.Series(list(values), index=logs.index, dtype="boolean")


def _with_thin(logs: pd.DataFrame, of: Material) -> pd.DataFrame:
    stock, least = of.scope.conventions.stock_phrases, of.scope.conventions.log_thin_chars
    thin = _flag((log_texts.says_nothing(text, stock, least) for text in texts(logs["content"])), logs)
    shown = pd.Series([f"“{excerpt(text, 20)}”" for text in texts(logs["content"])], index=logs.index, dtype="str")
    return logs.assign(thin=thin, thin_item=logs["day"] + shown)


def _with_times(logs: pd.DataFrame, of: Material) -> pd.DataFrame:
    delay = (logs["written_at"].dt.normalize() - logs["last_on"]).dt.days
    timed = logs["written_at"].notna().astype("boolean")
    late = (delay > of.scope.conventions.log_late_days).astype("boolean") & timed
    item = logs["day"] + "的" + _days(logs["written_at"].fillna(logs["date"])) + "才录入"
    return logs.assign(timed=timed, late=late, late_item=item)


def _with_oddities(logs: pd.DataFrame, of: Material) -> pd.DataFrame:
    """Find other villages as the place of work, wrong dates and another's role.

    A member on recorded duty, at a meeting or on visits that day may well have been in the other village; so may one
    whose log goes on past the ledger.
    """
    spellings = of.people.villages.spellings
    pattern = log_texts.other_villages(spellings)
    columns = (logs[name] for name in ("person_id", "content", "first", "last", "role"))
    found = [
        (
            log_texts.foreign_place(text, pattern, spellings, of.people.villages_of[person_id]),
            log_texts.wrong_date(text, days_between(first.date(), last.date())) or log_texts.wrong_role(text, role),
        )
        for person_id, text, first, last, role in zip(*columns, strict=True)
    ]
    foreign = _flag((bool(place) for place, _ in found), logs)
    out = (logs["recorded_duty_half_days"] > 0).astype("boolean") | logs["met"] | logs["visited"]
    wrong = _flag((bool(words) for _, words in found), logs)
    said = [words or (f"“{place}”" if place else "") for place, words in found]
    item = logs["day"] + pd.Series(said, index=logs.index, dtype="str")
    return logs.assign(odd=wrong | (foreign & ~out & logs["whole"]), odd_item=item)


def _with_meetings(logs: pd.DataFrame, *, listed: bool) -> pd.DataFrame:
    """Compare what logs say of meetings with whom the minutes list; duty elsewhere may have been the meeting.

    Of a log of several days any of them may have been the day of the meeting, and another the day away.

    Where the township's meetings were not ``listed`` among those handed in, a meeting of a log may have been one.
    """
    tells = _flag(map(log_texts.tells_of_meeting, texts(logs["content"])), logs)
    away = _flag(map(log_texts.tells_of_being_away, texts(logs["content"])), logs)
    met, on_duty = logs["met"].astype("boolean"), (logs["recorded_duty_half_days"] > 0).astype("boolean")
    unheld, one_day = tells & ~met & ~on_duty & listed & logs["whole"], logs["last"] == logs["first"]
    elsewhere = met & away & ~on_duty & one_day
    item = logs["day"] + np.where(met.fillna(value=False), "列为参会而日志称整天外出", "写有开会而会议记录没有其人")
    return logs.assign(
        unheld_meeting=unheld, elsewhere_meeting=elsewhere, unmentioned_meeting=met & ~tells & ~away,
        meeting=unheld | elsewhere, meeting_item=item,
    )  # fmt: skip


def _with_visits(logs: pd.DataFrame) -> pd.DataFrame:
    """Compare what logs say of visits with the visit ledger, both ways; a log's visit may be on any of its days."""
    tells = _flag(map(log_texts.tells_of_visit, texts(logs["content"])), logs)
    listed = logs["visited"].astype("boolean")
    doubt = (tells != listed) & (listed | logs["whole"])
    item = logs["day"] + np.where(tells, "写有走访而台账没有", "台账有走访而日志没有写")
    return logs.assign(mismatched_visit=doubt, visit=doubt, visit_item=item)


def _items(logs: pd.DataFrame, name: str) -> pd.Series:
    """Join what is to be shown of a person's logs of one kind, in the order of days, the first few of many."""
    hits = logs.loc[logs[name].fillna(value=False).astype("bool"), [*_DAY, f"{name}_item"]]
    found: dict[str, list[str]] = {}
    for person, _, item in sorted(hits.itertuples(index=False, name=None), key=lambda row: row[:2]):
        found.setdefault(person, []).append(item)
    joined = {who: "、".join(items[:_SHOWN]) + ("等" if len(items) > _SHOWN else "") for who, items in found.items()}
    return pd.Series(joined, dtype="str")


def _batches(logs: pd.DataFrame, minutes: int) -> pd.DataFrame:
    """Find by person the most logs written within so many minutes: batch_logs, and from when to when.

    A time of midnight is a date without a time.
    """
    told = logs[["person_id", "written_at", "date", "last_on"]]
    timed = told[told["written_at"].notna() & (told["written_at"] != told["written_at"].dt.normalize())]
    ordered = timed.sort_values(["written_at", "date"])
    rows = {person: _batch(mine, minutes) for person, mine in ordered.groupby("person_id")}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["batch_logs", "batch_items"])


def _batch(mine: pd.DataFrame, minutes: int) -> tuple[int, str]:
    at = mine["written_at"].to_numpy()
    ends = np.searchsorted(at, at + np.timedelta64(minutes, "m"), side="right")
    best = int(np.argmax(ends - np.arange(len(at))))
    chosen = mine.iloc[best : ends[best]]
    first, last, begun = chosen["date"].min(), chosen["last_on"].max(), chosen["written_at"].iloc[0]
    span = f"{first.month}月{first.day}日至{last.month}月{last.day}日"
    return len(chosen), f"{begun.month}月{begun.day}日{begun:%H:%M}起录入{len(chosen)}篇（{span}）"
