"""Village-days and village-months: who was in the village, and what the team did together."""

import pandas as pd
from msgspec import Struct

from audit.reconcile.distinct import aggregated
from audit.reconcile.ledger import KEYS, village_signs
from audit.reconcile.runs import runs
from audit.reconcile.scope import Scope, lies_in
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
    told = ["leave_half_days", "recorded_duty_half_days", "signed_half_days", "present_half_days"]
    each = posted.join(ledger[[*KEYS, *told]].set_index(KEYS), on=KEYS)
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
    days = aggregated(
        each, keys, team_members=("person_id", "nunique"), sure=("sure", "sum"), unsure=("unsure", "sum"),
        members_on_leave=("on_leave", "sum"), leave_unknown=("leave_unknown", "any"),
    ).reset_index()  # fmt: skip
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


class TeamRecords(Struct, frozen=True):
    """What village-months are made from: days in post, the ledger, meeting facts, and the month's logs (person_id,
    person, book_no).
    """

    posted: pd.DataFrame
    ledger: pd.DataFrame
    meetings: pd.DataFrame
    logs: pd.DataFrame


def village_months(records: TeamRecords, submissions: Submissions, scope: Scope) -> pd.DataFrame:
    """Make one row per village with a member in post in the month: the columns of the fact contract village_month."""
    posted = records.posted[records.posted["month"] == scope.month]
    villages = posted.groupby("village")
    table = pd.DataFrame({"team_members": villages["person_id"].nunique()})
    workdays = posted[posted["is_workday"]].groupby("village")["date"].nunique()
    table["team_workdays"] = workdays.reindex(table.index, fill_value=0)
    table["workdays"] = scope.calendar.workdays_between(scope.first, scope.last)
    table["month"], table["month_complete"] = scope.month, scope.complete
    table = table.join(_log_keepers(posted, records.ledger))
    held = records.meetings[records.meetings["village"].isin(table.index)]
    table = table.join(_team_meetings(held, scope))
    table = table.join(_shared_books(posted, records.logs))
    known = {
        source: [submissions.known_village(source, name, scope.month) for name in table.index]
        for source in ("meetings", "work_logs")
    }
    for names, source in (
        (["team_meetings", "team_meeting_dates"], "meetings"),
        (["shared_log_books", "shared_log_names"], "work_logs"),
    ):
        blank = {names[0]: 0, names[1]: ""}
        table[names] = (
            table[names].fillna(blank).astype("object").where(pd.Series(known[source], index=table.index), None)
        )
    return table.reset_index(names="village")


def _log_keepers(posted: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """Count per village who should keep a log (five workdays in post, not on leave throughout) and who does.

    The whole count is NA where one member's logs or leave are not known and would make the difference.
    """
    told = ledger[[*KEYS, "person", "is_workday", "leave_half_days", "logged"]]
    days = posted[["village", "person_id", "date"]].merge(told, on=KEYS)
    work = days["is_workday"].astype("Int64")
    table = days.assign(work=work, leave=days["leave_half_days"] * work, log=days["logged"].astype("Int64"))
    sums = table.groupby(["village", "person_id", "person"])[["work", "leave", "log"]].sum(skipna=False).reset_index()
    some = table.groupby(["village", "person_id", "person"])["log"].max().fillna(0).reset_index(drop=True) > 0
    long_enough = sums["work"] >= _LOG_DUE_WORKDAYS
    due = long_enough & (sums["leave"] < 2 * sums["work"])
    lacking = due & ~some & (sums["log"] == 0)
    members = pd.DataFrame(
        {
            "village": sums["village"],
            "due": due.astype("Int64"),
            "with": some.astype("Int64").mask(~some & sums["log"].isna()),
            "without": lacking.mask(some, other=False).astype("Int64"),
        }
    )
    names = sums["person"].where(lacking.fillna(value=False), "").groupby(sums["village"]).agg(_named)
    counts = members.groupby("village").sum(skipna=False)
    counts = counts.rename(
        columns={"due": "log_due_members", "with": "members_with_log", "without": "members_without_log"}
    )
    return counts.join(names.rename("without_log_names").where(counts["members_without_log"].notna(), None))


def _named(names: pd.Series) -> str:
    return "、".join(sorted({name for name in names if name}))


def _team_meetings(meetings: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    team = meetings[(meetings["kind"] == "team") & lies_in(meetings["held_on"], scope.month)]
    dates = team.drop_duplicates(["village", "held_on"]).sort_values("held_on").groupby("village")["held_on"]
    texts = {village: "、".join(f"{day.month}月{day.day}日" for day in days) for village, days in dates}
    return pd.DataFrame({"team_meetings": dates.size(), "team_meeting_dates": pd.Series(texts, dtype="str")})


def _shared_books(posted: pd.DataFrame, logs: pd.DataFrame) -> pd.DataFrame:
    """Count per village the log books in which more than one member writes, and name them."""
    members = posted[["village", "person_id"]].drop_duplicates()
    books = members.merge(
        logs.loc[logs["book_no"] != "", ["person_id", "person", "book_no"]].drop_duplicates(), on="person_id"
    )
    shared = books[books.groupby(["village", "book_no"])["person"].transform("nunique") > 1]
    names = (
        shared.sort_values("person").groupby("village")["person"].agg(_named) if len(shared) else pd.Series(dtype="str")
    )
    return pd.DataFrame({"shared_log_books": shared.groupby("village")["book_no"].nunique(), "shared_log_names": names})
