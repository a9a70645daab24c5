"""Stage 3: typed rows become fact tables."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

import pandas as pd

from audit.model.contract import FactContract, Recorded
from audit.model.history import NOTHING
from audit.model.round import Round
from audit.model.source import Sheet
from audit.model.tables import Facts, TypedTables
from audit.reconcile import leave_slips, photos, postings, rectifications, rotations, village_tables
from audit.reconcile.distinct import ordered
from audit.reconcile.further import FURTHER
from audit.reconcile.material import Material
from audit.reconcile.on_demand import OnDemand
from audit.reconcile.records import COLUMNS, record_makers, recorded_places, slip_places, village_places
from audit.reconcile.scope import Scope
from audit.reconcile.shares import Share, common_of, narrowed
from audit.reconcile.sources import gather

_Makers = dict[str, Callable[[], pd.DataFrame]]


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
    history = share.history if share else NOTHING
    material = Material(own, Scope(of, common.covered_to), common, people=sources.people, history=history)
    rotated = cache(partial(_rotations, material))
    tables = _tables(material, rotated)
    return Facts(
        month=of.month,
        as_of=of.as_of,
        township=sources.people.villages.township,
        tables=OnDemand({name: partial(_told, tables[name], one, share) for name, one in contracts.items()}),
        records=OnDemand(_records(material, rotated, typed.recorded)),
        submissions=own.submissions.frame,
        errors=sources.errors,
    )


def _rotations(of: Material) -> pd.DataFrame:
    found = rotations.rotations(of.members.postings, of.scope)
    if found.empty:
        return pd.DataFrame()
    return rotations.rotation_facts(found, of.frames["handovers"], of.sheets, of.submissions)


def _tables(of: Material, rotated: Callable[[], pd.DataFrame]) -> _Makers:
    """Say how every fact table is made; most audits ask for some only."""
    scope, terms = of.scope, of.members.postings
    return {
        "person_day": lambda: of.of_month(of.days).assign(role=lambda rows: rows["role_title"]),
        "person_month": lambda: of.person_months,
        "village_day": lambda: of.of_month(
            village_tables.village_days(of.posted, of.days, of.signs, of.submissions, scope)
        ),
        "village_month": partial(_village_months, of),
        "leave_slip": lambda: leave_slips.leave_slips(of.slips, of.halves, of.days, _slip_context(of)),
        "meeting": lambda: of.meetings,
        "rotation": rotated,
        "service_gap": lambda: postings.service_gaps(terms, scope),
        "staffing_period": lambda: postings.staffing_periods(terms, of.listed, scope),
        "posting": lambda: postings.posting_facts(terms, of.frames["roster"], of.sheets, scope),
        "work_log": partial(_work_logs, of),
        **{name: partial(make, of) for name, make in FURTHER.items()},
    }


def _village_months(of: Material) -> pd.DataFrame:
    names = of.members.postings.drop_duplicates("person_id").set_index("person_id")["person"]
    logs = of.logs.assign(person=of.logs["person_id"].map(names))
    records = village_tables.TeamRecords(of.posted, of.days, of.meetings, logs)
    return village_tables.village_months(records, of.submissions, of.scope)


def _work_logs(of: Material) -> pd.DataFrame:
    who = of.members.postings.drop_duplicates("person_id", keep="last").set_index("person_id")
    rows = of.logs.join(who[["person", "role_title", "unit"]], on="person_id")
    return rows.assign(role=rows["role_title"], log_date=rows["date"], month=of.scope.month)


def _slip_context(of: Material) -> leave_slips.SlipContext:
    common = of.common
    return leave_slips.SlipContext(
        of.members, of.submissions, of.scope, approved=common.approved, no_reason=common.no_reason
    )


def _records(of: Material, rotated: Callable[[], pd.DataFrame], recorded: Mapping[str, Recorded]) -> _Makers:
    """Say how the places of all records are listed by source; those of impossible signs under their day column."""
    told = recorded_places(of.frames, recorded)
    problems = told[rectifications.SOURCE]
    return {
        **record_makers(of.frames, of.members),
        **told,
        rectifications.SOURCE: lambda: rectifications.with_places(problems(), of.history),
        "villages": lambda: village_places(of.frames["villages"], of.sheets),
        "leave_slips": lambda: slip_places(of.slips, of.halves, "leave"),
        "duty_records": lambda: slip_places(of.slips, of.halves, "duty"),
        "handovers": lambda: rotations.record_rows(rotated(), of.frames["handovers"])[COLUMNS],
        "photos": lambda: photos.photo_places(of),
        "odd_sign": lambda: of.of_month(of.odd.assign(month=of.odd["date"].dt.strftime("%Y-%m")))[COLUMNS],
    }


_DTYPES: Mapping[str, Any] = {
    "text": "str",
    "bool": "boolean",
    "int": "Int64",
    "days": "Float64",
    "date": "datetime64[us]",
}


_NOTHING: Mapping[str, Any] = {kind: pd.array([], dtype=dtype) for kind, dtype in _DTYPES.items()}


def _of_share(table: pd.DataFrame, share: Share | None) -> pd.DataFrame:
    if share is None or table.empty:
        return table
    mine = share.owns(table)
    return table if all(mine) else table[mine].reset_index(drop=True)


def _told(make: Callable[[], pd.DataFrame], contract: FactContract, share: Share | None) -> pd.DataFrame:
    return _as_contract(_of_share(make(), share), contract)


def _as_contract(table: pd.DataFrame, contract: FactContract) -> pd.DataFrame:
    """Give a table exactly its contract's columns and types, sorted by key so that file order does not matter."""
    if table.empty:
        return pd.DataFrame({name: _NOTHING[column.type] for name, column in contract.columns.items()})
    columns = {name: _typed(table, name, _DTYPES[one.type]) for name, one in contract.columns.items()}
    order = ordered([columns[name] for name in contract.key])
    return pd.DataFrame({name: column.take(order) for name, column in columns.items()}, copy=False)


def _typed(table: pd.DataFrame, name: str, dtype: Any) -> Any:
    """Give one column's values; column by column takes half the time of typing the frame, and there are many tables."""
    if name not in table:
        return pd.array([None] * len(table), dtype=dtype)
    column = table[name]
    return column.array if column.dtype == dtype else column.array.astype(dtype)
