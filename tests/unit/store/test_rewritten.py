"""What an import changed of what stood before it: rows by whom and when they are about, cell by cell."""

from pathlib import Path

import pandas as pd
import pytest
from test_imports import CONTRACTS, file, grid, handed_in

from audit.store import imports
from audit.workspace import changes

SIGNS = CONTRACTS["sign_in_grid"]


def whole(*rows: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(rows, ignore_index=True)


def test_changed_added_and_removed_rows_are_told_with_their_cells(workspace: Path) -> None:
    handed_in(file("签到册.xlsx", grid("桃溪村", days=range(1, 4))))
    less = whole(
        grid("桃溪村", people=("王建国",), days=range(1, 3)),
        grid("桃溪村", people=("李军",), days=range(1, 3), halves=1),
        grid("桃溪村", people=("李军",), days=range(7, 8)),
    )  # fmt: skip
    number = handed_in(file("更正.xlsx", less)).number
    assert [one.sentence for one in changes.of_import(number)] == [
        "改动 驻村签到册（月历式） 桃溪村 李军 2023年11月1日：半日数 2→1（更正.xlsx《签到》C4）",
        "改动 驻村签到册（月历式） 桃溪村 李军 2023年11月2日：半日数 2→1（更正.xlsx《签到》C5）",
        "新增 驻村签到册（月历式） 桃溪村 李军 2023年11月7日（更正.xlsx《签到》C4）",
        "删去 驻村签到册（月历式） 桃溪村 王建国 2023年11月3日（签到册.xlsx《签到》C6）",
        "删去 驻村签到册（月历式） 桃溪村 李军 2023年11月3日（签到册.xlsx《签到》C9）",
    ]


def test_each_version_is_compared_with_the_one_that_stood_just_before(workspace: Path) -> None:
    for name, halves in (("一.xlsx", 2), ("二.xlsx", 1), ("三.xlsx", 0)):
        last = handed_in(file(name, grid("桃溪村", people=("李军",), days=range(1, 2), halves=halves))).number
    assert [one.cells for one in changes.of_import(last)] == [(("半日数", "1", "0"),)]


def test_a_first_filing_and_an_unknown_number_have_no_changes(workspace: Path) -> None:
    assert changes.of_import(handed_in(file("签到册.xlsx", grid("桃溪村"))).number) == []
    with pytest.raises(imports.ImportUnknownError, match="没有编号为9"):
        changes.of_import(9)


def test_rows_about_the_same_are_paired_in_their_order_and_moved_rows_are_no_change() -> None:
    twice = whole(
        grid("桃溪村", people=("李军",), days=range(1, 2)), grid("桃溪村", people=("李军",), days=range(1, 2))
    )
    same = changes.paired(twice, twice.iloc[::-1].reset_index(drop=True), SIGNS)
    assert same["what"].tolist() == ["", ""]
    assert changes.paired(twice, twice.iloc[:1], SIGNS)["what"].tolist() == ["", "removed"]
    bare = twice.drop(columns="half_days")
    assert changes.paired(bare, twice, SIGNS)["what"].tolist() == ["changed", "changed"]
