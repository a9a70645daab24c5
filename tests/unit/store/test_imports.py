"""Imports: the same bytes once, later versions replace earlier ones, undo brings back exactly what was."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from audit import catalog
from audit.model.source import DataError, Sheet, SheetCount
from audit.store import batches, imports, log
from audit.store.imports import NewFile, NewSheet, Recorded
from audit.store.kept_files import kept_files, kept_sheets, rows_of
from audit.store.log import By

BY = By("张三", datetime(2023, 12, 1, tzinfo=UTC))
CONTRACTS = catalog.load_imports()
TEAM = ("王建国", "李军")


def grid(village: str, *, people: tuple[str, ...] = TEAM, days: range = range(1, 6), halves: int = 2) -> pd.DataFrame:
    told = [(village, person, pd.Timestamp(2023, 11, day), halves) for person in people for day in days]
    rows = pd.DataFrame(told, columns=["village", "person", "date", "half_days"])
    rows = rows.astype({"village": "str", "person": "str", "date": "datetime64[us]", "half_days": "Int64"})
    return rows.assign(_sheet=0, _row=range(4, 4 + len(rows)), _cell=[f"C{n}" for n in range(4, 4 + len(rows))])


def file(name: str, rows: pd.DataFrame | None) -> NewFile:
    data = f"{name}{rows}".encode()
    count = SheetCount(len(rows), len(rows), 0) if rows is not None else SheetCount()
    digest = sha256(data).hexdigest()
    sheet = Sheet(name, digest, "签到", "sign_in_grid" if rows is not None else None)
    errors = (DataError(name, "签到", "C4", "bad-date", "日期", "13月", "改为实际日期"),)
    return NewFile(name, digest, data, errors, (NewSheet(sheet, count, rows),))


def handed_in(*files: NewFile) -> Recorded:
    return imports.record(files, CONTRACTS, version="v", by=BY)


def standing() -> dict[str, int]:
    """How many rows of each file count now."""
    return {one.file: len(rows_of(one.rows, one.dropped)) for one in kept_sheets() if one.rows}


def test_the_same_bytes_twice_are_one_import(workspace: Path) -> None:
    first = file("签到册.xlsx", grid("桃溪村"))
    assert handed_in(first).taken == ("签到册.xlsx",)
    again = handed_in(first)
    assert (again.number, again.taken, again.known) == (None, (), ("签到册.xlsx",))
    assert len(log.entries()) == 1


def test_what_was_read_comes_back_as_it_was(workspace: Path) -> None:
    handed_in(file("签到册.xlsx", grid("桃溪村")), file("封面.xlsx", None))
    cover, kept = kept_sheets()
    assert (cover.file, cover.rows) == ("封面.xlsx", "")
    pd.testing.assert_frame_equal(rows_of(kept.rows), grid("桃溪村").drop(columns="_sheet"))
    assert kept_files()[1].errors[0].message == "改为实际日期"


def test_a_corrected_sheet_replaces_the_village_and_month(workspace: Path) -> None:
    handed_in(file("两村.xlsx", pd.concat([grid("桃溪村"), grid("柳湾村")], ignore_index=True)))
    told = handed_in(file("更正.xlsx", grid("柳湾村", halves=1)))
    assert told.replaced == (("2023-11", "柳湾村", "sign_in_grid", 10),)
    assert standing() == {"两村.xlsx": 10, "更正.xlsx": 10}


def test_a_correction_that_leaves_somebody_out_replaces_the_whole(workspace: Path) -> None:
    handed_in(file("签到册.xlsx", grid("桃溪村")))
    handed_in(file("更正.xlsx", grid("桃溪村", people=TEAM[:1])))
    assert standing() == {"签到册.xlsx": 0, "更正.xlsx": 5}


def test_a_sheet_is_the_same_where_only_another_of_its_file_changed(sqlite_workspace: Path) -> None:
    handed_in(file("两村.xlsx", grid("桃溪村")))
    imports.undo(1, by=BY)
    handed_in(file("两村.xlsx", grid("桃溪村", halves=1)))
    metas = {(one.sha256, one.meta) for one in kept_sheets([1, 2])}
    assert (len(metas), len({meta for _, meta in metas})) == (2, 1)


def test_a_supplement_replaces_only_what_it_tells_again(workspace: Path) -> None:
    handed_in(file("签到册.xlsx", grid("桃溪村")))
    handed_in(file("补一天.xlsx", grid("桃溪村", days=range(5, 7))))
    assert standing() == {"签到册.xlsx": 8, "补一天.xlsx": 4}


def test_another_person_of_the_village_replaces_nothing(workspace: Path) -> None:
    handed_in(file("王建国.xlsx", grid("桃溪村", people=TEAM[:1])))
    assert handed_in(file("李军.xlsx", grid("桃溪村", people=TEAM[1:]))).replaced == ()


def test_undo_brings_back_exactly_what_was(workspace: Path) -> None:
    handed_in(file("签到册.xlsx", grid("桃溪村")))
    before = kept_sheets(), kept_files()
    number = handed_in(file("更正.xlsx", grid("桃溪村", halves=0))).number
    assert number is not None
    assert imports.undo(number, by=BY) == ("更正.xlsx",)
    assert (kept_sheets(), kept_files()) == before
    with pytest.raises(imports.ImportUnknownError, match="已撤销"):
        imports.undo(number, by=BY)
    assert [one["undone_at"] is None for one in batches.listed()] == [False, True]


def test_what_was_undone_may_be_handed_in_again(workspace: Path) -> None:
    first = handed_in(file("签到册.xlsx", grid("桃溪村"))).number
    assert first is not None
    imports.undo(first, by=BY)
    assert handed_in(file("签到册.xlsx", grid("桃溪村"))).taken == ("签到册.xlsx",)
    assert standing() == {"签到册.xlsx": 10}


def test_undoing_the_version_between_leaves_the_last_one(workspace: Path) -> None:
    handed_in(file("一.xlsx", grid("桃溪村")))
    second = handed_in(file("二.xlsx", grid("桃溪村", halves=1))).number
    handed_in(file("三.xlsx", grid("桃溪村", halves=0)))
    assert second is not None
    imports.undo(second, by=BY)
    assert standing() == {"一.xlsx": 0, "三.xlsx": 10}
