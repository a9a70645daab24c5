"""Stage 3: typed rows become fact tables."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from audit.model.contract import FactContract, Recorded
from audit.model.history import NOTHING, History
from audit.model.round import Round
from audit.model.source import Sheet
from audit.model.tables import Facts, TypedTables
from audit.reconcile import (
    absences,
    leave_slips,
    ledger,
    meetings,
    postings,
    rectifications,
    rotations,
    village_tables,
    work_logs,
)
from audit.reconcile.conflicts import timed_records, with_conflicts
from audit.reconcile.coverage import punch_spans
from audit.reconcile.day_places import with_nights, with_places
from audit.reconcile.further import FURTHER
from audit.reconcile.material import Material
from audit.reconcile.month_details import month_details
from audit.reconcile.month_totals import with_reports
from audit.reconcile.odd_signs import odd_signs
from audit.reconcile.on_demand import OnDemand
from audit.reconcile.people import People
from audit.reconcile.person_month import person_months, with_days_ahead
from audit.reconcile.punch_moments import punch_moments
from audit.reconcile.punches import punch_days
from audit.reconcile.records import COLUMNS, make_records, recorded_places
from audit.reconcile.scope import Scope
from audit.reconcile.shares import Common, Share, common_of, narrowed
from audit.reconcile.sign_details import with_sign_details
from audit.reconcile.sources import Sources, gather
from audit.reconcile.visits import visits_made


def reconcile(
    typed: TypedTables, sheets: Sequence[Sheet], contracts: Mapping[str, FactContract], *, of: Round,
    share: Share | None = None,
) -> Facts:  # fmt: skip
    """Make every fact table of one round from typed rows.

    ``sheets`` are the batch's sheets (the frames' ``_sheet`` points into them); ``contracts`` are the fact contracts,
    whose columns each table gets. A ``share`` makes those of some villages only, from their sheets and what all
    villages have in common. Raises YearMissingError where the calendar has no such year.
    """
    sources = gather(typed, sheets, of.conventions, of.identities)
    common = share.common if share else common_of(sources, of)
    own = narrowed(sources, share) if share else sources
    known = share.history if share else NOTHING
    maker = _FactMaker(own, typed.recorded, Scope(of, common.covered_to), common, known)
    tables = maker.tables(everyone=sources.people)
    return Facts(
        month=of.month,
        as_of=of.as_of,
        township=sources.people.villages.township,
        tables=OnDemand({name: partial(_told, tables[name], one, share) for name, one in contracts.items()}),
        records=maker.records(),
        submissions=own.submissions.frame,
        errors=sources.errors,
    )


class _FactMaker:
    """Holds what several tables share while they are made, so that each is made once."""

    def __init__(
        self, sources: Sources, recorded: Mapping[str, Recorded], scope: Scope, common: Common, history: History
    ) -> None:  # fmt: skip
        self.people, self.sheets, self.frames = sources.people, sources.sheets, sources.frames
        self.submissions, self.scope, self.recorded = sources.submissions, scope, recorded
        self.common, self.history = common, history
        terms = self.people.postings
        signs = self.frames["sign_in_grid"].rename(columns={"village": "stated", "of_village": "village"})
        self.odd = odd_signs(signs, terms, common.made_on)
        covered = signs["date"] <= pd.Timestamp(scope.covered_to)
        self.signs = signs.loc[covered, ["person_id", "village", "date", "half_days"]]
        self.slips = self._slips()
        self.halves = absences.half_days(self.slips)
        logs, held = self.frames["work_logs"], self.frames["meetings"]
        self.logs = work_logs.daily_logs(logs[logs["log_date"] <= pd.Timestamp(scope.covered_to)])
        self.meetings = held[held["held_on"] <= pd.Timestamp(scope.covered_to)]
        met = meetings.attended(self.meetings, self.people)
        punches = punch_days(self.frames)
        visited = visits_made(self.frames["visits"], self.people)
        records = ledger.Records(
            self.signs, punches, self.logs, met, visited,
            punch_spans(self.frames, self.sheets), self.slips, self.halves,
        )  # fmt: skip
        posted = ledger.days_in_post(terms, common.context_first, scope.covered_to)
        posted = ledger.with_calendar(posted, scope)
        self.posted = ledger.one_role_a_day(posted)
        self.moments = punch_moments(self.frames, self.people)
        self.ledger = self._with_details(ledger.person_days(self.posted, records, self.submissions, scope))
        self.rotations = self._rotations()

    def _with_details(self, days: pd.DataFrame) -> pd.DataFrame:
        """Add what places, hours and single signs tell to person-days."""
        of = self.scope.conventions
        short = self.logs[self.logs["characters"] < of.log_min_chars]
        placed = with_places(days, self.moments, short, of)
        signed = with_nights(with_sign_details(placed, self.frames, of), of)
        told = {"slips": self.slips, "meetings": self.meetings, "moments": self.moments}
        told["check_ins"] = self.frames["dingtalk_check_ins"]
        return with_conflicts(signed, timed_records(told, self.people, of), of)

    def _slips(self) -> pd.DataFrame:
        exported = pd.concat([self.frames[name] for name in absences.EXPORTED], ignore_index=True)
        exported = exported[exported["approvals"].map(len) > 0]
        frames = (self.frames["leave_ledger"], self.frames["dingtalk_approvals"], exported, self.frames["duty_records"])
        return absences.merge_slips(*frames, self.scope.conventions)

    def _rotations(self) -> pd.DataFrame:
        found = rotations.rotations(self.people.postings, self.scope)
        if found.empty:
            return pd.DataFrame()
        return rotations.rotation_facts(found, self.frames["handovers"], self.sheets, self.submissions)

    def tables(self, everyone: People) -> dict[str, Callable[[], pd.DataFrame]]:
        """Say how every fact table is made; most audits ask for some only.

        ``everyone`` are the people of all villages where this maker knows only some.
        """
        scope, month = self.scope, self.scope.month
        judged = work_logs.with_similarity(self.logs, self._teams(), self._across(), scope)
        judged = work_logs.alike(judged, scope)
        no_signal = self._village_list()["no_signal"].to_dict()
        days = self._ledger_with(judged, no_signal)
        team_days = village_tables.village_days(self.posted, days, self.signs, self.submissions, scope)
        held = meetings.meeting_facts(self.meetings, self.sheets, scope)
        months = self._person_months(days, judged, no_signal)
        material = Material(
            everyone, self.sheets, self.frames, self.submissions, scope, days, months, self.slips, self.halves,
            judged, self.meetings, self.moments, self.people, self.history,
        )  # fmt: skip
        return {
            "person_day": lambda: days[days["month"] == month].assign(role=lambda rows: rows["role_title"]),
            "person_month": lambda: months,
            "village_day": lambda: team_days[team_days["month"] == month],
            "village_month": lambda: village_tables.village_months(
                village_tables.TeamRecords(self.posted, days, held, self._month_logs(judged)), self.submissions, scope
            ),
            "leave_slip": lambda: leave_slips.leave_slips(self.slips, self.halves, days, self._slip_context()),
            "meeting": lambda: held,
            "rotation": lambda: self.rotations,
            "service_gap": lambda: postings.service_gaps(self.people.postings, scope),
            "staffing_period": lambda: postings.staffing_periods(self.people.postings, self._village_list(), scope),
            "posting": lambda: postings.posting_facts(self.people.postings, self.frames["roster"], self.sheets, scope),
            "work_log": lambda: self._work_logs(judged),
            **{name: partial(make, material) for name, make in FURTHER.items()},
        }

    def records(self) -> dict[str, pd.DataFrame]:
        """List the places of all records by source, and of the impossible signs under their day column's name."""
        places = self.frames["villages"].assign(
            file=lambda rows: rows["_sheet"].map(lambda n: self.sheets[n].file),
            sheet=lambda rows: rows["_sheet"].map(lambda n: self.sheets[n].name),
            cell=lambda rows: rows["_cell"],
        )
        found = make_records(self.frames, self.slips, self.halves, self.people, places)
        found |= recorded_places(self.frames, self.recorded)
        used = rotations.record_rows(self.rotations, self.frames["handovers"]) if len(self.rotations) else None
        found["handovers"] = used[COLUMNS] if used is not None else pd.DataFrame(columns=COLUMNS)
        month = self.odd["date"].dt.strftime("%Y-%m") == self.scope.month
        found[rectifications.SOURCE] = rectifications.with_places(found[rectifications.SOURCE], self.history)
        return found | {"odd_sign": self.odd.loc[month, COLUMNS].reset_index(drop=True)}

    def _across(self) -> pd.DataFrame:
        if self.common.across is not None:
            return self.common.across.drop(columns="village")
        return work_logs.across_villages(self.logs, self._teams(), work_logs.own_words(self.people), self.scope)

    def _teams(self) -> pd.Series:
        return self.people.postings.drop_duplicates("person_id", keep="last").set_index("person_id")["village"]

    def _village_list(self) -> pd.DataFrame:
        return (
            self.frames["villages"]
            .drop_duplicates("village")
            .set_index("village")[["is_poor_village", "poor_population", "no_signal"]]
        )

    def _ledger_with(self, judged: pd.DataFrame, no_signal: Mapping[Any, Any]) -> pd.DataFrame:
        hits = judged[judged["own_alike"] | judged["team_alike"] | judged["town_alike"]]
        days = pd.MultiIndex.from_frame(self.ledger[ledger.KEYS])
        similar = pd.Series(
            days.isin(pd.MultiIndex.from_frame(hits[ledger.KEYS])), index=self.ledger.index, dtype="boolean"
        )
        odd = pd.Series(
            days.isin(pd.MultiIndex.from_frame(self.odd[ledger.KEYS])), index=self.ledger.index, dtype="boolean"
        )
        return self.ledger.assign(
            similar_log=similar.mask(self.ledger["logged"].isna()),
            odd_sign=odd.mask(self.ledger["signed_half_days"].isna() & ~odd),
            no_signal=self.ledger["village"].map(no_signal).astype("boolean"),
        )

    def _person_months(self, days: pd.DataFrame, judged: pd.DataFrame, no_signal: Mapping[Any, Any]) -> pd.DataFrame:
        table = person_months(days, self.odd, no_signal, self.scope)
        leave = self.halves[self.halves["slip"].map(self.slips["kind"]) == "leave"]
        table = with_days_ahead(table, self.people.postings, leave, self.scope)
        month = days[days["month"] == self.scope.month]
        table = table.join(month_details(month, self.moments, self.people.postings), on="person_id")
        table["lives_at_home"] = table["lives_at_home"].fillna(value=False)
        table = table.join(work_logs.monthly_likeness(judged), on="person_id")
        table = with_reports(table, self.frames, self.sheets, self.submissions, self.scope)
        keys = table[["person_id", "village", "month"]]
        known = self.submissions.known("work_logs", keys) & ~table["logged_days"].isna()
        for name in ("log_count", "similar_logs", "copied_logs", "town_copied_logs", "top_similarity"):
            table[name] = table[name].fillna(0).where(known)
        table["similar_example"] = table["similar_example"].fillna("").where(known)
        return table

    def _month_logs(self, judged: pd.DataFrame) -> pd.DataFrame:
        names = self.people.postings.drop_duplicates("person_id").set_index("person_id")["person"]
        return judged.assign(person=judged["person_id"].map(names))

    def _work_logs(self, judged: pd.DataFrame) -> pd.DataFrame:
        who = self.people.postings.drop_duplicates("person_id", keep="last").set_index("person_id")[
            ["person", "role_title", "unit"]
        ]
        rows = judged.join(who, on="person_id")
        return rows.assign(role=rows["role_title"], log_date=rows["date"], month=self.scope.month)

    def _slip_context(self) -> leave_slips.SlipContext:
        return leave_slips.SlipContext(
            self.people, self.submissions, self.scope, approved=self.common.approved, no_reason=self.common.no_reason
        )


_DTYPES = {"text": "str", "bool": "boolean", "int": "Int64", "days": "Float64", "date": "datetime64[us]"}


def _of_share(table: pd.DataFrame, share: Share | None) -> pd.DataFrame:
    return table[share.owns(table)].reset_index(drop=True) if share else table


def _told(make: Callable[[], pd.DataFrame], contract: FactContract, share: Share | None) -> pd.DataFrame:
    return _of_share(_as_contract(make(), contract), share)


def _as_contract(table: pd.DataFrame, contract: FactContract) -> pd.DataFrame:
    """Give a table exactly its contract's columns and types, sorted by key so that file order does not matter."""
    rows = table.reindex(columns=list(contract.columns))
    rows = rows.astype({name: _DTYPES[column.type] for name, column in contract.columns.items()})
    return rows.sort_values(list(contract.key), kind="stable", ignore_index=True)
