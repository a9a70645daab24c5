"""Leave and duty slips as facts: length, level and time of approval, return, papers, and records made meanwhile."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from audit.reconcile import absences
from audit.reconcile.delegations import approver_names
from audit.reconcile.people import ROLE_TITLES, People
from audit.reconcile.scope import Scope
from audit.reconcile.submissions import Submissions

LEVEL_TITLES = {0: "无审批人", 1: "工作队或村", 2: "乡镇", 3: "县级"}
_LONGEST_WAIT = timedelta(days=60)
_MISSING = {
    "lacks_reason": "请假事由",
    "lacks_approval": "审批时间",
    "lacks_proof": "佐证材料",
    "lacks_ledger_entry": "请销假台账登记",
    "ledger_differs": "与审批单一致的台账",
}


def leave_slips(
    slips: pd.DataFrame, halves: pd.DataFrame, ledger: pd.DataFrame, context: "SlipContext"
) -> pd.DataFrame:
    """Make one row per slip that overlaps the month: the columns of the fact contract leave_slip.

    ``slips`` and ``halves`` come from absences, ``ledger`` is the person-day ledger.
    """
    scope = context.scope
    seen_to = pd.Timestamp(min(scope.last, scope.covered_to)) + timedelta(days=1)
    rows = slips[(slips["start"] < seen_to) & (slips["end"] >= pd.Timestamp(scope.first))]
    # The slips of who is drafted here from elsewhere are his own village's.
    rows = rows[rows["person_id"].isin(context.people.postings["person_id"])]
    if rows.empty:
        return rows
    table = _named(rows, context)
    table = table.join(_lengths(rows, halves, scope))
    table = _with_approval(table, rows, context)
    table = _with_papers(table, rows, context)
    table = _with_return(table, rows, ledger, scope)
    table = _with_records(table, halves, ledger)
    return table.reset_index(drop=True)


class SlipContext:
    """What judging slips needs besides the slips: people, submissions, scope and the approvals."""

    def __init__(
        self, people: People, submissions: Submissions, scope: Scope, *, approved: frozenset[str], no_reason: bool
    ) -> None:
        """Keep the arguments; ``approved``: months whose leave approvals were handed in; ``no_reason``: no table has a
        column for reasons.
        """
        self.people = people
        self.submissions = submissions
        self.scope = scope
        self.approved = approved
        self.no_reason = no_reason


def _named(rows: pd.DataFrame, context: SlipContext) -> pd.DataFrame:
    posted = context.people.postings.drop_duplicates("person_id", keep="last").set_index("person_id")
    terms = _posting_on(rows, context.people.postings)
    start = rows["start"]
    return pd.DataFrame(
        {
            "person_id": rows["person_id"],
            "person": rows["person_id"].map(posted["person"]),
            "village": terms["village"],
            "role": terms["role"].map(ROLE_TITLES).fillna(""),
            "unit": rows["person_id"].map(posted["unit"]),
            "kind": rows["kind"],
            "leave_type": rows["leave_type"],
            "start_on": start.dt.normalize(),
            "end_on": rows["end"].dt.normalize(),
            "start_half": (start.dt.hour >= 12).map({True: "下午", False: ""}).astype("str"),
        },
        index=rows.index,
    )


def _posting_on(rows: pd.DataFrame, postings: pd.DataFrame) -> pd.DataFrame:
    """Find the posting in force when the leave began, else the person's last one."""
    terms = rows[["person_id", "start"]].reset_index(names="slip").merge(postings, on="person_id", how="left")
    within = (terms["arrived_on"] <= terms["start"]) & (
        terms["left_on"].isna() | (terms["start"] < terms["left_on"] + timedelta(days=1))
    )
    ordered = terms.assign(within=within).sort_values(["slip", "within", "arrived_on"], kind="stable")
    return ordered.drop_duplicates("slip", keep="last").set_index("slip")[["village", "role"]]


def _lengths(rows: pd.DataFrame, halves: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    days = halves[halves["slip"].isin(rows.index)]
    length = absences.bits_to_half_days(days["halves"]) * 0.5
    workday = days["date"].map(lambda day: scope.calendar.is_workday(day.date())).astype("bool")
    sums = (
        pd.DataFrame({"calendar_days": length, "leave_workdays": length.where(workday, 0.0)})
        .groupby(days["slip"])
        .sum()
    )
    return sums.reindex(rows.index).fillna(0.0)


def _with_approval(table: pd.DataFrame, rows: pd.DataFrame, context: SlipContext) -> pd.DataFrame:
    level = pd.to_numeric(rows["approver_level"], errors="coerce").astype("Int64")
    blank = rows["approver"] == ""
    level = level.mask(blank, 0).mask(blank & _open_fields(rows, context))
    table["is_urgent"] = rows["leave_type"].map(
        lambda kind: any(word in kind for word in context.scope.conventions.urgent_leave)
    )
    table["approver"] = rows["approver"]
    table["approver_level"] = level
    table["on_behalf"] = rows["on_behalf"]
    table["approver_level_title"] = level.map(LEVEL_TITLES).fillna("").astype("str")
    table["self_approved"] = (~blank & (approver_names(rows) == table["person"])).astype("boolean")
    table["approval_delay_minutes"] = _delay(rows["approved_at"], rows["approved_at_precision"], rows)
    table["applied_late"] = (_delay(rows["applied_at"], rows["applied_at_precision"], rows) > 0).mask(
        rows["applied_at"].isna()
    )
    table["approved_at"] = _written(rows["approved_at"], rows["approved_at_precision"])
    return table


def _delay(moment: pd.Series, precision: pd.Series, rows: pd.DataFrame) -> pd.Series:
    """Minutes from the start of the leave to a moment; where either is only a date, whole days between the dates."""
    exact = (moment - absences.begins(rows)).dt.total_seconds() / 60
    dates = (moment.dt.normalize() - rows["start"].dt.normalize()).dt.total_seconds() / 60
    by_day = (precision != "minute") | (rows["start_precision"] == "day")
    return pd.Series(exact.where(~by_day, dates).round(), dtype="Int64")


def _written(moment: pd.Series, precision: pd.Series) -> pd.Series:
    """Write moments the way an office does: 2023年11月10日, with the time where it is known."""
    day = moment.dt.year.astype("Int64").astype("str") + "年" + moment.dt.month.astype("Int64").astype("str") + "月"
    day += moment.dt.day.astype("Int64").astype("str") + "日"
    text = day.where(precision != "minute", day + moment.dt.strftime("%H:%M"))
    return pd.Series(text.where(moment.notna(), ""), dtype="str")


def _with_papers(table: pd.DataFrame, rows: pd.DataFrame, context: SlipContext) -> pd.DataFrame:
    scope, leave = context.scope, rows["kind"] == "leave"
    elsewhere = _open_fields(rows, context)
    table["lacks_reason"] = (leave & (rows["reason"] == "")).astype("boolean").mask(elsewhere & (rows["reason"] == ""))
    if context.no_reason:
        table["lacks_reason"] = table["lacks_reason"].mask(rows["reason"] == "")
    no_time = leave & rows["approved_at"].isna() & (rows["approver"] != "")
    table["lacks_approval"] = no_time.astype("boolean").mask(no_time & elsewhere)
    wanted = rows["leave_type"].map(lambda kind: any(word in kind for word in scope.conventions.proof_leave))
    needs_proof = leave & wanted.astype("bool") & (table["calendar_days"] >= scope.conventions.sick_proof_days)
    bare = needs_proof & (rows["proof"] == "")
    duty_bare = ~leave & ~absences.documented(rows)
    table["lacks_proof"] = (bare | duty_bare).astype("boolean").mask(bare & elsewhere)
    table["lacks_ledger_entry"] = _unregistered(table, rows, context)
    table["ledger_differs"] = (leave & rows["differs"].astype("bool")).astype("boolean")
    table["missing"] = [
        "、".join(title for name, title in _MISSING.items() if row[name] is True)
        for row in table[list(_MISSING)].astype("object").to_dict("records")
    ]
    return table


def _open_fields(rows: pd.DataFrame, context: SlipContext) -> pd.Series:
    """Say whose blank fields may stand in a DingTalk approval that was not handed in: what is blank is not known."""
    handed_in = rows["start"].dt.strftime("%Y-%m").isin(context.approved)
    # Whoever hands in approvals of other months keeps them in DingTalk; a form number says the same.
    kept_there = (rows["form_no"] != "") | rows["in_export"] | bool(context.approved)
    elsewhere = (handed_in & rows["in_export"] & ~rows["in_ledger"]) | (~handed_in & kept_there)
    return pd.Series(elsewhere & ~rows["in_approvals"], dtype="bool")


def _unregistered(table: pd.DataFrame, rows: pd.DataFrame, context: SlipContext) -> pd.Series:
    keys = table[["village", "person_id"]].assign(month=table["start_on"].dt.strftime("%Y-%m").astype("str"))
    ledgers = context.submissions.known("leave_ledger", keys)
    absent = (rows["kind"] == "leave") & ~rows["in_ledger"]
    return absent.astype("boolean").mask(absent & ~ledgers)


def _with_return(table: pd.DataFrame, rows: pd.DataFrame, ledger: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    leave = rows["kind"] == "leave"
    table["cancelled"] = (
        rows["cancelled_on"].notna().astype("boolean").mask(rows["cancelled_on"].isna() & ~rows["in_ledger"] & leave)
    )
    table["workdays_since_end"] = [_workdays_after(end, scope) for end in rows["end"]]
    gone = _overstays(rows, ledger, scope)
    table["overstay_workdays"] = gone["days"].where(leave, 0)
    table["returned_on"] = gone["returned_on"]
    return table


def _workdays_after(end: pd.Timestamp, scope: Scope) -> int:
    loaded = date(max(scope.calendar.years), 12, 31)
    last = min(scope.as_of, end.date() + _LONGEST_WAIT, max(loaded, end.date()))
    return scope.calendar.workdays_between(end.date() + timedelta(days=1), last)


def _overstays(rows: pd.DataFrame, ledger: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Measure the untraced run that begins on the first workday after each leave: days, and the day after it."""
    told = ["untraced", "untraced_run_days", "untraced_run_start", "untraced_run_end"]
    found = ledger[["person_id", "date", *told]].set_index(["person_id", "date"])
    results: list[tuple[Any, Any]] = []
    for person_id, end in zip(rows["person_id"], rows["end"], strict=True):
        day = _next_workday(end.date(), scope)
        row = found.loc[(person_id, day)] if day and (person_id, day) in found.index else None
        if row is None or pd.isna(row["untraced"]) or not row["untraced"]:
            unknown = row is not None and pd.isna(row["untraced"])
            results.append((pd.NA if unknown else 0, pd.NaT))
            continue
        back = _next_workday(row["untraced_run_end"].date(), scope)
        results.append((int(row["untraced_run_days"]), back or pd.NaT))
    return pd.DataFrame(results, columns=["days", "returned_on"], index=rows.index).astype(
        {"days": "Int64", "returned_on": "datetime64[us]"}
    )


def _next_workday(day: date, scope: Scope) -> pd.Timestamp | None:
    following = (day + timedelta(days=n) for n in range(1, 16))
    return next((pd.Timestamp(d) for d in following if d <= scope.covered_to and scope.calendar.is_workday(d)), None)


def _with_records(table: pd.DataFrame, halves: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """Count the full leave days that still have a sign, punch or log."""
    days = halves[halves["slip"].isin(table.index)].merge(
        ledger[["person_id", "date", "record_on_leave", "signed_half_days", "punches", "log_alone"]],
        on=["person_id", "date"],
    )
    hit = days["record_on_leave"].astype("Int64")
    counts = hit.groupby(days["slip"]).sum().mask(hit.isna().groupby(days["slip"]).any())
    table["record_days"] = (
        counts.reindex(table.index).fillna(0) if not len(days) else counts.reindex(table.index, fill_value=0)
    )
    sources: Mapping[str, pd.Series] = {
        "签到": days["signed_half_days"] > 0,
        "打卡": days["punches"] > 0,
        "日志": days["log_alone"],
    }
    seen = pd.DataFrame({name: (mask & days["record_on_leave"]).fillna(value=False) for name, mask in sources.items()})
    found = seen.groupby(days["slip"]).any().reindex(table.index, fill_value=False)
    table["record_sources"] = ["、".join(name for name in sources if row[name]) for row in found.to_dict("records")]
    return table.astype({"record_days": "Int64"})
