"""Which tables have columns that are worked out, and how: the one place where a new one is entered."""

from collections.abc import Callable, Mapping

import pandas as pd

from audit.model.contract import ImportColumn, ImportContract
from audit.validate.approvals import absence_columns, approval_columns, repeats
from audit.validate.dingtalk import daily_columns, monthly_columns, times_columns
from audit.validate.draft import Draft
from audit.validate.exports import state_columns, wecom_daily_columns, wecom_times_columns
from audit.validate.households import household_columns, listed_columns, visit_columns
from audit.validate.logs import answer_columns, log_columns
from audit.validate.machines import api_columns, card_columns, machine_columns
from audit.validate.plain import DTYPES
from audit.validate.sign_in import sign_in_columns
from audit.validate.stamps import check_in_columns, repair_columns, wecom_punch_columns
from audit.validate.surveys import checklist_columns, filing_columns, sample_columns, survey_columns
from audit.validate.visits import attendee_columns

FAMILIES: Mapping[str, Callable[[Draft], Draft]] = {
    "sign_in_grid": sign_in_columns,
    "dingtalk_daily": daily_columns,
    "dingtalk_times": times_columns,
    "dingtalk_monthly": monthly_columns,
    "dingtalk_approvals": approval_columns,
    "dingtalk_absences": absence_columns,
    "dingtalk_check_ins": check_in_columns,
    "dingtalk_repairs": repair_columns,
    **dict.fromkeys(("work_logs", "diaries"), log_columns),
    "dingtalk_logs": answer_columns,
    "wecom_daily": wecom_daily_columns,
    "wecom_times": wecom_times_columns,
    "wecom_monthly": state_columns,
    "wecom_punches": wecom_punch_columns,
    "feishu_monthly": state_columns,
    "dingtalk_api": api_columns,
    "machine_rows": machine_columns,
    "machine_cards": card_columns,
    "visits": visit_columns,
    "surveys": survey_columns,
    "households": listed_columns,
    **dict.fromkeys(("pairings", "household_plans", "evaluations", "incomes", "alerts"), household_columns),
    "samples": sample_columns,
    "checklist_results": checklist_columns,
    "filings": filing_columns,
    "meeting_sign_in": attendee_columns,
}
"""By import table: adds the columns that are not a plain reading of one cell."""

_OF_STATES = frozenset({"states", "times", "punches", "is_rest", "repaired", "soft", "hard"})

_OF_HOUSEHOLDS = frozenset({"household", "household_code"})

OWNED: Mapping[str, frozenset[str]] = {
    "sign_in_grid": frozenset({"code", "half_days"}),
    "dingtalk_daily": frozenset({"times", "results", "repaired", "approvals", "is_rest"}),
    "dingtalk_times": frozenset({"times", "outside"}),
    "dingtalk_monthly": frozenset({"states", "times", "approvals"}),
    "dingtalk_approvals": frozenset({"approved_at", "has_attachment"}),
    "dingtalk_absences": frozenset({"approvals"}),
    "wecom_daily": frozenset({"times", "results", "repaired", "is_rest", "soft", "hard"}),
    "wecom_times": frozenset({"times"}),
    "wecom_monthly": _OF_STATES,
    "feishu_monthly": _OF_STATES,
    "machine_cards": frozenset({"times"}),
    "surveys": _OF_HOUSEHOLDS | {"last_visit_from", "last_visit_to", "never_visited"},
    "visits": _OF_HOUSEHOLDS | {"visit_minute"},
    "households": _OF_HOUSEHOLDS | {"tags"},
    **dict.fromkeys(("pairings", "household_plans", "evaluations", "incomes", "alerts"), _OF_HOUSEHOLDS),
    "samples": _OF_HOUSEHOLDS | {"replaced_by", "replaced_code"},
    "checklist_results": frozenset({"answer"}),
    "filings": frozenset({"about_on"}),
}
"""By import table: the columns its family makes; their cells are not read by their contract type."""

REPEATS: Mapping[str, Callable[[pd.DataFrame], pd.Series]] = {"dingtalk_approvals": repeats}
"""By import table: which rows repeat an earlier one by the export's nature, and are folded without a word."""

_DTYPES: Mapping[tuple[str, str], str] = {
    ("sign_in_grid", "half_days"): "Int64",
    ("households", "tags"): "object",
    ("dingtalk_daily", "is_rest"): "boolean",
    ("dingtalk_daily", "results"): "object",
    ("dingtalk_daily", "repaired"): "Int64",
    ("dingtalk_times", "outside"): "object",
    ("dingtalk_monthly", "states"): "object",
    ("wecom_daily", "results"): "object",
    ("wecom_monthly", "states"): "object",
    ("feishu_monthly", "states"): "object",
}


def dtype_of(contract: ImportContract, column: ImportColumn) -> str:
    """The dtype of a column in the typed frame: a worked-out one's where it differs from its contract type's."""
    return _DTYPES.get((contract.table, column.name), DTYPES[column.type])
