"""What fact tables are made from, once the sources are attached: each part is made when a table first needs it."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from audit.model.history import NOTHING, History
from audit.reconcile import absences, ledger, meetings, town_logs, work_logs
from audit.reconcile.conflicts import timed_records, with_conflicts
from audit.reconcile.coverage import punch_spans
from audit.reconcile.day_places import with_nights, with_places
from audit.reconcile.delegations import with_delegations
from audit.reconcile.distinct import are_in
from audit.reconcile.month_details import month_details
from audit.reconcile.month_totals import with_reports
from audit.reconcile.odd_signs import odd_signs
from audit.reconcile.people import People
from audit.reconcile.person_month import person_months, roll, with_days_ahead
from audit.reconcile.punch_moments import punch_moments
from audit.reconcile.punches import punch_days
from audit.reconcile.scope import Scope
from audit.reconcile.shares import Common
from audit.reconcile.sign_details import with_sign_details
from audit.reconcile.sources import Sources
from audit.reconcile.visits import visits_made

Made = TypeVar("Made")


class Material:
    """Everything one fact table may be made from.

    ``people`` are those of all villages, ``members``, with their villages, those whose facts are made.
    ``frames`` by import table: typed columns with person_id, of_village, file, sheet, cell and, where the contract
    says what its rows are about, ``_day``. ``history`` is what a workspace knows beside the files.
    """

    def __init__(
        self, sources: Sources, scope: Scope, common: Common, *, people: People, history: History = NOTHING
    ) -> None:
        """Take the sources of the members; YearMissingError where the calendar has no year of theirs."""
        self.people, self.members, self.scope, self.common = people, sources.people, scope, common
        self.history = history
        self._made: dict[Callable[[Material], Any], Any] = {}
        self.sheets, self.frames, self.submissions = sources.sheets, sources.frames, sources.submissions
        posted = ledger.days_in_post(self.members.postings, common.context_first, scope.covered_to)
        self.posted = ledger.one_role_a_day(ledger.with_calendar(posted, scope))

    def over(self, last: date) -> bool:
        """Say whether a period is over for this audit: it ends within or before the audited month, and has ended."""
        return last <= self.scope.last and last <= self.scope.as_of

    def known(self, source: str, village: str, first: date, last: date) -> bool:
        """Say whether a source was handed in for a village throughout a period, as far as the audited month goes."""
        return self.submissions.known_throughout(source, village, first, min(last, self.scope.last))

    def of_month(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Keep rows of the audited month, by their column ``month``."""
        return rows[rows["month"] == self.scope.month].reset_index(drop=True)

    def once(self, make: "Callable[[Material], Made]") -> Made:
        """Give what is made of this material and needed for several tables: made when it is first asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]  # type: ignore[no-any-return]

    @cached_property
    def signs(self) -> pd.DataFrame:
        """Signs of the sign-in books: person_id, village, date, half_days (NA for an unknown symbol)."""
        rows = self._covered("sign_in_grid", "date")[["person_id", "of_village", "date", "half_days"]]
        return rows.rename(columns={"of_village": "village"})

    @cached_property
    def odd(self) -> pd.DataFrame:
        """Signs that cannot be (odd_signs.py)."""
        signs = self.frames["sign_in_grid"].rename(columns={"village": "stated", "of_village": "village"})
        return odd_signs(signs, self.members.postings, self.common.made_on)

    @cached_property
    def slips(self) -> pd.DataFrame:
        """Leave and duty, each absence once (absences.py), at the level it was approved at (delegations.py)."""
        exported = pd.concat([self.frames[name] for name in absences.EXPORTED], ignore_index=True)
        exported = exported[exported["approvals"].map(len) > 0]
        frames = (self.frames["leave_ledger"], self.frames["dingtalk_approvals"], exported, self.frames["duty_records"])
        slips = absences.merge_slips(*frames, self.scope.conventions)
        return with_delegations(slips, self.frames["delegations"], self.people)

    @cached_property
    def halves(self) -> pd.DataFrame:
        """The half-days of the slips."""
        return absences.half_days(self.slips)

    @cached_property
    def held(self) -> pd.DataFrame:
        """The meetings of all months handed in, as they are written."""
        return self._covered("meetings", "held_on")

    @cached_property
    def meetings(self) -> pd.DataFrame:
        """The same meetings as the facts about them."""
        return meetings.meeting_facts(self.held, self.sheets, self.scope)

    @cached_property
    def moments(self) -> pd.DataFrame:
        """Single punches (punch_moments.py)."""
        return punch_moments(self.frames, self.members)

    @cached_property
    def logs(self) -> pd.DataFrame:
        """Work logs, one row per person and (first) day, judged by their likeness to others."""
        rows = work_logs.with_similarity(self._written, work_logs.teams(self.members), self._across(), self.scope)
        return work_logs.alike(rows, self.scope)

    @cached_property
    def days(self) -> pd.DataFrame:
        """The person-day ledger, with what was handed in before the month as context."""
        records = ledger.Records(
            self.signs, punch_days(self.frames), work_logs.logged_days(self._written),
            meetings.attended(self.held, self.members), visits_made(self.frames["visits"], self.members),
            punch_spans(self.frames, self.sheets), self.slips, self.halves,
        )  # fmt: skip
        return self._with_likeness(
            self._with_details(ledger.person_days(self.posted, records, self.submissions, self.scope))
        )

    @cached_property
    def roll(self) -> pd.DataFrame:
        """The members in post in the month (person_month.py), without looking at any record of theirs."""
        return roll(self.posted, self.scope)

    @cached_property
    def person_months(self) -> pd.DataFrame:
        """The month's totals of each member."""
        days, postings = self.days, self.members.postings
        table = person_months(days, self.odd, self._no_signal(), self.scope)
        leave = self.halves[self.halves["slip"].map(self.slips["kind"]) == "leave"]
        table = with_days_ahead(table, postings, leave, self.scope)
        table = table.join(month_details(self.of_month(days), self.moments, postings), on="person_id")
        table["lives_at_home"] = table["lives_at_home"].fillna(value=False)
        table = table.join(work_logs.monthly_likeness(self.logs), on="person_id")
        table = with_reports(table, self.frames, self.sheets, self.submissions, self.scope)
        keys = table[["person_id", "village", "month"]]
        known = self.submissions.known("work_logs", keys) & ~table["logged_days"].isna()
        for name in ("log_count", "similar_logs", "copied_logs", "town_copied_logs", "top_similarity"):
            table[name] = table[name].fillna(0).where(known)
        table["similar_example"] = table["similar_example"].fillna("").where(known)
        return table

    @cached_property
    def listed(self) -> pd.DataFrame:
        """What the village list says of each village: is_poor_village, poor_population, no_signal by village."""
        rows = self.frames["villages"].drop_duplicates("village").set_index("village")
        return rows[["is_poor_village", "poor_population", "no_signal"]]

    @cached_property
    def _written(self) -> pd.DataFrame:
        return work_logs.daily_logs(self._covered("work_logs", "log_date"))

    def _covered(self, table: str, day: str) -> pd.DataFrame:
        rows = self.frames[table]
        return rows[rows[day] <= pd.Timestamp(self.scope.covered_to)]

    def _across(self) -> pd.DataFrame:
        if self.common.across is not None:
            return self.common.across.drop(columns="village")
        logs = self._covered("work_logs", "log_date")
        logs = logs[logs["log_date"] >= pd.Timestamp(self.scope.first)]
        prepared = town_logs.log_words(logs, self.members, self.scope.conventions)
        return town_logs.across_villages(prepared, self.members, self.scope).drop(columns="village")

    def _no_signal(self) -> dict[Any, Any]:
        return self.listed["no_signal"].to_dict()

    def _with_details(self, days: pd.DataFrame) -> pd.DataFrame:
        """Add what places, hours and single signs tell to person-days."""
        of = self.scope.conventions
        short = self._written[self._written["characters"] < of.log_min_chars]
        placed = with_places(days, self.moments, short, of)
        signed = with_nights(with_sign_details(placed, self.frames, of), of)
        told = {"slips": self.slips, "meetings": self.held, "moments": self.moments}
        told["check_ins"] = self.frames["dingtalk_check_ins"]
        return with_conflicts(signed, timed_records(told, self.members, of), of)

    def _with_likeness(self, days: pd.DataFrame) -> pd.DataFrame:
        """Add what the other logs and the impossible signs tell of person-days, and whether the village has signal."""
        hits = self.logs[self.logs["own_alike"] | self.logs["team_alike"] | self.logs["town_alike"]]
        similar, odd = are_in(days, hits, ledger.KEYS), are_in(days, self.odd, ledger.KEYS)
        return days.assign(
            similar_log=similar.mask(days["logged"].isna()),
            odd_sign=odd.mask(days["signed_half_days"].isna() & ~odd),
            no_signal=days["village"].map(self._no_signal()).astype("boolean"),
        )
