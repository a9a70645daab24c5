"""The village's projects of the year and its collective economy of the quarter."""

from datetime import date

import pandas as pd

from audit.reconcile.funds import cents
from audit.reconcile.material import Material
from audit.reconcile.meetings import absent_column
from audit.reconcile.periods import quarter, year
from audit.reconcile.unit_periods import span_title

_INDUSTRY = "产业|种植|养殖|加工|基地|合作社|大棚|车间"
_FIRST_MONTHS = {"first": 1, "second": 4, "third": 7, "fourth": 10}


def projects(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract project: a row per project of the audited month's year.

    A project without a year belongs to the year its sheet states, else to none and is left out.
    """
    first, last = year(of.scope.month)
    rows = of.frames["projects"]
    stated = pd.Series([_title_year(of, number) for number in rows["_sheet"]], index=rows.index, dtype="Int64")
    rows = rows[(rows["year"].fillna(stated) == first.year).fillna(value=False)]
    rows = rows.drop_duplicates(["of_village", "project"], keep="last")
    text = rows["kind_text"] + rows["project"]
    return pd.DataFrame(
        {
            "village": rows["of_village"], "project": rows["project"],
            "project_kind": rows["kind_text"].replace("", None),
            "is_industry": text.str.contains(_INDUSTRY).astype("boolean"), "year": f"{first.year}年",
            "first_on": pd.Timestamp(first), "last_on": pd.Timestamp(last), "in_library": rows["in_library"],
            "lacks_minutes": _lacks(rows, of, "minutes"), "lacks_notice": _lacks(rows, of, "notice"),
        }
    )  # fmt: skip


def _title_year(of: Material, number: int) -> int | None:
    sheet = of.sheets[number]
    found = pd.Series([f"{sheet.title} {sheet.name}"]).str.extract(r"(20\d\d)\s*年?")[0].iloc[0]
    return None if pd.isna(found) else int(found)


def _lacks(rows: pd.DataFrame, of: Material, column: str) -> pd.Series:
    return ~rows[column].astype("boolean").fillna(value=False).mask(absent_column(rows, of.sheets, column))


def economy_quarters(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract economy_quarter: a row per village for the quarter of the month.

    Last year's income is what the row says, else what last year's own row says.
    """
    first, last = quarter(of.scope.month)
    rows = _quarters(of)
    now = rows[rows["first_on"] == pd.Timestamp(first)].set_index("village")
    before = rows[rows["first_on"] == pd.Timestamp(first.replace(year=first.year - 1))].set_index("village")
    table = pd.DataFrame({"village": pd.Series(of.members.villages.names, dtype="str")})
    income = table["village"].map(now["income"]).astype("Int64")
    base = table["village"].map(now["base"]).astype("Int64").fillna(table["village"].map(before["income"]))
    return table.assign(
        quarter_title=span_title("quarter", first), first_on=pd.Timestamp(first), last_on=pd.Timestamp(last),
        period_over=of.over(last), income_cents=income, base_cents=base, growth=_growth(income, base),
        new_businesses=_new_businesses(of, table["village"], now["new_businesses"], (first, last)),
    )  # fmt: skip


def _quarters(of: Material) -> pd.DataFrame:
    rows = of.frames["economy"]
    rows = rows[rows["year"].notna() & rows["quarter"].isin(_FIRST_MONTHS)]
    starts = rows["year"].astype("str") + "-" + rows["quarter"].map(_FIRST_MONTHS).astype("str")
    table = pd.DataFrame(
        {
            "village": rows["of_village"], "first_on": pd.to_datetime(starts, format="%Y-%m").astype("datetime64[us]"),
            "income": cents(rows, "income"), "base": cents(rows, "base"), "new_businesses": rows["new_businesses"],
        }
    )  # fmt: skip
    return table.drop_duplicates(["village", "first_on"], keep="last")


def _growth(income: pd.Series, base: pd.Series) -> pd.Series:
    """Write the growth in per cent, cut to two decimals so that 4.999% is not shown as 5%."""
    told: list[str | None] = []
    for now, then in zip(income, base, strict=True):
        if pd.isna(now) or pd.isna(then) or then <= 0:
            told.append(None)
            continue
        change = int(now) - int(then)
        hundredths = abs(change) * 10_000 // int(then)
        told.append(f"{'-' if change < 0 else ''}{hundredths / 100:.2f}%")
    return pd.Series(told, index=income.index, dtype="str")


def _new_businesses(of: Material, villages: pd.Series, stated: pd.Series, span: tuple[date, date]) -> pd.Series:
    """Take the larger of the number stated and the number registered in the quarter, whichever is known."""
    rows = of.frames["businesses"]
    inside = rows[(rows["founded_on"] >= pd.Timestamp(span[0])) & (rows["founded_on"] <= pd.Timestamp(span[1]))]
    counted = villages.map(inside.groupby("of_village").size()).fillna(0).astype("Int64")
    known = pd.Series([of.known("businesses", v, *span) for v in villages], index=villages.index, dtype="bool")
    both = pd.DataFrame({"stated": villages.map(stated).astype("Int64"), "counted": counted.mask(~known)})
    return both.max(axis=1).astype("Int64")
