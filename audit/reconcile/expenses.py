"""Reimbursements of the month: each claim with its voucher, its channel, its signature and its day."""

import pandas as pd

from audit.reconcile.distinct import each, of_sheets
from audit.reconcile.material import Material
from audit.reconcile.meetings import absent_column
from audit.reconcile.scope import lies_in

_INVOICE_DIGITS = 8
_NAMED = 3
_WORK_FUND = "工作经费|驻村经费"
_POVERTY_FUND = "扶贫资金|衔接资金|帮扶资金"
_KEYS = ["village", "spent_on", "purpose", "voucher_no", "amount_cents"]


def expense_facts(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract expense: a row per claim reimbursed in the month.

    Vouchers are compared with the claims of all months handed in. What the list has no column for is not known; a
    blank voucher number in a list that has the column is no voucher.
    """
    rows = of.frames["expenses"]
    if rows.empty:
        return rows
    rows = rows[rows["reimbursed_on"].notna() & rows["spent_on"].notna()].reset_index(drop=True)
    claims = pd.DataFrame(
        {
            "village": rows["of_village"], "spent_on": rows["spent_on"], "reimbursed_on": rows["reimbursed_on"],
            "purpose": rows["purpose"], "amount_cents": rows["amount"], "channel": rows["channel"].replace("", None),
            "voucher_no": rows["voucher_no"], "unsigned": _unsigned(rows, of), "claimant": rows["claimant"],
        }
    )  # fmt: skip
    claims = claims.join(_by_fund(rows, claims["unsigned"], _fund(rows, of)))
    no_numbers = absent_column(rows, of.sheets, "voucher_no")
    claims = claims.assign(
        lacks_voucher=(claims["voucher_no"] == "").astype("boolean").mask(no_numbers),
        lag_days=(claims["reimbursed_on"] - claims["spent_on"]).dt.days.astype("Int64"),
        outside_posting=_outside_posting(claims, of),
        copy_number=claims.groupby(_KEYS, dropna=False).cumcount() + 1,
    )
    claims = claims.join(_repeated(claims, rows["voucher_amount"]).mask(no_numbers))
    this_month = lies_in(claims["reimbursed_on"], of.scope.month)
    return pd.DataFrame(claims[this_month]).reset_index(drop=True)


def _fund(rows: pd.DataFrame, of: Material) -> pd.Series:
    """Take the fund a claim names, else the one in the sheet's title."""
    titles = of_sheets(rows["_sheet"], of.sheets, "title") + of_sheets(rows["_sheet"], of.sheets, "name")
    titled = titles.str.contains(_WORK_FUND).map({True: "work_fund", False: None})
    titled = titled.where(~titles.str.contains(_POVERTY_FUND), "poverty_fund")
    return rows["fund"].replace("", None).fillna(titled).astype("str")


def _by_fund(rows: pd.DataFrame, unsigned: pd.Series, fund: pd.Series) -> pd.DataFrame:
    """Say what is amiss for the fund a claim is paid from; what does not concern its fund need not be known."""
    paid = {name: (fund == name).astype("boolean").mask(fund.isna()) for name in ("work_fund", "poverty_fund")}
    spent = {name: (rows["category"] == name).astype("boolean") for name in ("living", "hospitality")}
    return pd.DataFrame(
        {
            "living_from_work_fund": paid["work_fund"] & spent["living"],
            "hospitality_from_work_fund": paid["work_fund"] & spent["hospitality"],
            "poverty_fund_unsigned": paid["poverty_fund"] & unsigned,
        }
    )


def _unsigned(rows: pd.DataFrame, of: Material) -> pd.Series:
    absent = absent_column(rows, of.sheets, "first_secretary_signed")
    return ~rows["first_secretary_signed"].astype("boolean").fillna(value=False).mask(absent)


def _outside_posting(claims: pd.DataFrame, of: Material) -> pd.Series:
    """Say which claims of members lie outside all their postings; others may rightly claim, so theirs do not."""
    terms = of.people.postings
    spans: dict[str, list[tuple[pd.Timestamp, pd.Timestamp]]] = {}
    for person_id, arrived, left in zip(terms["person_id"], terms["arrived_on"], terms["left_on"], strict=True):
        spans.setdefault(person_id, []).append((arrived, left))
    ids = each([claims["claimant"], claims["village"]], lambda name, at: of.people.resolve(name, village=at), "str")
    told = [
        bool(mine := spans.get(person_id, []))
        and not any(came <= day and (pd.isna(left) or day <= left) for came, left in mine)
        for person_id, day in zip(ids, claims["spent_on"], strict=True)
    ]
    return pd.Series(told, index=claims.index, dtype="boolean")


def _repeated(claims: pd.DataFrame, stated: pd.Series) -> pd.DataFrame:
    """Say which claims share a voucher beyond its amount, and with which.

    One invoice may be claimed in parts: then its amount is written, and the parts must not exceed it. Where it is not
    written only equal amounts are one claim made twice. Numbers of eight digits are invoices and compared across
    villages; shorter ones begin anew in every village and year.
    """
    number = claims["voucher_no"].where(claims["voucher_no"] != "", None)
    invoice = claims["voucher_no"].str.count(r"\d") >= _INVOICE_DIGITS
    book = claims["village"] + claims["reimbursed_on"].dt.year.astype("str")
    table = pd.DataFrame({"voucher": number, "book": book.where(~invoice, ""), "cents": claims["amount_cents"]})
    groups = table.assign(stated=stated).groupby(["voucher", "book"])
    total, most = groups["cents"].transform("sum"), groups["stated"].transform("max")
    several = groups["cents"].transform("size") > 1
    same = (
        table[number.notna()]
        .duplicated(["voucher", "book", "cents"], keep=False)
        .reindex(table.index, fill_value=False)
    )
    known = most.notna()
    repeated = several.fillna(value=False) & ((known & (total > most).fillna(value=False)) | (~known & same))
    return pd.DataFrame(
        {"voucher_repeated": repeated.astype("boolean"), "claimed_again": _others(claims, table, repeated)}
    )


def _others(claims: pd.DataFrame, table: pd.DataFrame, repeated: pd.Series) -> pd.Series:
    """Name for each repeated claim the others with its voucher, the first few: 10月18日桃溪村报销的一笔."""
    days = claims["reimbursed_on"]
    said = days.dt.month.astype("str") + "月" + days.dt.day.astype("str") + "日" + claims["village"] + "报销的一笔"
    told = dict.fromkeys(claims.index, "")
    for _, group in said[repeated.astype("bool")].groupby([table["voucher"], table["book"]]):
        first = list(group.items())[: _NAMED + 1]
        more = f"等{len(group) - 1}笔" if len(group) - 1 > _NAMED else ""
        for place in group.index:
            told[place] = "、".join([words for other, words in first if other != place][:_NAMED]) + more
    return pd.Series(told, index=claims.index, dtype="str")
