"""Small workbooks written for the tests of intake."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from audit.catalog import load_imports
from audit.intake import Limits, read
from audit.model.contract import ImportContract
from audit.model.tables import Intake


@pytest.fixture(scope="session")
def contracts() -> Mapping[str, ImportContract]:
    return load_imports()


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write sheets (name → rows) to a workbook; merges are (sheet name, "A1:C1"), hidden are sheet names."""

    def write_book(
        sheets: Mapping[str, Sequence[Sequence[Any]]],
        *,
        name: str = "表.xlsx",
        merges: Sequence[tuple[str, str]] = (),
        hidden: Sequence[str] = (),
    ) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
        for sheet_name, rows in sheets.items():
            sheet = book.add_worksheet(sheet_name)
            for at, row in enumerate(rows):
                _write_row(sheet, at, row)
            for of, where in merges:
                if of == sheet_name:
                    _merge(sheet, rows, where)
            if sheet_name in hidden:
                sheet.hide()
        book.close()
        return path

    return write_book


def _write_row(sheet: Any, at: int, row: Sequence[Any]) -> None:
    for column, value in enumerate(row):
        if isinstance(value, str) and value:
            sheet.write_string(at, column, value)
        elif value not in ("", None):
            sheet.write(at, column, value)


def _merge(sheet: Any, rows: Sequence[Sequence[Any]], where: str) -> None:
    top, left = xl_cell_to_rowcol(where.split(":")[0])
    sheet.merge_range(where, rows[top][left])


@pytest.fixture
def take(contracts: Mapping[str, ImportContract]) -> Callable[..., Intake]:
    """Read paths with the shipped contracts."""

    def take_paths(*paths: Path, limits: Limits | None = None, workers: int = 1) -> Intake:
        return read(paths, contracts, workers=workers, limits=limits)

    return take_paths
