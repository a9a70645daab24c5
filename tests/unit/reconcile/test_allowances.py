"""What members were paid for the month against their days, and what they paid for their meals."""

from datetime import date
from functools import cache

import pandas as pd
from township import NOVEMBER, VILLAGE, Township, workdays

W = workdays()


TRAVELLED = "柳湾村"


def paid(days: float | None = 20, **more: object) -> dict:
    row = {"person": "林晓峰", "month": "2023-11", "days": days, "rate": 40_00, "amount": 800_00}
    return {**row, "kind_text": "生活补助", **more}


def team() -> Township:
    return Township().member("林晓峰").signed("林晓峰", W[:20]).ledgers()


def trip(first: date, last: date) -> dict:
    return {"village": TRAVELLED, "start_on": first, "end_on": last, "amount": 100_00}


PAID = {
    "照发": paid(),
    "错数": paid(amount=810_00),
    "无标准": paid(amount=810_00, rate=None),
    "包月": paid(None),
    "上月": paid(21, month="", pay_month="2023-11", amount=840_00),
    "本月": paid(20, month="", pay_month="2023-11"),
}
WITH_TRAVEL = {
    "重领": (paid(20), trip(W[0], W[1])),
    "已扣": (paid(18, amount=720_00), trip(W[0], W[1])),
    "周末": (paid(20), trip(date(2023, 11, 4), date(2023, 11, 5))),
}


@cache
def subsidies() -> dict[str, dict]:
    """What is told of each member's payment; only one of two villages handed in its travel claims."""
    t, rows, claims = Township(), [], []
    for person, row in PAID.items():
        t.member(person).signed(person, W[:20])
        rows.append(row | {"person": person, "village": VILLAGE})
    for person, (row, claim) in WITH_TRAVEL.items():
        t.member(person, village=TRAVELLED).signed(person, W[:20], village=TRAVELLED)
        rows.append(row | {"person": person, "village": TRAVELLED})
        claims.append(claim | {"person": person})
    t.ledgers().sheet("subsidies", rows, title="青禾镇驻村补助发放表", period=NOVEMBER)
    t.sheet("travel_claims", claims, title=f"{TRAVELLED}差旅费报销明细", period=NOVEMBER)
    told = {row["person"]: row for row in t.facts().tables["subsidy_month"].to_dict("records")}
    assert len(told) == len(rows)
    return told


def test_paid_days_stand_beside_the_days_in_the_village() -> None:
    row = subsidies()["照发"]
    assert (row["paid_days"], row["present_days"], row["duty_days"]) == (20, 20, 0)
    assert (row["paid_cents"], row["rate_cents"], row["amount_wrong"], row["is_flat"]) == (800_00, 40_00, False, False)
    assert row["double_days"] is None


def test_an_amount_that_is_not_days_times_rate_is_wrong_and_without_a_rate_it_is_not_judged() -> None:
    assert subsidies()["错数"]["amount_wrong"] is True
    row = subsidies()["无标准"]
    assert (row["amount_wrong"], row["rate_cents"]) == (False, 0)


def test_a_subsidy_without_days_is_paid_by_the_month() -> None:
    assert subsidies()["包月"]["is_flat"] is True


def test_a_list_of_payments_may_be_for_the_month_before() -> None:
    assert subsidies()["上月"]["present_days"] is None
    assert subsidies()["本月"]["present_days"] == 20
    october = (date(2023, 10, 1), date(2023, 10, 31))
    t = Township().member("林晓峰").signed("林晓峰", W[:20]).signed("林晓峰", workdays(*october), month=october)
    t.ledgers(period=(october[0], NOVEMBER[1]))
    row = paid(22, month="", pay_month="2023-11") | {"village": VILLAGE}
    t.sheet("subsidies", [row], title="青禾镇驻村补助发放表", period=NOVEMBER)
    assert t.facts().tables["subsidy_month"]["present_days"].tolist() == [20]


def test_a_paid_day_with_a_travel_claim_is_double_unless_it_was_left_out() -> None:
    row = subsidies()["重领"]
    assert (row["double_days"], row["double_dates"]) == (2, "11月1日、11月2日")
    assert subsidies()["已扣"]["double_days"] == 0
    assert subsidies()["周末"]["double_days"] == 0


@cache
def meals() -> pd.DataFrame:
    t = Township()
    for name in ("林晓峰", "吴桐", "何秀英", "贺军", "周文博"):
        t.member(name).signed(name, W)
    rows = [
        {"members": ("林晓峰", "吴桐"), "way": "paid", "paid_on": date(2023, 12, 12), "amount": 600_00},
        {"members": ("何秀英",), "way": "self_cook", "purchases": True},
        {"members": ("贺军",), "way": "self_cook", "purchases": False},
    ]
    rows = [{"village": VILLAGE, "month": "2023-11", **row} for row in rows]
    t.ledgers().sheet("meal_payments", rows, title="青禾镇伙食费缴纳登记表", period=NOVEMBER)
    return t.facts().tables["meal_month"].set_index("person")


def test_one_row_that_lists_the_team_is_for_each_of_it() -> None:
    assert list(meals().loc[["林晓峰", "吴桐"], "paid"]) == [True, True]
    assert list(meals().loc[["林晓峰", "吴桐"], "late_days"]) == [12, 12]
    assert set(meals()["days_since_month"]) == {41}


def test_cooking_with_and_without_bills_is_told_apart() -> None:
    flags = ["paid", "cooks_with_bills", "cooks_without_bills"]
    assert meals().loc["何秀英", flags].tolist() == [False, True, False]
    assert meals().loc["贺军", flags].tolist() == [False, False, True]
    assert meals().loc["周文博", flags].tolist() == [False, False, False]


def test_meals_are_not_known_where_no_list_was_handed_in() -> None:
    (row,) = team().facts().tables["meal_month"].to_dict("records")
    assert [row[name] for name in ("paid", "eats_at_home", "cooks_with_bills", "late_days")] == [None] * 4


def test_a_name_that_is_nobodys_leaves_the_others_open() -> None:
    rows = [
        {"village": VILLAGE, "month": "2023-11", "members": ("林小峰",), "way": "paid", "paid_on": date(2023, 12, 5)}
    ]
    t = team().sheet("meal_payments", rows, title="桃溪村伙食费缴纳登记表", period=NOVEMBER)
    (row,) = t.facts().tables["meal_month"].to_dict("records")
    assert row["paid"] is None
