"""Households' incomes: what the newest year's books say, beside the year before and beside each other."""

import pandas as pd

from audit.reconcile.household_register import KEYS, labels, with_unknown
from audit.reconcile.material import Material
from audit.reconcile.periods import year

_ITEMS = ("wages", "business", "property", "transfers")
_TITLES = {"survey": "收入调查表", "handbook": "扶贫手册", "passbook": "明白折"}


def household_income(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract household_income: a row per household, for its newest year up to the month.

    Amounts are whole yuan: incomes rounded down, differences up. A household not found in the ledger is told by what
    the book calls it.
    """
    rows = _rows(of)
    told = _told(rows) if len(rows) else pd.DataFrame()
    first, last = year(of.scope.month)
    blank: dict[str, str | bool | pd.Timestamp] = {
        "household_id": "",
        "from_on": pd.Timestamp(first),
        "to_on": pd.Timestamp(last),
    }
    return with_unknown(of, told, ("incomes",), **blank)


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    """Compare each household's newest year with the year before and with the other books."""
    newest = rows.groupby(KEYS)["year"].transform("max")
    now, before = rows[rows["year"] == newest], rows[rows["year"] == newest - 1]
    found = now.groupby(KEYS, as_index=False).agg(
        household=("household", "first"), label=("label", "first"), year=("year", "first")
    )
    index = pd.MultiIndex.from_frame(found[KEYS])
    told = _book(now, "survey", index), _book(now, "handbook", index), _book(now, "passbook", index)
    same = _same(told[0], _book(before, "survey", index))
    gaps = _gaps(*told)
    columns = {name: column.set_axis(found.index) for name, column in {**same, **gaps}.items()}
    per_capita = _per_capita(told[0]).fillna(_per_capita(told[1])).set_axis(found.index)
    return found.assign(per_capita=per_capita.floordiv(1).astype("Int64"), **columns, **_period(found["year"]))


def _rows(of: Material) -> pd.DataFrame:
    """List the books' rows up to the audited month's year with their household_id; a book not named is a survey."""
    rows = of.frames["incomes"]
    single = rows["household_ids"].map(lambda ids: ids[0] if len(ids) == 1 else "").astype("str")
    unclear = rows["maybe_ids"].map(len) > 0
    shown = labels(rows)
    told = rows.assign(
        village=rows["of_village"],
        household_id=single.where(single != "", shown + rows["household_code"]),
        label=shown,
        book=rows["book"].replace("", "survey"),
        year=rows["year"].astype("Int64"),
    )
    return told[~unclear & (told["household_id"] != "") & (told["year"] <= of.scope.last.year)]


def _book(rows: pd.DataFrame, book: str, index: pd.MultiIndex) -> pd.DataFrame:
    """Give the amounts of one book by household, null where the book is not there."""
    columns = ["per_capita", "total", "members", *_ITEMS]
    mine = rows[rows["book"] == book].drop_duplicates(KEYS, keep="last").set_index(KEYS)[columns]
    return mine.astype("Float64").reindex(index)


def _per_capita(book: pd.DataFrame) -> pd.Series:
    worked_out = (book["total"] / book["members"]).where(book["members"] > 0)
    return book["per_capita"].fillna(worked_out)


def _same(now: pd.DataFrame, before: pd.DataFrame) -> dict[str, pd.Series]:
    """Count the items with an amount in either year that both years tell, and those of them that are equal."""
    compared = pd.Series(0, index=now.index, dtype="Int64")
    equal = compared.copy()
    told = pd.Series(data=False, index=now.index)
    for item in _ITEMS:
        both = now[item].notna() & before[item].notna()
        used = both & ((now[item] != 0) | (before[item] != 0)).fillna(value=False)
        compared += used.astype("Int64")
        equal += (used & (now[item] == before[item]).fillna(value=False)).astype("Int64")
        told |= both
    return {"compared_items": compared.where(told), "same_items": equal.where(told)}


def _gaps(survey: pd.DataFrame, handbook: pd.DataFrame, passbook: pd.DataFrame) -> dict[str, pd.Series]:
    """Give how far the books are apart (whole yuan), each null where one of the two does not tell."""
    income, written = _per_capita(survey), _per_capita(handbook)
    apart = {
        "handbook_gap": (income - written).abs(),
        "passbook_gap": (survey["transfers"] - passbook["transfers"]).abs(),
    }
    whole = {name: (-(-gap).floordiv(1)).astype("Int64") for name, gap in apart.items()}
    both = pd.DataFrame(whole)
    texts = {
        "handbook_text": _beside("人均纯收入", "handbook", income, written),
        "passbook_text": _beside("转移性收入", "passbook", survey["transfers"], passbook["transfers"]),
    }
    return {**whole, "largest_gap": both.max(axis=1), **texts}


def _beside(title: str, book: str, survey: pd.Series, other: pd.Series) -> pd.Series:
    written = [
        f"{title}：{_TITLES['survey']}{mine:.10g}元、{_TITLES[book]}{his:.10g}元"
        if pd.notna(mine) and pd.notna(his)
        else ""
        for mine, his in zip(survey, other, strict=True)
    ]
    return pd.Series(written, index=survey.index, dtype="str")


def _period(years: pd.Series) -> dict[str, pd.Series]:
    texts = years.astype("int64").astype("str")
    return {
        "from_on": pd.to_datetime(texts + "-01-01").astype("datetime64[us]"),
        "to_on": pd.to_datetime(texts + "-12-31").astype("datetime64[us]"),
    }
