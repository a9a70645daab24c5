"""Papers to be sent in by a day, and quizzes: what a register tells of each."""

import pandas as pd

from audit.reconcile.campaigns import beside_lacking, in_month
from audit.reconcile.material import Material

_FROM_START = frozenset({"roster"})
_FROM_MONTH = frozenset({"county_report", "stage_prepare", "stage_inspect", "stage_report"})


@beside_lacking("filings", first="about_on", same="sender", blank=["kind_text"])
def filings(of: Material) -> pd.DataFrame:
    """Make one row per paper of the register: the columns of the fact contract filing.

    ``days_counted`` counts from the stated day, else from what the notice counts from: the beginning of the check
    (rosters), its end, or the last day of a month (a county's report: of the month it is about; a stage of the work:
    of the month before it). An unsent paper counts to the day of judgement; an unreadable day is null.
    """
    rows = in_month(of.frames["filings"], of)
    unread = (rows["submitted_text"] != "") & rows["submitted_on"].isna()
    sent = rows["submitted_on"].fillna(pd.Timestamp(of.scope.as_of)).mask(unread)
    anchors = rows["due_on"].fillna(_anchors(rows))
    made = rows.assign(
        village=rows["of_village"],
        submitted=rows["submitted_on"].notna().astype("boolean").mask(unread),
        due_stated=rows["due_on"].notna(),
        days_counted=(sent.dt.normalize() - anchors).dt.days.astype("Int64"),
    )
    return made[
        [
            "village", "about_on", "kind", "kind_text", "sender", "submitted", "submitted_on", "due_on", "due_stated",
            "days_counted",
        ]
    ]  # fmt: skip


def _anchors(rows: pd.DataFrame) -> pd.Series:
    begins, ends = rows["window_from"], rows["window_to"].fillna(rows["window_from"])
    before = begins.fillna(ends).dt.to_period("M").dt.start_time.astype("datetime64[us]") - pd.Timedelta(days=1)
    after = ends.dt.to_period("M").dt.end_time.dt.normalize().astype("datetime64[us]")
    stage = rows["kind"].str.startswith("stage")
    by_month = before.where(stage, after)
    anchors = ends.where(~rows["kind"].isin(_FROM_START), begins)
    found: pd.Series = anchors.where(~rows["kind"].isin(_FROM_MONTH), by_month)
    return found


@beside_lacking("quiz_results", first="tested_on", blank=["person_id", "subject"])
def quizzes(of: Material) -> pd.DataFrame:
    """Make one row per member and quiz: the columns of the fact contract quiz. Without a full mark it is of 100."""
    rows = in_month(of.frames["quiz_results"], of)
    who = of.people.postings.drop_duplicates("person_id", keep="last").set_index("person_id")
    full = rows["full_score"].fillna(100)
    made = rows.assign(
        person=rows["person_id"].map(who["person"]),
        role=rows["person_id"].map(who["role_title"]),
        unit=rows["person_id"].map(who["unit"]),
        village=rows["of_village"],
        tested_on=rows["_day"],
        double_score=(2 * rows["score"]).round().astype("Int64"),
        full_score=full.round().astype("Int64"),
        score_text=[f"{score:g}" for score in rows["score"]],
    )
    return made[
        [
            "person_id", "person", "role", "unit", "village", "tested_on", "subject", "double_score", "full_score",
            "score_text",
        ]
    ]  # fmt: skip
