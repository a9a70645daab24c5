"""Fact tables beside the ledger's own: the one place where a new one is entered."""

from collections.abc import Callable, Mapping

import pandas as pd

from audit.reconcile import (
    accountability,
    allowances,
    covers,
    expenses,
    filings,
    funds,
    inspection_groups,
    inspections,
    log_months,
    minutes,
    rectifications,
    samples,
    surveys,
    unit_periods,
    village_economy,
    visit_texts,
)
from audit.reconcile.material import Material

FURTHER: Mapping[str, Callable[[Material], pd.DataFrame]] = {
    "unit_period": unit_periods.unit_periods,
    "leader_period": unit_periods.leader_periods,
    "fund_year": funds.fund_years,
    "cover_year": covers.cover_years,
    "expense": expenses.expense_facts,
    "subsidy_month": allowances.subsidy_months,
    "meal_month": allowances.meal_months,
    "project": village_economy.projects,
    "economy_quarter": village_economy.economy_quarters,
    "log_month": log_months.log_months,
    "minutes": minutes.minutes,
    "plan_text_year": visit_texts.plan_text_years,
    "visit_text_month": visit_texts.visit_text_months,
    "survey_village": surveys.survey_villages,
    "survey_answer": surveys.survey_answers,
    "sample_village": samples.sample_villages,
    "village_draw": samples.village_draws,
    "inspection": inspections.inspections,
    "checklist_item": inspections.checklist_items,
    "checklist_round": inspections.checklist_rounds,
    "inspection_group": inspection_groups.inspection_groups,
    "inspection_ring": inspection_groups.inspection_rings,
    "interview_round": inspection_groups.interview_rounds,
    "filing": filings.filings,
    "quiz": filings.quizzes,
    "problem": rectifications.problems,
    "account_year": accountability.account_years,
    "late_change": rectifications.late_changes,
}
"""By fact contract: makes its rows; columns may come in any order, and a contract column left out is null."""
