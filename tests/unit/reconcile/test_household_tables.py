"""Pairings, days of visits, incomes, alerts and the completeness of the visits' ledger, from a few rows each."""

from datetime import date

import pandas as pd
import pytest
from township import Township, workdays

from audit.reconcile.alerts import alert
from audit.reconcile.further import FURTHER
from audit.reconcile.incomes import household_income
from audit.reconcile.pairing_duties import pairing_coverage, pairing_duty
from audit.reconcile.visit_ledgers import visit_ledger
from audit.reconcile.visit_surveys import visit_survey

QUARTER = (date(2023, 10, 1), date(2023, 12, 31))


def told(table: str, *rows: dict[str, object], made: Township | None = None, **more) -> Township:
    """A sheet of one table about 陈某 of group three; each row says what it has of its own."""
    base = {"village": "桃溪村", "household": "陈某", "group_no": "三组"}
    made = made or Township().member("林晓峰")
    return made.sheet(table, [{**base, **row} for row in rows], title="桃溪村台账", **more)


def test_without_any_file_every_table_is_empty_or_unknown() -> None:
    material = Township().member("林晓峰").material()
    names = ("alert", "household_income", "pairing_coverage", "pairing_duty", "visit_coverage", "visit_ledger")
    rows = {name: FURTHER[name](material) for name in names}
    assert all(len(rows[name]) for name in names)
    assert rows["alert"]["household_id"].tolist() == [""]
    assert rows["pairing_coverage"][["due_households", "unpaired", "unplanned"]].isna().all(axis=None)
    assert rows["visit_coverage"][["due_households", "missed"]].isna().all(axis=None)
    assert rows["visit_ledger"][["visit_rows", "incomplete_rows"]].isna().all(axis=None)


class TestPairs:
    """What is owed to a paired household, and who has no pair."""

    def made(self, home: dict[str, object], *visits: dict[str, object], helper: str = "林晓峰", **pair) -> Township:
        made = told("households", {"category": "monitored", "risk_status": "open", **home})
        told("pairings", {"helper": (helper,), "substitute": ("吴桐",), **pair}, made=made)
        told("evaluations", made=made, period=QUARTER)
        told("household_plans", {"content": "养鸡", "year": 2023}, made=made)
        return told("visits", *visits, made=made, period=QUARTER)

    def duties(self, made: Township, month: str = "2023-11") -> dict[str, object]:
        rows = pairing_duty(made.material(month, as_of=date(2024, 1, 10)))
        return {f"{row.household_class} {row.duty}": row.done for row in rows.itertuples()}

    def visit(self, day: date = date(2023, 11, 6), *names: str, **more) -> dict[str, object]:
        return {"visited_on": day, "visitors": names or ("林晓峰",), "way": "home", **more}

    def test_an_open_risk_is_owed_a_visit_a_month_an_evaluation_a_quarter_and_a_plan(self) -> None:
        assert self.duties(self.made({}, self.visit())) == {"open visit": 1, "open evaluation": 0, "open plan": 1}

    def test_a_relieved_household_is_owed_a_contact_a_month_and_a_visit_a_quarter(self) -> None:
        made = self.made({"category": "relieved"}, self.visit(way="phone"))
        assert self.duties(made) == {"stable contact": 1, "stable visit": 0, "stable plan": 1}

    @pytest.mark.parametrize(
        ("cleared", "found"), [(date(2023, 5, 31), "stable"), (date(2023, 5, 30), "stable"), (date(2023, 6, 1), "open")]
    )
    def test_six_months_to_the_day_after_its_risk_was_cleared_a_household_is_stable(self, cleared, found) -> None:
        made = self.made({"risk_status": "cleared", "risk_cleared_on": cleared}, self.visit())
        monthly = {name for name in self.duties(made) if name.split()[1] in ("visit", "contact")}
        assert monthly == ({"open visit"} if found == "open" else {"stable contact"})

    def test_of_a_risk_cleared_without_a_date_nothing_is_known(self) -> None:
        rows = pairing_duty(self.made({"risk_status": "cleared"}, self.visit()).material())
        assert rows["household_class"].isna().all()

    def test_only_visits_by_the_pair_or_the_substitute_count(self) -> None:
        assert self.duties(self.made({}, self.visit(date(2023, 11, 6), "何秀英")))["open visit"] == 0
        assert self.duties(self.made({}, self.visit(date(2023, 11, 6), "吴桐")))["open visit"] == 1

    def test_a_pair_that_ended_within_the_quarter_counts_as_well(self) -> None:
        made = self.made({}, self.visit(date(2023, 11, 20), "周启明"), paired_to=date(2023, 11, 10))
        told("pairings", {"helper": ("周启明",), "paired_from": date(2023, 11, 11)}, made=made)
        assert self.duties(made)["open visit"] == 1

    def test_without_evaluations_of_the_whole_quarter_their_number_is_not_known(self) -> None:
        made = told("households", {"category": "monitored", "risk_status": "open"})
        told("pairings", {"helper": ("林晓峰",)}, made=made)
        rows = pairing_duty(made.material())
        assert rows["done"].isna().all()

    def test_households_without_a_pair_or_a_plan_are_counted_and_named(self) -> None:
        made = self.made({}, self.visit())
        told("households", {"category": "relieved", "household": "李某"}, made=made)
        row = pairing_coverage(made.material()).iloc[0]
        assert (row["due_households"], row["unpaired"], row["doubly_paired"], row["unplanned"]) == (2, 1, 0, 1)
        assert (row["unpaired_names"], row["unplanned_names"]) == ("3组李某", "3组李某")

    @pytest.mark.parametrize(
        ("answers", "found"), [((False,), 1), ((False, True), 0), ((True,), 0), ((None,), None), ((False, None), 1)]
    )
    def test_a_household_that_refuses_all_its_plans_is_counted(self, answers, found) -> None:
        made = told("households", {"category": "relieved"})
        told("household_plans", *({"content": "养鸡", "year": 2023, "accepted": one} for one in answers), made=made)
        row = pairing_coverage(made.material()).iloc[0]
        assert (None if pd.isna(row["unaccepted"]) else row["unaccepted"]) == found

    def test_who_refuses_is_counted_though_another_was_not_asked(self) -> None:
        made = told("households", {"category": "relieved"}, {"category": "relieved", "household": "李某"})
        plans = ({"accepted": False}, {"accepted": None, "household": "李某"})
        told("household_plans", *({"content": "养鸡", "year": 2023, **one} for one in plans), made=made)
        row = pairing_coverage(made.material()).iloc[0]
        assert (row["unaccepted"], row["unaccepted_names"]) == (1, "3组陈某")

    def test_two_pairs_at_a_time_are_counted(self) -> None:
        made = told("pairings", {"helper": ("周启明",)}, made=self.made({}))
        assert pairing_coverage(made.material()).iloc[0]["doubly_paired_names"] == "3组陈某"


@pytest.fixture(scope="module")
def days() -> pd.DataFrame:
    made = Township().member("林晓峰").member("吴桐").ledgers()
    signed = [day for day in workdays() if day != date(2023, 11, 7)]
    for name in ("林晓峰", "吴桐"):
        made.signed(name, signed).punched(name, signed).logged(name, signed)
    told("households", {"category": "relieved", "away_from": date(2023, 11, 8)}, made=made)
    homes = [{"household": f"{name}某", "visited_on": date(2023, 11, 6), "visitors": ("林晓峰",)} for name in "李王赵"]
    times = [{**home, "visit_minute": 540 + 3 * n, "way": "home"} for n, home in enumerate(homes)]
    others = [
        {"visited_on": date(2023, 11, 7), "visitors": ("林晓峰", "吴桐"), "way": "home"},
        {"visited_on": date(2023, 11, 8), "visitors": ("林晓峰",), "way": "home"},
        {"visited_on": date(2023, 11, 30), "visitors": ("林晓峰",), "way": "collective", "household": "李某"},
    ]
    told("visits", *times, *others, made=made, period=(date(2023, 11, 1), date(2023, 11, 30)))
    rows = made.facts().tables["visit_day"]
    return rows.assign(day=rows["date"].dt.day)[rows["person"] == "林晓峰"].set_index("day")


class TestVisitDays:
    """A member's day of visits."""

    def test_households_and_the_pace_are_counted(self, days) -> None:
        assert days.loc[6, ["households", "middle_gap"]].tolist() == [3, 3]
        assert days.loc[7, "middle_gap"] == 1440
        assert days.loc[30, "households"] == 0

    def test_visits_at_the_end_of_the_month_are_counted_on_its_last_day_of_visits(self, days) -> None:
        assert days["closing"].tolist() == [False, False, False, True]
        assert days.loc[30, ["month_visits", "closing_visits"]].tolist() == [6, 1]

    def test_who_left_no_trace_that_day_is_doubted(self, days) -> None:
        assert days.loc[7, ["absent", "doubtful", "accompanied"]].tolist() == [True, True, True]
        assert days.loc[7, "why"] == "当日签到、打卡、日志都没有"

    def test_a_call_at_a_house_that_was_empty_is_doubted(self, days) -> None:
        assert days.loc[8, ["absent", "doubtful", "gone_households", "gone_names"]].tolist() == [
            False,
            True,
            1,
            "3组陈某",
        ]

    def test_an_ordinary_day_is_not_doubted(self, days) -> None:
        assert days.loc[6, ["absent", "doubtful", "gone_households"]].tolist() == [False, False, 0]

    def test_without_ledgers_of_attendance_nothing_is_known(self) -> None:
        made = told("visits", {"visited_on": date(2023, 11, 6), "visitors": ("林晓峰",), "way": "home"})
        row = made.facts().tables["visit_day"].iloc[0]
        assert row[["absent", "doubtful"]].isna().all()
        assert row["households"] == 1


class TestIncomes:
    """The newest year's income beside the year before and the other books."""

    def row(self, *rows: dict[str, object]) -> pd.Series:
        return household_income(told("incomes", *rows).material()).iloc[0]

    def test_the_newest_year_is_told_and_rounded_down(self) -> None:
        found = self.row({"year": 2022, "per_capita": 9000}, {"year": 2023, "per_capita": 3699.9, "book": "survey"})
        assert (found["year"], found["per_capita"]) == (2023, 3699)
        assert pd.isna(found["compared_items"])

    def test_an_income_a_head_is_worked_out_where_it_is_not_written(self) -> None:
        assert self.row({"year": 2023, "total": 14800, "members": 4})["per_capita"] == 3700

    def test_items_equal_to_last_years_are_counted_and_empty_ones_are_not(self) -> None:
        old = {"year": 2022, "wages": 24000, "business": 7200, "property": 0, "transfers": 3000}
        found = self.row(old, {**old, "year": 2023, "transfers": 3100})
        assert (found["compared_items"], found["same_items"]) == (3, 2)

    def test_the_books_are_compared_and_the_difference_rounded_up(self) -> None:
        found = self.row(
            {"year": 2023, "book": "survey", "per_capita": 8650, "transfers": 3000},
            {"year": 2023, "book": "handbook", "per_capita": 8600},
            {"year": 2023, "book": "passbook", "transfers": 2980.5},
        )
        assert (found["handbook_gap"], found["passbook_gap"], found["largest_gap"]) == (50, 20, 50)
        assert found["passbook_text"] == "转移性收入：收入调查表3000元、明白折2980.5元"

    def test_a_book_that_is_not_there_is_not_known(self) -> None:
        found = self.row({"year": 2023, "per_capita": 8650}, {"year": 2023, "book": "handbook", "per_capita": 8650})
        assert found["handbook_gap"] == 0
        assert pd.isna(found["passbook_gap"])


class TestAlerts:
    """How long an alert waited."""

    def rows(self, *rows: dict[str, object], missing=()) -> pd.DataFrame:
        return alert(told("alerts", *rows, missing=missing).material(as_of=date(2023, 12, 5)))

    def test_the_days_run_to_the_days_written_or_else_to_the_months_end(self) -> None:
        found = self.rows({"issued_on": date(2023, 11, 1), "verified_on": date(2023, 11, 4), "proof": True}).iloc[0]
        assert found[["verified", "days_to_verify", "disposed", "days_to_dispose"]].tolist() == [True, 3, False, 29]
        assert not found["lacks_proof"]

    def test_old_alerts_are_told_only_while_they_are_open(self) -> None:
        old = {"issued_on": date(2023, 3, 1), "verified_on": date(2023, 3, 4)}
        new = {"issued_on": date(2023, 11, 2)}
        assert self.rows(old, new)["issued_on"].dt.month.tolist() == [3, 11]
        assert self.rows({**old, "disposed_on": date(2023, 3, 9)}, new)["issued_on"].dt.month.tolist() == [11]

    def test_proof_is_not_known_where_the_sheet_has_no_column_for_it(self) -> None:
        assert self.rows({"issued_on": date(2023, 11, 1)})["lacks_proof"].tolist() == [True]
        assert self.rows({"issued_on": date(2023, 11, 1)}, missing=("proof",))["lacks_proof"].isna().all()


class TestSurveys:
    """What households say of the last visit, beside the ledger."""

    def row(self, *answers: dict[str, object], month: str = "2023-12", **conventions) -> pd.Series:
        asked = [{"surveyed_on": date(2023, 12, 9), "household_code": "a1", **answer} for answer in answers]
        made = told("surveys", *asked, period=(date(2023, 12, 1), date(2023, 12, 31)))
        visits = [{"visited_on": date(2023, 10, 6)}, {"visited_on": date(2023, 12, 20)}]
        told("visits", *({**one, "household_code": "a1", "way": "home"} for one in visits), made=made, period=QUARTER)
        return visit_survey(made.material(month, **conventions)).iloc[0]

    def answer(self, first: date, last: date) -> dict[str, object]:
        return {"last_visit": "上个月", "last_visit_from": first, "last_visit_to": last, "never_visited": False}

    def test_an_answer_far_from_the_last_visit_before_the_survey_disagrees(self) -> None:
        row = self.row(self.answer(date(2023, 11, 1), date(2023, 11, 30)))
        assert (row["surveyed"], row["compared"], row["disagreeing"]) == (1, 1, 1)
        assert row["disagreeing_names"] == "3组陈某答“上个月”，台账最近一次为10月6日"

    @pytest.mark.parametrize(("first", "wrong"), [(date(2023, 10, 21), 0), (date(2023, 10, 22), 1)])
    def test_fifteen_days_are_forgiven(self, first, wrong) -> None:
        assert self.row(self.answer(first, first))["disagreeing"] == wrong

    def test_who_says_that_nobody_ever_came_is_contradicted_by_a_visit(self) -> None:
        assert self.row({"last_visit": "从未来过", "never_visited": True})["denied"] == 1

    def test_who_does_not_remember_is_not_compared(self) -> None:
        row = self.row({"last_visit": "记不清", "never_visited": False})
        assert (row["surveyed"], row["compared"]) == (1, 0)

    def test_a_household_of_another_name_is_not_compared(self) -> None:
        strange = {**self.answer(date(2023, 11, 1), date(2023, 11, 30)), "household_code": "b2"}
        assert self.row(strange)["compared"] == 0

    def test_without_a_survey_nothing_is_known(self) -> None:
        assert pd.isna(visit_survey(Township().member("林晓峰").material()).iloc[0]["surveyed"])


def test_entries_that_lack_something_are_counted_and_told() -> None:
    full = {"visited_on": date(2023, 11, 6), "visitors": ("林晓峰",), "content": "看望", "signed": True}
    made = told("visits", full, {**full, "content": "", "signed": False}, {**full, "visitors": ()}, missing=())
    row = visit_ledger(made.material()).iloc[0]
    assert row[["visit_rows", "incomplete_rows", "lacking"]].tolist() == [3, 2, "缺走访人1条、缺走访内容1条、缺签字1条"]
    bare = told("visits", {**full, "signed": None}, missing=("signed",))
    assert visit_ledger(bare.material()).iloc[0]["incomplete_rows"] == 0


def test_nobody_can_sign_on_the_telephone() -> None:
    called = {
        "visited_on": date(2023, 11, 6),
        "visitors": ("林晓峰",),
        "way": "phone",
        "content": "问好",
        "signed": False,
    }
    row = visit_ledger(told("visits", called, missing=()).material()).iloc[0]
    assert row[["visit_rows", "incomplete_rows"]].tolist() == [1, 0]
