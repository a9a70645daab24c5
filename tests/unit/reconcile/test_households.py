"""Which household a row means, and which households were called on."""

from datetime import date

import pandas as pd
import pytest
from township import Township

from audit.reconcile.households import group_of
from audit.reconcile.visit_coverage import visit_coverage

QUARTER = (date(2023, 10, 1), date(2023, 12, 31))
NEXT_YEAR = date(2024, 1, 10)


def home(household: str = "陈某", **more) -> dict[str, object]:
    return {"village": "桃溪村", "household": household, "group_no": "三组", "category": "monitored", **more}


def visit(day: date, household: str = "陈某", **more) -> dict[str, object]:
    said = {"village": "桃溪村", "household": household, "group_no": "3组", "visited_on": day, "visitors": ("林晓峰",)}
    return {**said, "way": "home", **more}


def town(homes, visits, *, period=QUARTER) -> Township:
    return (
        Township()
        .member("林晓峰")
        .sheet("households", homes, title="桃溪村监测对象台账")
        .sheet("visits", visits, title="桃溪村走访台账", period=period)
    )


def covered(made: Township, scope: str = "key", month: str = "2023-11", **conventions):
    rows = visit_coverage(made.material(month, as_of=NEXT_YEAR, **conventions))
    return rows[(rows["scope"] == scope) & (rows["village"] == "桃溪村")].iloc[0]


def counts(made: Township, scope: str = "key", month: str = "2023-11", **conventions) -> tuple[object, ...]:
    row = covered(made, scope, month, **conventions)
    return row["due_households"], row["visited"], row["missed"]


@pytest.mark.parametrize(
    ("written", "group"),
    [
        ("三组", "3"),
        ("第3村民小组", "3"),
        ("桃溪村十二组", "12"),
        ("03组", "3"),
        ("二十社", "20"),
        ("上湾", "上湾"),
        ("", ""),
    ],
)
def test_a_group_is_its_number_however_it_is_written(written: str, group: str) -> None:
    assert group_of(written) == group


def test_a_visit_finds_its_household_by_group_and_surname() -> None:
    assert counts(town([home()], [visit(date(2023, 11, 6))])) == (1, 1, 0)


def test_a_household_without_a_visit_in_the_month_is_missed_and_named() -> None:
    row = covered(town([home(), home("李某", household_no="TX-2")], [visit(date(2023, 10, 6))]))
    assert (row["due_households"], row["missed"], row["missed_names"]) == (2, 2, "3组李某（TX-2）、3组陈某")


def test_the_number_decides_where_both_have_it() -> None:
    homes = [home(household_no="TX-1"), home(household_no="TX-2")]
    made = town(homes, [visit(date(2023, 11, 6), household_no="tx-2".upper(), group_no="")])
    assert counts(made) == (2, 1, 1)
    assert covered(made)["missed_names"] == "3组陈某（TX-1）"


def test_where_two_households_may_be_meant_neither_is_missed_and_the_row_is_told() -> None:
    homes = [home(household_code="a1"), home(household_code="b2")]
    made = town(homes, [visit(date(2023, 11, 6))])
    row = covered(made)
    assert (row["due_households"], row["visited"], row["unsure"]) == (2, 0, 2)
    assert pd.isna(row["missed"])
    assert [error.value for error in made.facts().errors if error.code == "ambiguous-household"] == ["3组陈某"]


def test_full_names_tell_two_of_a_surname_apart() -> None:
    homes = [home(household_code="a1"), home(household_code="b2")]
    made = town(homes, [visit(date(2023, 11, 6), household_code="b2", group_no="")])
    assert counts(made) == (2, 1, 1)
    assert not [error for error in made.facts().errors if "household" in error.code]


def test_a_visit_of_two_households_in_one_row_counts_for_both() -> None:
    made = town([home(), home("李某")], [visit(date(2023, 11, 6), "陈某、李某")])
    assert counts(made) == (2, 2, 0)


def test_a_call_by_telephone_counts_only_for_those_who_are_away() -> None:
    homes = [home(), home("李某", away_from=date(2023, 9, 1))]
    made = town(homes, [visit(date(2023, 11, day), name, way="phone") for day, name in ((6, "陈某"), (7, "李某"))])
    assert counts(made) == (2, 1, 1)
    assert counts(made, away_contact="exempt") == (1, 0, 1)


def test_the_dead_the_moved_and_those_taken_in_in_the_last_week_are_not_due() -> None:
    homes = [
        home(deceased_on=date(2023, 11, 10)),
        home("李某", left_on=date(2023, 11, 30)),
        home("王某", tagged_on=date(2023, 11, 24)),
        home("赵某", tagged_on=date(2023, 11, 23)),
        home("周某", untagged_on=date(2023, 6, 30)),
    ]
    row = covered(town(homes, [visit(date(2023, 11, 6), "钱某")]))
    assert (row["due_households"], row["missed_names"]) == (1, "3组赵某")


def test_without_the_ledger_of_visits_nobody_is_missed() -> None:
    made = Township().member("林晓峰").sheet("households", [home()], title="桃溪村监测对象台账")
    assert pd.isna(covered(made)["missed"])
    assert covered(made)["due_households"] == 1


def test_a_household_of_the_sick_is_known_only_where_the_office_reads_that() -> None:
    made = town([home(category="ordinary", tags=("ill",))], [visit(date(2023, 11, 6), "钱某")])
    assert counts(made) == (0, 0, 0)
    assert counts(made, health_tags=True) == (1, 0, 1)


def test_a_visit_by_village_cadres_counts_only_where_the_office_says_so() -> None:
    made = town([home()], [visit(date(2023, 11, 6), visitors=("何秀英",))])
    assert counts(made) == (1, 0, 1)
    assert counts(made, visits_by="any") == (1, 1, 0)


def test_of_a_visit_without_any_name_nobody_knows_whether_the_team_went() -> None:
    made = town([home()], [visit(date(2023, 11, 6), visitors=())])
    assert pd.isna(covered(made)["missed"])
    assert counts(town([home()], [visit(date(2023, 11, 6), visitors=("驻村工作队",))])) == (1, 1, 0)


def test_relieved_households_are_counted_by_the_quarter() -> None:
    made = town([home(category="relieved"), home("李某", category="relieved")], [visit(date(2023, 10, 6))])
    assert counts(made, "relieved", "2023-12") == (2, 1, 1)
    row = covered(made, "relieved", "2023-11")
    assert (row["period_over"], row["quarter"]) == (False, 4)


def test_a_quarter_of_which_a_month_is_missing_is_not_known_unless_all_were_called_on() -> None:
    homes = [home(category="relieved"), home("李某", category="relieved")]
    november = (date(2023, 11, 1), date(2023, 12, 31))
    assert pd.isna(covered(town(homes, [visit(date(2023, 11, 6))], period=november), "relieved", "2023-12")["missed"])
    both = [visit(date(2023, 11, 6)), visit(date(2023, 11, 6), "李某")]
    assert counts(town(homes, both, period=november), "relieved", "2023-12") == (2, 2, 0)


def test_a_campaign_counts_the_visits_up_to_its_day() -> None:
    made = town([home()], [visit(date(2023, 12, 1))])
    wanted = {"visit_round_from": "2023-10-01", "visit_round_by": "2023-11-30"}
    row = covered(made, "campaign", "2023-11", **wanted)
    assert (row["from_on"].date(), row["to_on"].date(), row["missed"]) == (date(2023, 10, 1), date(2023, 11, 30), 1)
    early = visit_coverage(made.material("2023-10", as_of=NEXT_YEAR, **wanted))
    assert "campaign" not in set(early["scope"])


def test_a_campaign_is_for_households_removed_in_earlier_years_as_well() -> None:
    made = town([home(category="ordinary", tags=("removed",))], [])
    wanted = {"visit_round_from": "2023-10-01", "visit_round_by": "2023-11-30"}
    assert covered(made, "campaign", "2023-11", **wanted)["missed"] == 1
    assert covered(made, "key", "2023-11", **wanted)["due_households"] == 0


def test_the_days_with_a_team_in_post_are_counted() -> None:
    made = town([home()], [visit(date(2023, 11, 6))])
    assert covered(made)["team_days"] == 30
    late = Township().member("林晓峰", arrived=date(2023, 11, 21))
    assert covered(late)["team_days"] == 10
