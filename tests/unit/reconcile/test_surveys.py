"""Household surveys and samples as facts: counts, shares, intervals, and whether the visits were those drawn."""

from datetime import date

import pandas as pd
import pytest
from township import VILLAGE, Township

from audit.reconcile.surveys import interval, share

ASKED = date(2023, 12, 9)
DECEMBER = {"month": "2023-12", "as_of": date(2024, 1, 10)}
OTHER = "柳湾村"


@pytest.mark.parametrize(
    ("aware", "asked", "told", "range_"),
    [
        (5, 8, "5/8（62.5%）", "31%—86%"),
        (9, 15, "9/15（60%）", "36%—80%"),
        (4, 8, "4/8（50%）", "22%—78%"),
        (60, 100, "60/100（60%）", "50%—69%"),
        (2, 3, "2/3（66.7%）", "21%—94%"),
        (8, 8, "8/8（100%）", "68%—100%"),
    ],
)
def test_a_share_is_told_exactly_and_with_its_interval(aware: int, asked: int, told: str, range_: str) -> None:
    assert (share(aware, asked), interval(aware, asked)) == (told, range_)


def test_a_share_of_nothing_is_not_told() -> None:
    assert (share(0, 0), interval(0, 0)) == ("", "")


def answer(**more: object) -> dict[str, object]:
    base = {
        "village": VILLAGE, "surveyed_on": pd.Timestamp(ASKED), "household": "陈某", "category": "relieved",
        "aware": "yes", "satisfaction": "satisfied",
    }  # fmt: skip
    return {**base, **more}


def surveyed(*rows: dict[str, object], title: str = "桃溪村2023年12月到户核查表") -> Township:
    town = Township().member("林晓峰").member("吴桐", village=OTHER)
    return town.sheet("surveys", rows, title=title)


def the_row(town: Township, table: str, village: str = VILLAGE) -> pd.Series:
    rows = town.facts(**DECEMBER).tables[table]
    (row,) = [row for _, row in rows[rows["village"] == village].iterrows()]
    return row


def test_unanswered_households_are_not_in_the_share_and_are_told() -> None:
    row = the_row(
        surveyed(answer(), answer(aware="no"), answer(aware="unanswered"), answer(aware="")), "survey_village"
    )
    assert (row["aware_asked"], row["aware"], row["aware_unanswered"], row["households"]) == (2, 1, 2, 4)


def test_party_members_and_others_are_told_apart_and_proxies_counted() -> None:
    rows = (answer(party_member=True), answer(party_member=False, aware="no", proxy=True), answer(party_member=False))
    row = the_row(surveyed(*rows), "survey_village")
    assert (row["aware_groups"], row["proxies"]) == ("党员1户知晓1户，群众2户知晓1户", 1)


def test_satisfaction_is_told_by_kind_of_household_with_reasons() -> None:
    rows = (
        answer(satisfaction="mostly"),
        answer(satisfaction="dissatisfied", reasons="水管漏水", category="ordinary"),
        answer(satisfaction="unclear"),
    )
    row = the_row(surveyed(*rows), "survey_village")
    assert (row["satisfied"], row["dissatisfied"], row["unclear"]) == (1, 1, 1)
    assert (row["satisfied_share"], row["satisfied_share_of_all"]) == ("1/2（50%）", "1/3（33.3%）")
    assert (row["satisfied_groups"], row["reasons"]) == ("脱贫户1户满意1户，一般农户1户满意0户", "水管漏水")


def test_a_round_belongs_to_the_month_it_begins_in() -> None:
    late = answer(surveyed_on=pd.Timestamp("2024-01-03"))
    row = the_row(surveyed(answer(surveyed_on=pd.Timestamp("2023-12-29")), late), "survey_village")
    assert (row["households"], row["last_on"]) == (2, pd.Timestamp("2024-01-03"))


def test_visits_sixteen_days_apart_are_two_rounds() -> None:
    town = surveyed(answer(surveyed_on=pd.Timestamp("2023-12-05")), answer(surveyed_on=pd.Timestamp("2023-12-21")))
    assert len(town.facts(**DECEMBER).tables["survey_village"].query("village == @VILLAGE")) == 2


def test_a_village_without_a_survey_is_not_known() -> None:
    assert pd.isna(the_row(surveyed(answer()), "survey_village", OTHER)["aware"])


def test_households_of_one_name_are_told_apart() -> None:
    town = surveyed(answer(), answer(satisfaction="dissatisfied"))
    rows = town.facts(**DECEMBER).tables["survey_answer"]
    assert rows.loc[rows["village"] == VILLAGE, ["household", "serial"]].to_numpy().tolist() == [
        ["陈某", 1],
        ["陈某", 2],
    ]


def drawn(**more: object) -> dict[str, object]:
    base = {"village": VILLAGE, "drawn_on": pd.Timestamp("2023-12-08"), "household": "陈某", "drawn_by": "group"}
    return {**base, **more}


def test_visits_that_are_those_drawn_are_in_order() -> None:
    town = surveyed(answer(household_no="1"), answer(household_no="2", household="李某"))
    town.sheet("samples", [drawn(household_no="1"), drawn(household_no="2", household="李某")], title="桃溪村抽样记录")
    row = the_row(town, "sample_village")
    assert (row["visited"], row["drawn"], row["replaced"], row["unexplained"], row["drawn_late"]) == (2, 2, 0, 0, False)


def test_a_household_changed_with_its_reason_is_in_order_and_one_without_is_not() -> None:
    town = surveyed(answer(household_no="9"), answer(household_no="8"), answer(household_no="7"))
    rows = [
        drawn(household_no="1", replaced_no="9", reason="全家外出"),
        drawn(household_no="2", replaced_no="8"),
        drawn(household_no="3"),
    ]
    row = the_row(town.sheet("samples", rows, title="桃溪村抽样记录"), "sample_village")
    assert (row["replaced"], row["unexplained"]) == (2, 2)


def test_where_one_list_masks_names_only_surnames_are_compared() -> None:
    town = surveyed(answer(household_code="x"), answer(household="李某", household_code="y"))
    town.sheet("samples", [drawn(), drawn(household="王某")], title="桃溪村抽样记录")
    assert the_row(town, "sample_village")["unexplained"] == 1


def test_a_draw_after_the_first_visit_is_late_and_a_village_may_not_draw_for_itself() -> None:
    late = drawn(drawn_on=pd.Timestamp("2023-12-09"), drawn_by="village")
    first = answer(surveyed_on=pd.Timestamp("2023-12-08"))
    row = the_row(surveyed(first, answer()).sheet("samples", [late, late], title="桃溪村抽样记录"), "sample_village")
    assert (row["drawn_late"], row["village_drew"]) == (True, True)


def test_a_small_village_whose_households_were_all_visited_is_a_census() -> None:
    town = surveyed(answer(), answer())
    assert the_row(town, "sample_village")["census"] == False  # noqa: E712
    town.sheet("samples", [drawn(frame=2), drawn(frame=2)], title="桃溪村抽样记录")
    assert the_row(town, "sample_village")["census"] == True  # noqa: E712


def test_all_four_kinds_need_no_ledger_and_a_missing_kind_does() -> None:
    kinds = [answer(category=kind) for kind in ("ordinary", "relieved", "monitored", "allowance")]
    assert the_row(surveyed(*kinds), "sample_village")["lacks_stratum"] == False  # noqa: E712
    assert pd.isna(the_row(surveyed(*kinds[:3]), "sample_village")["lacks_stratum"])


def test_a_tag_makes_a_household_one_of_low_income() -> None:
    kinds = [answer(category=kind) for kind in ("ordinary", "monitored")]
    row = the_row(surveyed(*kinds, answer(tags="低保户")), "sample_village")
    assert row["lacks_stratum"] == False  # noqa: E712


def test_a_kind_the_village_does_not_have_is_not_asked_for() -> None:
    town = surveyed(answer(category="ordinary"), answer())
    listed = {"village": VILLAGE, "household": "陈某", "category": "relieved", "tags": ()}
    town.sheet("households", [listed], title="桃溪村脱贫户台账")
    assert the_row(town, "sample_village")["lacks_stratum"] == False  # noqa: E712
    town.sheet(
        "households", [{**listed, "category": "monitored", "tags": ("minimum_allowance",)}], title="桃溪村监测户台账"
    )
    assert the_row(town, "sample_village")["missing_strata"] == "监测户、低保户"


def test_villages_drawn_are_counted_from_their_names_where_no_number_is_given() -> None:
    town = surveyed(answer())
    draw = {"area": "青川区", "drawn_on": pd.Timestamp("2023-12-07"), "total": 31, "drawn_names": ("甲村", "乙村")}
    rows = town.sheet("village_draws", [draw]).facts(**DECEMBER).tables["village_draw"]
    assert rows[["area", "village", "total", "drawn"]].to_numpy().tolist() == [["青川区", "", 31, 2]]
