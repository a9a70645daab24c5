"""Households as they are typed: no given name, the kinds as codes, the minute of a visit."""

import pandas as pd
import pytest

from audit.catalog import load_imports
from audit.model.source import Sheet
from audit.model.tables import Intake, RawTable
from audit.validate import validate
from audit.validate.households import name_codes

CONTRACTS = load_imports()


def typed(table: str, **cells: str):
    """Type one row of a table; gives the row and the codes of what could not be read."""
    frame = pd.DataFrame({name: pd.Series([said], dtype="str") for name, said in cells.items()})
    frame = frame.assign(_row=5, _cell=pd.Series(["A5:H5"], dtype="str"))
    sheet = Sheet("例.xlsx", "0" * 64, "台账", table)
    found = validate(Intake((), (sheet,), (RawTable(0, table, frame, {}),), ()), {table: CONTRACTS[table]})
    return found.frames[table].iloc[0], [error.code for error in found.errors]


def test_of_a_name_only_the_surname_and_a_code_to_compare_by_are_kept() -> None:
    row, _ = typed("households", village="桃溪村", household="欧阳秀兰", category="脱贫户")
    assert row["household"] == "欧阳某"
    assert not any("秀兰" in str(value) for value in row)


def test_one_name_has_one_code_however_it_is_spaced_and_another_name_has_another() -> None:
    assert name_codes("陈大有") == name_codes("陈 大有") == name_codes("陈大有\n")
    assert name_codes("陈大有") != name_codes("陈大友")
    assert name_codes("陈大有，李某") == f"{name_codes('陈大有')}、"


@pytest.mark.parametrize("masked", ["陈某", "陈某某", "陈*有", "陈××", "陈", "", "—"])
def test_a_name_that_is_masked_already_has_no_code(masked: str) -> None:
    assert name_codes(masked) == ""


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("边缘易致贫户、低保户", ("marginal", "minimum_allowance")),
        ("分散供养五保户", ("extreme_hardship",)),
        ("脱贫不稳定户/突发严重困难户", ("unstable_lifted", "sudden_hardship")),
        ("重病重残户，残疾户", ("ill", "disabled")),
        ("脱贫户", ()),
        ("一般农户", ()),
        ("", ()),
    ],
)
def test_the_kinds_of_a_household_are_codes(written: str, tags: tuple[str, ...]) -> None:
    row, errors = typed("households", village="桃溪村", household="陈某", category="监测对象", tags=written)
    assert (row["tags"], errors) == (tags, [])


@pytest.mark.parametrize(
    ("cells", "minute"),
    [
        ({"visited_on": "2023-11-06", "visited_at": "09:20"}, 560),
        ({"visited_on": "2023-11-06", "visited_at": "下午3点半"}, 930),
        ({"visited_on": "2023-11-06", "visited_at": "9:20-9:50"}, 560),
        ({"visited_on": "2023-11-06 14:05"}, 845),
        ({"visited_on": "2023-11-06"}, None),
    ],
)
def test_the_minute_of_a_visit_is_read_from_its_own_column_or_beside_the_day(cells, minute) -> None:
    row, errors = typed("visits", village="桃溪村", household="陈某", visitors="林晓峰", **cells)
    assert errors == []
    assert (None if pd.isna(row["visit_minute"]) else row["visit_minute"]) == minute


def test_a_time_that_is_none_is_told_and_the_visit_stays() -> None:
    row, errors = typed(
        "visits", village="桃溪村", household="陈某", visitors="林晓峰", visited_on="2023-11-06", visited_at="25:70"
    )
    assert errors == ["bad-time"]
    assert row["household"] == "陈某"
