"""Claims of the month: vouchers used twice, funds, signatures, and days outside the claimant's posting."""

from datetime import date

import pandas as pd
from township import VILLAGE, Township

from audit.reconcile.expenses import expense_facts

OTHER = "柳湾村"
TITLE = "青禾镇驻村工作经费报销台账"


def claim(cents: int = 680_50, *, no: str = "24500911", on: date = date(2023, 11, 6), **more: object) -> dict:
    row = {
        "village": VILLAGE,
        "spent_on": date(2023, 10, 18),
        "reimbursed_on": on,
        "purpose": "宣传展板",
        "amount": cents,
    }
    return {**row, "category": "work", "voucher_no": no, "channel": "township", **more}


def claims(*rows: dict, title: str = TITLE, missing=(), left: date | None = None) -> pd.DataFrame:
    t = Township().member("林晓峰", left=left).member("吴桐", village=OTHER)
    return expense_facts(t.sheet("expenses", rows, title=title, missing=missing).material())


def repeated(*rows: dict) -> list[bool]:
    return [bool(item) for item in claims(*rows)["voucher_repeated"]]


def test_only_claims_of_the_month_are_judged_but_compared_with_all() -> None:
    table = claims(claim(), claim(on=date(2023, 10, 25)))
    assert (len(table), bool(table["voucher_repeated"].iloc[0])) == (1, True)
    assert table["claimed_again"].iloc[0] == "10月25日桃溪村报销的一笔"


def test_the_same_amount_on_the_same_voucher_is_claimed_twice() -> None:
    assert repeated(claim(), claim()) == [True, True]
    assert repeated(claim(), claim(no="24500912")) == [False, False]


def test_an_invoice_claimed_in_parts_is_not_claimed_twice_until_the_parts_exceed_it() -> None:
    parts = [claim(400_00, voucher_amount=680_50), claim(280_50)]
    assert repeated(*parts) == [False, False]
    assert repeated(*parts, claim(1)) == [True, True, True]


def test_different_amounts_without_the_invoices_own_amount_are_taken_for_parts() -> None:
    assert repeated(claim(400_00), claim(280_50)) == [False, False]


def test_long_numbers_are_compared_across_villages_and_short_ones_within_a_village_and_year() -> None:
    assert repeated(claim(), claim(village=OTHER)) == [True, True]
    assert repeated(claim(no="记15"), claim(no="记15", village=OTHER)) == [False, False]


def test_claims_without_a_number_are_not_each_others_repetition() -> None:
    table = claims(claim(no=""), claim(no=""))
    assert not table["voucher_repeated"].any()
    assert table["lacks_voucher"].all()
    assert list(table["copy_number"]) == [1, 2]


def test_a_list_without_a_column_for_vouchers_does_not_tell_of_them() -> None:
    table = claims(claim(no=""), missing={"voucher_no"})
    assert table[["lacks_voucher", "voucher_repeated"]].isna().all(axis=None)


def test_the_fund_is_the_one_named_else_the_titles() -> None:
    living = [claim(category="living", fund="other"), claim(1, category="living")]
    assert list(claims(*living)["living_from_work_fund"]) == [False, True]
    assert list(claims(claim(), title="桃溪村衔接资金报账台账")["poverty_fund_unsigned"]) == [True]
    told = claims(*living[1:], title="桃溪村报账台账")
    assert told[["living_from_work_fund", "poverty_fund_unsigned"]].isna().all(axis=None)
    assert not told["hospitality_from_work_fund"].any()


def test_what_does_not_concern_the_fund_need_not_be_known() -> None:
    told = claims(claim(), claim(1, fund="poverty_fund"), missing={"first_secretary_signed"})
    assert told["unsigned"].isna().all()
    assert [item is pd.NA for item in told["poverty_fund_unsigned"]] == [False, True]


def test_a_claim_outside_the_members_posting_is_told_and_a_strangers_is_not() -> None:
    rows = [
        claim(claimant="林晓峰"),
        claim(1, claimant="马会计"),
        claim(2),
        claim(3, claimant="林晓峰", spent_on=date(2023, 9, 1)),
    ]
    assert list(claims(*rows, left=date(2023, 10, 1))["outside_posting"]) == [True, False, False, False]


def test_the_days_between_spending_and_claiming_are_counted() -> None:
    assert list(claims(claim())["lag_days"]) == [19]
