"""What work logs tell of single days: whether a log is of the day, and whether one is lacking."""

import pandas as pd

from audit.reconcile.distinct import are_in
from audit.reconcile.scope import Scope
from audit.reconcile.submissions import Submissions

_KEYS = ["person_id", "date"]
_SIX_DAYS = pd.Timedelta(days=6)


def with_logs(ledger: pd.DataFrame, logs: pd.DataFrame, submissions: Submissions, scope: Scope) -> pd.DataFrame:
    """Add to person-days what logs (see Records) tell of them: boolean, NA where no log book was handed in.

    ``logged``: a log is of the day, perhaps of others too. ``log_alone``: one is of the day alone, where logs are kept
    daily. ``log_lacking``: there is none where one is due, of the day, or of its week (Monday to Sunday) where the
    conventions say so.
    """
    known, daily = submissions.known("work_logs", ledger), scope.conventions.log_frequency == "daily"
    logged = are_in(ledger, logs, _KEYS)
    alone = are_in(ledger, logs[logs["alone"]], _KEYS) & daily
    unknown = ~logged & ~known
    told = ledger.assign(logged=logged.mask(unknown), log_alone=alone.mask(unknown))
    return told.assign(log_lacking=~told["logged"] if daily else _week_lacking(ledger, logs, submissions, scope))


def _week_lacking(ledger: pd.DataFrame, logs: pd.DataFrame, submissions: Submissions, scope: Scope) -> pd.Series:
    """Say of each day whether its week has no log, though it is over and all of it was handed in.

    The log of a week of two months may stand in either month's file: the week is asked about in the later month, and
    only where the earlier one's logs were handed in.
    """
    weeks = ledger[["person_id", "village"]].assign(date=monday(ledger["date"]))
    none = ~are_in(weeks, logs[["person_id"]].assign(date=monday(logs["date"])), _KEYS)
    begun = weeks.assign(month=weeks["date"].dt.strftime("%Y-%m").astype("str"))
    over = weeks["date"] + _SIX_DAYS <= pd.Timestamp(scope.covered_to)
    lacking = none & over & submissions.known("work_logs", begun)
    return lacking.mask(none & ~submissions.known("work_logs", ledger))


def monday(days: pd.Series) -> pd.Series:
    """Give the Monday of each day's week."""
    mondays: pd.Series = days - pd.to_timedelta(days.dt.day_of_week, unit="D")
    return mondays
