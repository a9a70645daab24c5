"""Deadlines: calendar days, workdays around the long holidays, month ends, lights and lateness."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rectify_samples import AUDITOR, DUE, act, in_progress, issued, submitted

from audit import catalog
from audit.model.calendar import Calendar, YearMissingError
from audit.model.lifecycle import Flag, Status
from audit.model.outcome import Outcome
from audit.model.problem import Rerun
from audit.rectify import deadlines, lifecycle
from audit.rectify.deadlines import Light, after_days, days_left, light, month_end, next_workday, overdue_days

YEARS = catalog.load_calendar()
DAYS = st.dates(date(2023, 1, 1), date(2024, 10, 31))


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2023, 12, 1), 5, date(2023, 12, 8)),
        (date(2024, 2, 8), 5, date(2024, 2, 21)),  # 春节2月10日—17日，18日调休上班
        (date(2024, 2, 9), 1, date(2024, 2, 18)),
        (date(2023, 9, 28), 3, date(2023, 10, 9)),  # 国庆9月29日—10月6日，7日、8日调休上班
        (date(2023, 9, 27), 1, date(2023, 9, 28)),
        (date(2023, 12, 29), 1, date(2024, 1, 2)),
        (date(2023, 12, 1), 0, date(2023, 12, 1)),
    ],
)
def test_workdays_skip_the_long_holidays_and_count_adjusted_workdays(start, days, due) -> None:
    assert after_days(start, days, calendar=YEARS) == due


@settings(max_examples=40, deadline=None)
@given(start=DAYS, days=st.integers(0, 40))
def test_a_deadline_in_workdays_is_a_workday_with_exactly_so_many_between(start, days) -> None:
    due = after_days(start, days, calendar=YEARS)
    assert days_left(due, start, calendar=YEARS) == days
    assert days == 0 or YEARS.is_workday(due)
    assert after_days(start, days) == start + timedelta(days=days)


@settings(max_examples=40, deadline=None)
@given(due=DAYS, today=DAYS)
def test_days_left_count_down_to_nothing_on_the_day_and_then_below(due, today) -> None:
    left, workdays = days_left(due, today), days_left(due, today, calendar=YEARS)
    assert left == (due - today).days
    assert (left > 0) >= (workdays > 0)
    assert (left < 0) >= (workdays < 0)
    assert abs(workdays) <= abs(left)


def test_a_year_without_a_calendar_is_an_error_not_a_guess() -> None:
    with pytest.raises(YearMissingError):
        after_days(date(2023, 12, 29), 3, calendar=Calendar({2023: YEARS.years[2023]}))


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2023, 11, 1), 0, date(2023, 11, 30)),
        (date(2023, 11, 30), 1, date(2023, 12, 31)),
        (date(2023, 12, 31), 0, date(2023, 12, 31)),
        (date(2023, 12, 15), 2, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
    ],
)
def test_month_ends(day, months, last) -> None:
    assert month_end(day, months_later=months) == last


def test_a_deadline_on_a_rest_day_moves_on_only_where_the_office_says_so() -> None:
    assert next_workday(date(2024, 2, 10), YEARS) == date(2024, 2, 18)
    assert next_workday(date(2024, 2, 18), YEARS) == date(2024, 2, 18)


@pytest.mark.parametrize(
    ("today", "colour", "late"),
    [
        (date(2023, 12, 10), Light.BLUE, 0),
        (date(2023, 12, 11), Light.YELLOW, 0),
        (date(2023, 12, 14), Light.YELLOW, 0),
        (date(2023, 12, 15), Light.RED, 1),
        (date(2023, 12, 18), Light.RED, 4),
    ],
)
def test_blue_yellow_red(today, colour, late) -> None:
    problem = in_progress()
    assert (light(problem, today), overdue_days(problem, today)) == (colour, late)
    assert (Flag.OVERDUE in deadlines.flags(problem, today)) == (late > 0)


def test_in_workdays_the_weekend_counts_for_nothing() -> None:
    problem = in_progress()
    assert overdue_days(problem, date(2023, 12, 18), calendar=YEARS) == 2
    assert light(problem, date(2023, 12, 8), calendar=YEARS) is Light.BLUE
    assert light(problem, date(2023, 12, 11), calendar=YEARS) is Light.YELLOW


@pytest.mark.parametrize("status", [s for s in Status if s not in lifecycle.DUE])
def test_no_deadline_runs_before_the_feedback_after_the_end_or_while_it_rests(status) -> None:
    problem = replace(issued(), status=status)
    assert light(problem, date(2024, 1, 1)) is Light.NONE
    assert overdue_days(problem, date(2024, 1, 1)) == 0
    assert not deadlines.flags(problem, date(2024, 1, 1))


def test_what_was_closed_late_stays_marked_so() -> None:
    passed = Rerun("r2", date(2023, 12, 9), Outcome.OK, submitted().period)
    late = lifecycle.close(submitted(), act(AUDITOR, 15), passed)
    assert deadlines.flags(late, date(2024, 6, 1)) == {Flag.OVERDUE}
    on_the_day = lifecycle.close(submitted(), act(AUDITOR, 14), passed)
    assert not deadlines.flags(on_the_day, date(2024, 6, 1))


def test_reminders_are_due_three_days_one_day_and_on_the_day() -> None:
    problem = in_progress()
    handed_in = replace(submitted(), id="p2")
    reminded = [day for day in range(1, 20) if deadlines.to_remind([problem, handed_in], date(2023, 12, day))]
    assert reminded == [DUE.day - 3, DUE.day - 1, DUE.day]
