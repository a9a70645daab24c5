"""Money of a village's year, and what each member is provided with."""

from datetime import date

import pandas as pd
import pytest
from township import VILLAGE, Township

from audit.reconcile.covers import cover_years
from audit.reconcile.funds import fund_years

YEAR = (date(2023, 1, 1), date(2023, 12, 31))
UNIT = "县农业农村局"
TITLE = "青禾镇单位保障落实台账"


def team(**options: object) -> Township:
    return Township().member("林晓峰", unit=UNIT, **options)


def given(*rows: dict, t: Township | None = None, period=YEAR) -> Township:
    told = [{"village": VILLAGE, "unit": UNIT, "paid_on": date(2023, 3, 20), **row} for row in rows]
    return (t or team()).sheet("unit_support", told, title=TITLE, period=period)


def fund(t: Township, kind: str = "work_fund", month: str = "2023-12") -> pd.Series:
    return fund_years(t.material(month, as_of=date(2024, 1, 10))).set_index("fund").loc[kind]


def cover(t: Township, kind: str = "insurance", person: str = "林晓峰", month: str = "2023-12") -> pd.Series:
    table = cover_years(t.material(month, as_of=date(2024, 1, 10)))
    return table.set_index(["person", "cover"]).loc[(person, kind)]


def insured(start: date | None, end: date | None, *people: str, **more: object) -> dict:
    return {"kind": "insurance", "people": people, "valid_from": start, "valid_to": end, **more}


def test_the_units_of_a_village_pay_together() -> None:
    row = fund(
        given(
            {"kind": "work_fund", "amount": 6_000_00, "voucher": "回单1"},
            {"kind": "work_fund", "amount": 4_000_00, "unit": "县水利局"},
        )
    )
    assert (row["paid_cents"], row["payments"], row["payments_without_voucher"]) == (10_000_00, 2, 1)


def test_amounts_written_in_ten_thousands_are_the_same_money() -> None:
    assert (
        fund(given({"kind": "poverty_fund", "amount_wan": 10_00}, t=team(arrived=YEAR[0])), "poverty_fund")[
            "paid_cents"
        ]
        == 100_000_00
    )


def test_nothing_paid_is_nothing_only_where_the_list_speaks_for_the_whole_year() -> None:
    assert fund(given())["paid_cents"] == 0
    assert pd.isna(fund(given(period=(date(2023, 6, 1), YEAR[1])))["paid_cents"])
    assert pd.isna(fund(team())["paid_cents"])


def test_an_amount_that_is_not_given_leaves_the_sum_open() -> None:
    assert pd.isna(
        fund(given({"kind": "work_fund", "amount": None}, {"kind": "work_fund", "amount": 100}))["paid_cents"]
    )


def test_last_years_money_is_not_this_years_but_a_fund_grows_since_the_team_came() -> None:
    earlier = {"paid_on": date(2022, 5, 1), "amount": 60_000_00}
    both = (date(2022, 1, 1), YEAR[1])
    rows = [{"kind": kind, **earlier} for kind in ("work_fund", "poverty_fund")]
    rows += [{"kind": kind, "amount": 40_000_00} for kind in ("work_fund", "poverty_fund")]
    t = given(*rows, t=team(arrived=date(2022, 3, 1)), period=both)
    assert [fund(t, kind)["paid_cents"] for kind in ("work_fund", "poverty_fund")] == [40_000_00, 100_000_00]


def test_a_fund_is_not_known_while_the_lists_of_earlier_years_are_missing() -> None:
    assert pd.isna(fund(given({"kind": "poverty_fund", "amount": 1}), "poverty_fund")["paid_cents"])


def test_members_are_counted_by_their_units_level_from_half_a_year_on() -> None:
    t = team().member("吴桐", unit="省水利厅").member("何秀英", unit="云山市水务局", arrived=date(2023, 10, 1))
    row = fund(given(t=t))
    assert [row[f"{level}_members"] for level in ("province", "city", "county")] == [1, 0, 1]
    assert row["team_days"] == 365


def test_a_village_whose_team_had_left_before_the_year_has_no_row() -> None:
    assert fund_years(given(t=team(left=date(2022, 12, 31))).material("2023-12")).empty


def test_insurance_covers_the_days_it_names() -> None:
    t = given(insured(date(2023, 3, 1), date(2024, 2, 28), "林晓峰"), period=(date(2022, 1, 1), YEAR[1]))
    assert (cover(t)["uncovered_days"], cover(t)["active_days"], cover(t)["due"]) == (59, 365, True)


def test_a_policy_of_a_year_that_was_not_handed_in_may_have_covered_the_first_days() -> None:
    t = given(insured(date(2023, 3, 1), date(2023, 11, 30), "林晓峰"))
    assert cover(t)["uncovered_days"] == 31


def test_who_stands_in_no_row_of_the_year_is_not_insured() -> None:
    t = given(insured(date(2023, 1, 1), date(2023, 12, 31), "吴桐"), t=team().member("吴桐", unit=UNIT))
    assert [cover(t, person=name)["uncovered_days"] for name in ("林晓峰", "吴桐")] == [365, 0]


@pytest.mark.parametrize(
    "row",
    [
        insured(date(2023, 1, 1), date(2023, 12, 31), "林小峰"),
        insured(date(2023, 1, 1), date(2023, 12, 31)),
        insured(None, None, "林晓峰"),
    ],
    ids=["a name that is nobody's", "no names", "no dates"],
)
def test_a_row_that_may_be_the_members_leaves_his_cover_open(row: dict) -> None:
    assert pd.isna(cover(given(row))["uncovered_days"])


@pytest.mark.parametrize("row", [{"people": ("全体队员",)}, {"everyone": True}, {"everyone": True, "unit": ""}])
def test_a_group_policy_covers_the_units_members(row: dict) -> None:
    t = given(
        {"kind": "insurance", "valid_from": YEAR[0], "valid_to": YEAR[1], **row},
        t=team().member("吴桐", unit="县水利局"),
    )
    assert cover(t)["uncovered_days"] == 0
    assert cover(t, person="吴桐")["uncovered_days"] == (0 if row.get("unit") == "" else 365)


def test_an_allowance_paid_in_the_year_covers_it_and_is_due_at_its_end() -> None:
    t = given(
        {"kind": "meal", "people": ("林晓峰",)}, {"kind": "phone", "people": ("林晓峰",), "paid_on": date(2022, 12, 5)}
    )
    assert [cover(t, kind)["uncovered_days"] for kind in ("meal", "phone")] == [0, 365]
    assert [bool(cover(t, "meal", month=month)["due"]) for month in ("2023-11", "2023-12")] == [False, True]


def test_cover_is_not_known_without_the_list() -> None:
    assert pd.isna(cover(team())["uncovered_days"])
