"""Projects of the year, and the quarter's collective income against last year's."""

from datetime import date

import pandas as pd
import pytest
from township import VILLAGE, Township

from audit.reconcile.village_economy import economy_quarters, projects

OTHER = "柳湾村"


def team() -> Township:
    return Township().member("林晓峰").member("吴桐", village=OTHER)


def economy(*rows: dict, t: Township | None = None, month: str = "2024-02") -> pd.DataFrame:
    told = [{"village": VILLAGE, "year": 2024, "quarter": "first", **row} for row in rows]
    t = (t or team()).sheet("economy", told, title="青禾镇村集体经济收入季度台账")
    return economy_quarters(t.material(month, as_of=date(2024, 5, 1))).set_index("village")


def listed(*rows: dict, title: str = "青禾镇2024年帮扶项目台账", missing=()) -> pd.DataFrame:
    told = [{"village": VILLAGE, "project": "黄桃基地", "in_library": True, **row} for row in rows]
    t = team().sheet("projects", told, title=title, missing=missing)
    return projects(t.material("2024-02", as_of=date(2024, 5, 1)))


def test_a_quarters_income_stands_beside_last_years() -> None:
    row = economy({"income": 10_500_00, "base": 10_000_00, "new_businesses": 1}).loc[VILLAGE]
    assert (row["income_cents"], row["base_cents"], row["growth"]) == (10_500_00, 10_000_00, "5.00%")
    assert (row["new_businesses"], row["quarter_title"]) == (1, "2024年第一季度")
    assert (row["first_on"], row["last_on"]) == (pd.Timestamp(2024, 1, 1), pd.Timestamp(2024, 3, 31))


def test_last_years_own_row_is_taken_where_this_years_does_not_say() -> None:
    row = economy({"income_wan": 3_20}, {"year": 2023, "income": 32_000_00}).loc[VILLAGE]
    assert (row["income_cents"], row["base_cents"]) == (32_000_00, 32_000_00)


@pytest.mark.parametrize(("income", "shown"), [(10_499_99, "4.99%"), (9_000_00, "-10.00%"), (0, "-100.00%")])
def test_growth_is_cut_so_that_what_is_short_of_the_line_never_looks_like_it(income: int, shown: str) -> None:
    assert economy({"income": income, "base": 10_000_00}).loc[VILLAGE, "growth"] == shown


def test_a_village_without_a_row_and_a_quarter_without_income_are_not_known() -> None:
    table = economy({"income": None, "base": 10_000_00})
    assert table["income_cents"].isna().all()
    assert table["new_businesses"].isna().all()


def test_businesses_registered_in_the_quarter_are_counted_where_the_register_was_handed_in() -> None:
    t = team()
    rows = [
        {"village": VILLAGE, "business": f"合作社{n}", "founded_on": day}
        for n, day in enumerate((date(2023, 12, 31), date(2024, 1, 1), date(2024, 3, 31), date(2024, 4, 1)))
    ]
    t.sheet("businesses", rows, title="青禾镇新型农业经营主体名册")
    table = economy({"income": 1, "new_businesses": 0}, t=t)
    assert list(table["new_businesses"]) == [2, 0]


def test_projects_are_those_of_the_year_stated_in_the_row_or_in_the_title() -> None:
    table = listed({"year": 2024, "project": "甲"}, {"year": 2023, "project": "乙"}, {"project": "丙"})
    assert sorted(table["project"]) == ["丙", "甲"]
    assert set(table["year"]) == {"2024年"}
    assert listed({"project": "丁"}, title="青禾镇帮扶项目台账").empty


def test_a_blank_notice_is_lacking_and_a_missing_column_is_not_known() -> None:
    (row,) = listed({"year": 2024, "minutes": True, "notice": None}, missing={"minutes"}).to_dict("records")
    assert row["lacks_notice"] is True
    assert pd.isna(row["lacks_minutes"])


@pytest.mark.parametrize(
    ("name", "kind", "industry"), [("黄桃基地", "", True), ("村道硬化", "基础设施", False), ("灌溉", "产业", True)]
)
def test_industry_is_told_by_kind_or_name(name: str, kind: str, industry: bool) -> None:
    (row,) = listed({"year": 2024, "project": name, "kind_text": kind}).to_dict("records")
    assert row["is_industry"] is industry
