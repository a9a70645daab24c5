"""The person-day ledger (四源日账): one row per member and day in post, all sources side by side.

Every value is three-valued: a source that was not handed in for the person gives NA, and NA stays NA unless the
other sources decide. So absence accuses only where it was really looked for.
"""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from msgspec import Struct

from audit.reconcile import absences
from audit.reconcile.coverage import covered
from audit.reconcile.distinct import aggregated, are_in, keys_of
from audit.reconcile.log_days import with_logs
from audit.reconcile.runs import runs
from audit.reconcile.scope import Scope
from audit.reconcile.submissions import Submissions

KEYS = ["person_id", "date"]


class Records(Struct, frozen=True):
    """The resolved records of all sources, rows of people in the roster only.

    ``signs``: person_id, village, date, half_days (Int64, NA for an unknown symbol). ``punches``: see punch_days.
    ``logs``: person_id, date, alone (the log is of that day and no other). ``met``, ``visited``: person_id, date.
    ``slips`` and ``halves``: see absences. ``punch_spans``: person_id, first, last of the
    days that punch sheets cover.
    """

    signs: pd.DataFrame
    punches: pd.DataFrame
    logs: pd.DataFrame
    met: pd.DataFrame
    visited: pd.DataFrame
    punch_spans: pd.DataFrame
    slips: pd.DataFrame
    halves: pd.DataFrame


def days_in_post(postings: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """Unfold postings into person_id, person, village, role, role_title, unit, date from first to last."""
    start, end = postings["arrived_on"], postings["left_on"].fillna(pd.Timestamp(last))
    start = start.where(start >= pd.Timestamp(first), pd.Timestamp(first))
    end = end.where(end <= pd.Timestamp(last), pd.Timestamp(last))
    lengths = ((end - start).dt.days + 1).clip(lower=0).to_numpy()
    named = postings[["person_id", "person", "village", "role", "role_title", "unit"]]
    rows = named.loc[named.index.repeat(lengths)].reset_index(drop=True)
    offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    starts = start.loc[start.index.repeat(lengths)].reset_index(drop=True)
    return rows.assign(date=starts + pd.to_timedelta(offsets, unit="D"))


def with_calendar(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Add month, day_kind, is_workday and workday_number (counts workdays through the whole span) to dated rows."""
    if rows.empty:
        empty = {"month": "str", "day_kind": "str", "is_workday": "bool", "workday_number": "int64"}
        return rows.assign(month="", day_kind="", is_workday=False, workday_number=0).astype(empty)
    days = pd.date_range(rows["date"].min(), rows["date"].max(), unit="us")
    kinds = pd.Series([scope.calendar.kind(day.date()) for day in days], index=days, dtype="str")
    numbers = (kinds == "workday").cumsum()
    day_kind = rows["date"].map(kinds)
    return rows.assign(
        month=rows["date"].dt.strftime("%Y-%m").astype("str"),
        day_kind=day_kind,
        is_workday=day_kind == "workday",
        workday_number=rows["date"].map(numbers),
    )


def one_role_a_day(posted: pd.DataFrame) -> pd.DataFrame:
    """Keep one row per person, village and day; on the day of a promotion that of the first secretary."""
    ranked = posted.assign(other=posted["role"] != "first_secretary").sort_values("other", kind="stable")
    kept = ranked.drop_duplicates(["person_id", "village", "date"]).sort_index()
    return kept.drop(columns="other").reset_index(drop=True)


def person_days(posted: pd.DataFrame, records: Records, submissions: Submissions, scope: Scope) -> pd.DataFrame:
    """Make the ledger from days in post (one row per person, village and day): the columns of the fact contract
    person_day except no_signal and similar_log, plus signed_known columns of use to other tables.
    """
    ledger = one_row_a_day(posted)
    ledger = _with_signs(ledger, posted, records.signs, submissions)
    ledger = _with_punches(ledger, records, submissions, scope)
    ledger = with_logs(ledger, records.logs, submissions, scope)
    ledger = _with_presence_of(ledger, "met", records.met, submissions.known("meetings", ledger))
    # Visits only add evidence: a township that keeps no such ledger lacks nothing.
    ledger = _with_presence_of(ledger, "visited", records.visited, pd.Series(data=True, index=ledger.index))
    ledger = with_absences(ledger, records, submissions)
    ledger = _with_present(ledger, scope)
    ledger = _with_due(ledger)
    ledger = _with_mismatches(ledger, scope)
    return _with_untraced(ledger)


def presence(posted: pd.DataFrame, records: Records, submissions: Submissions, scope: Scope) -> pd.DataFrame:
    """Tell only presence, leave and duty of days in post: what totals over other months need of the ledger."""
    ledger = _with_signs(one_row_a_day(posted), posted, records.signs, submissions)
    ledger = _with_punches(ledger, records, submissions, scope)
    return _with_present(with_absences(ledger, records, submissions), scope)


def one_row_a_day(posted: pd.DataFrame) -> pd.DataFrame:
    """Keep one row per person and day, in that order, and say is_first_secretary: of any of the day's villages."""
    first_secretary = (
        posted["role"].eq("first_secretary").groupby([posted["person_id"], posted["date"]]).transform("any")
    )
    days = posted.assign(is_first_secretary=first_secretary).drop_duplicates(KEYS)
    return days.sort_values(KEYS, ignore_index=True)


def village_signs(posted: pd.DataFrame, signs: pd.DataFrame, submissions: Submissions) -> pd.Series:
    """Give the half-days signed in each posted village-day: 0 to 2, NA where the book was not handed in."""
    marked = signs.assign(unread=signs["half_days"].isna())
    keys = ["person_id", "village", "date"]
    found = aggregated(marked, keys, half_days=("half_days", "max"), unread=("unread", "max"))
    rows = posted[keys].join(found, on=keys)
    # A grid has a row for each of its days, blank ones too: a day without one is in no book that was handed in.
    known = rows["unread"].notna() | ("sign_ins" in submissions.not_kept)
    half_days = rows["half_days"].astype("Int64").fillna(0)
    unread = rows["unread"].fillna(value=False).astype("bool") & (half_days == 0)
    result = half_days.mask((~known & (half_days == 0)) | unread)
    return pd.Series(result.to_numpy(), index=posted.index, dtype="Int64")


def _with_signs(
    ledger: pd.DataFrame, posted: pd.DataFrame, signs: pd.DataFrame, submissions: Submissions
) -> pd.DataFrame:
    """Take the fullest sign of the day over the person's villages; a book that is missing leaves the rest open."""
    half_days = village_signs(posted, signs, submissions)
    each = posted.assign(half_days=half_days, open_book=half_days.isna())
    best = aggregated(each, KEYS, signed_half_days=("half_days", "max"), open_books=("open_book", "max"))
    rows = ledger.join(best, on=KEYS)
    rows["signed_half_days"] = rows["signed_half_days"].mask(
        rows["open_books"] & (rows["signed_half_days"].fillna(0) < 2)
    )
    return rows.drop(columns="open_books")


def _with_punches(ledger: pd.DataFrame, records: Records, submissions: Submissions, scope: Scope) -> pd.DataFrame:
    rows = ledger.merge(records.punches, on=KEYS, how="left")
    known = submissions.known("punches", rows)
    if "punches" not in submissions.not_kept:
        known &= covered(rows, records.punch_spans)
    counted = ["punches", "repaired", "hard", "soft"]
    for name in counted:
        rows[name] = rows[name].astype("Int64").fillna(0).where(known)
    rows["punch_grade"] = rows.pop("grade").fillna("").where(known).astype("str")
    rows["reasons"] = rows["reasons"].fillna("").astype("str")
    # On a day on which the platform failed nobody need punch, and what was repaired says nothing.
    failed = rows["date"].isin(pd.to_datetime(list(scope.conventions.outage_days)))
    rows["repaired"] = rows["repaired"].mask(failed & rows["repaired"].notna(), 0)
    rows["is_rest"] = rows["is_rest"].astype("boolean").fillna(value=False) | failed
    rows["abnormal_punch"] = (rows["hard"] + rows["soft"]) > 0
    rows["repaired_punch"] = rows["repaired"] > 0
    return rows


def _with_presence_of(ledger: pd.DataFrame, name: str, records: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    found = are_in(ledger, records, KEYS)
    return ledger.assign(**{name: found.mask(~found & ~known)})


def with_absences(rows: pd.DataFrame, records: Records, submissions: Submissions) -> pd.DataFrame:
    """Add leave_half_days, duty_half_days (documented) and recorded_duty_half_days (all) to person-day rows.

    On the day of an early return the leave is taken off only where the person signed or punched.
    """
    halves = records.halves.merge(
        records.slips[["kind"]].assign(paper=absences.documented(records.slips)), left_on="slip", right_index=True
    )
    leave = halves["kind"] == "leave"
    parts = {
        "leave_half_days": (leave, "leave_slips"),
        "duty_half_days": (~leave & halves["paper"], "duty_records"),
        "recorded_duty_half_days": (~leave, "duty_records"),
    }
    for name, (chosen, source) in parts.items():
        rows = _with_half_days(rows, name, halves[chosen], submissions.known(source, rows))
    back = halves[leave & halves["return_day"]]
    if "signed_half_days" in rows and len(back):
        returned = are_in(rows, back, KEYS)
        seen = (rows["signed_half_days"].fillna(0) > 0) | (rows["punches"].fillna(0) > 0)
        rows["leave_half_days"] = rows["leave_half_days"].mask(returned & seen, 0)
    return rows


def _with_half_days(rows: pd.DataFrame, name: str, halves: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    if halves.empty:
        return rows.assign(**{name: pd.Series(0, index=rows.index, dtype="Int64").mask(~known.to_numpy())})
    taken: dict[tuple[Any, ...], int] = {}
    for key, half in zip(keys_of(halves, KEYS), halves["halves"].tolist(), strict=True):
        taken[key] = taken.get(key, 0) | half
    counts = [taken.get(key, 0).bit_count() for key in keys_of(rows, KEYS)]
    found = pd.Series(counts, index=rows.index, dtype="Int64")
    return rows.assign(**{name: found.mask((found == 0) & ~known.to_numpy())})


def _with_present(ledger: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Count presence: the sign (or punch, as the conventions say) less leave and duty; no sign is 0 whatever else."""
    signed, punched = ledger["signed_half_days"], (ledger["punches"] > 0).astype("Int64") * 2
    claimed = {"sign_in": signed, "punch": punched, "either": _fullest(signed, punched)}[
        scope.conventions.presence_from
    ]
    free = (2 - ledger["leave_half_days"] - ledger["recorded_duty_half_days"]).clip(lower=0)
    present = claimed.where(claimed <= free, free).mask(free.isna() | claimed.isna())
    return ledger.assign(present_half_days=present.mask((claimed == 0).fillna(value=False), 0))


def _fullest(one: pd.Series, other: pd.Series) -> pd.Series:
    """Give the greater of two half-day counts; where one is not known, only a full day of the other decides."""
    greater = one.where((one >= other).fillna(value=False), other).mask(one.isna() | other.isna())
    return greater.mask(((one == 2) | (other == 2)).fillna(value=False), 2)


def _with_due(ledger: pd.DataFrame) -> pd.DataFrame:
    away = ledger["leave_half_days"] + ledger["recorded_duty_half_days"]
    workday = ledger["is_workday"].astype("boolean")
    due = workday & (away < 2)
    punch_due = (due & ~ledger["is_rest"]).mask(ledger["punches"].isna())
    return ledger.assign(
        punch_due=punch_due,
        missed_sign=due & (ledger["signed_half_days"] == 0),
        missed_punch=punch_due & (ledger["punches"] == 0),
        single_punch=punch_due & (away == 0) & (ledger["punches"] == 1),
        missed_log=(ledger["present_half_days"] > 0) & ledger["log_lacking"],
    )


def _with_mismatches(ledger: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Compare the sources where they can be expected to agree: workdays without leave or duty.

    A log of several days, or of the week, says of none of them that its writer was there.
    """
    signed, punched, logged = ledger["signed_half_days"] > 0, ledger["punches"] > 0, ledger["logged"]
    alone = ledger["log_alone"]
    # Of logs kept weekly none is of one day alone: no day is asked for one, and without the book it is not known.
    unlogged = ~logged if scope.conventions.log_frequency == "daily" else alone
    plain_day = ledger["is_workday"].astype("boolean") & (
        (ledger["leave_half_days"] + ledger["recorded_duty_half_days"]) == 0
    )
    paper, device, third = signed | logged, punched, ledger["met"] | ledger["visited"]
    full_leave = ledger["leave_half_days"] == 2
    return ledger.assign(
        signed_not_punched=plain_day & (ledger["signed_half_days"] == 2) & ~ledger["is_rest"] & ~punched,
        punched_not_signed=plain_day & punched & (ledger["signed_half_days"] == 0),
        log_without_attendance=plain_day & alone & ~signed & ~punched,
        attended_without_log=plain_day & (signed | punched) & unlogged,
        record_on_leave=full_leave & (signed | punched | alone),
        corroborated=(ledger["present_half_days"] > 0) & ((paper & device) | (paper & third) | (device & third)),
    )


def _with_untraced(ledger: pd.DataFrame) -> pd.DataFrame:
    """Find workdays without any trace and without papers, and the runs they form (weekends do not break a run)."""
    trace = (ledger["signed_half_days"] > 0) | (ledger["punches"] > 0) | ledger["logged"] | ledger["met"]
    trace |= ledger["visited"]
    excused = (ledger["leave_half_days"] > 0) | (ledger["recorded_duty_half_days"] > 0)
    untraced = ledger["is_workday"].astype("boolean") & ~trace & ~excused
    workdays = ledger[ledger["is_workday"]].assign(hit=untraced)
    found = runs(workdays, group="person_id", number="workday_number", hit="hit")
    ledger = ledger.assign(untraced=untraced)
    for name in ("run_days", "run_start", "run_end"):
        ledger[f"untraced_{name}"] = found[name].reindex(ledger.index)
    ledger["untraced_run_days"] = ledger["untraced_run_days"].mask(~ledger["is_workday"], 0)
    return ledger
