"""Village-days and village-months: who was in the village, and what the team did together."""

import pandas as pd

from audit.reconcile.ledger import KEYS, village_signs
from audit.reconcile.runs import runs
from audit.reconcile.scope import Scope
from audit.reconcile.submissions import Submissions

_LOG_DUE_WORKDAYS = 5


def village_days(
    posted: pd.DataFrame, ledger: pd.DataFrame, signs: pd.DataFrame, submissions: Submissions, scope: Scope
) -> pd.DataFrame:
    """Make one row per village and day with a member in post: the columns of the fact contract village_day.

    A member counts as present where the village's book has the sign and leave or duty does not take the whole day.
    ``present_members`` is the most that can have been there; it is NA where nobody is known to have been there while
    somebody's record is missing.
    """
    away = ledger.set_index(KEYS)[
        ["leave_half_days", "recorded_duty_half_days", "signed_half_days", "present_half_days"]
    ]
    each = posted.join(away, on=KEYS)
    if scope.conventions.presence_from == "sign_in":
        here = village_signs(posted, signs, submissions) > 0
    else:
        here = each["present_half_days"] > 0
    present = here & ((each["leave_half_days"] + each["recorded_duty_half_days"]) < 2)
    each = each.assign(
        sure=present.fillna(value=False).astype("int64"),
        unsure=present.isna().astype("int64"),
        on_leave=(each["leave_half_days"] > 0).fillna(value=False).astype("int64"),
        leave_unknown=each["leave_half_days"].isna(),
    )
    keys = ["village", "date", "month", "day_kind", "is_workday", "workday_number"]
    days = each.groupby(keys, as_index=False).agg(
        team_members=("person_id", "nunique"), sure=("sure", "sum"), unsure=("unsure", "sum"),
        members_on_leave=("on_leave", "sum"), leave_unknown=("leave_unknown", "any"),
    )  # fmt: skip
    return _with_vacancy(days)


def _with_vacancy(days: pd.DataFrame) -> pd.DataFrame:
    most = (days["sure"] + days["unsure"]).astype("Int64")
    days["present_members"] = most.mask((days["sure"] == 0) & (days["unsure"] > 0))
    days["members_on_leave"] = days["members_on_leave"].astype("Int64").mask(days["leave_unknown"])
    days["all_on_leave"] = days["members_on_leave"] == days["team_members"]
    days["vacant"] = days["present_members"] == 0
    days["number"] = (days["date"] - pd.Timestamp("2000-01-01")).dt.days
    found = runs(days, group="village", number="number", hit="vacant").add_prefix("vacant_")
    days = days.join(found)
    workdays = days["is_workday"].groupby([days["village"], days["vacant_run_start"]]).transform("sum")
    days["vacant_run_workdays"] = workdays.astype("Int64").where(
        days["vacant"].fillna(value=False), days["vacant_run_days"]
    )
    return days


def village_months(
    ledger: pd.DataFrame,
    team_days: pd.DataFrame,
    meetings: pd.DataFrame,
    logs: pd.DataFrame,
    submissions: Submissions,
    scope: Scope,
) -> pd.DataFrame:
    """Make one row per village with a member in post in the month: the columns of the fact contract village_month.

    ``meetings`` are meeting facts, ``logs`` resolved log rows with book_no.
    """
    days = ledger[ledger["month"] == scope.month]
    rows = [
        _team_month(village, members, days, submissions, scope) | _meetings(village, meetings, submissions, scope)
        | _books(members, logs, submissions.known_village("work_logs", village, scope.month))
        for village, members in team_days[team_days["month"] == scope.month].groupby("village")
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _team_month(
    village: str, members: pd.DataFrame, days: pd.DataFrame, submissions: Submissions, scope: Scope
) -> dict[str, object]:
    mine = days[days["person_id"].isin(members["person_id"]) & (days["village"] == village) & days["is_workday"]]
    workdays = mine.groupby(["person_id", "person"], as_index=False).agg(
        days=("date", "size"), leave=("leave_half_days", "sum"), unknown=("leave_half_days", lambda x: x.isna().any())
    )
    due = workdays[(workdays["days"] >= _LOG_DUE_WORKDAYS) & (workdays["leave"] < 2 * workdays["days"])]
    logged = mine.groupby("person_id")["logged"].agg(["any", lambda x: x.isna().any()])
    logged.columns = pd.Index(["any", "unknown"])
    lacking = due[~due["person_id"].map(logged["any"].fillna(value=False)).astype("bool")].sort_values("person")
    unsure = bool(workdays["unknown"].any()) and len(lacking) > 0
    unread = bool(logged["unknown"].any())
    return {
        "village": village,
        "month": scope.month,
        "workdays": scope.calendar.workdays_between(scope.first, scope.last),
        "month_complete": scope.complete,
        "team_members": members["person_id"].nunique(),
        "team_workdays": int(members.loc[members["is_workday"], "date"].nunique()),
        "log_due_members": None if workdays["unknown"].any() else len(due),
        "members_with_log": None if unread else int(logged["any"].sum()),
        "members_without_log": None if unread or unsure else len(lacking),
        "without_log_names": None if unread or unsure else "、".join(lacking["person"]),
    }


def _meetings(village: str, meetings: pd.DataFrame, submissions: Submissions, scope: Scope) -> dict[str, object]:
    known = submissions.known_village("meetings", village, scope.month)
    team = meetings[(meetings["village"] == village) & (meetings["kind"] == "team")]
    dates = sorted(set(team.loc[team["held_on"].dt.strftime("%Y-%m") == scope.month, "held_on"]))
    return {
        "team_meetings": len(dates) if known else None,
        "team_meeting_dates": "、".join(f"{d.month}月{d.day}日" for d in dates) if known else None,
    }


def _books(members: pd.DataFrame, logs: pd.DataFrame, known: bool) -> dict[str, object]:  # noqa: FBT001
    mine = logs[logs["person_id"].isin(members["person_id"]) & (logs["book_no"] != "")]
    shared = mine.groupby("book_no")["person"].agg(lambda names: sorted(set(names)))
    shared = shared[shared.map(len) > 1] if len(shared) else shared
    names = "、".join(sorted({name for group in shared for name in group}))
    return {"shared_log_books": len(shared) if known else None, "shared_log_names": names if known else None}
