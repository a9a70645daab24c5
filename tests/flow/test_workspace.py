"""The sample township in a workspace: the same findings as a check, and only what changed is judged again."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from sample_run import AS_OF, FOLDERS, POLICIES, SAMPLE, one_engine, sample_report

from audit import render
from audit.store import connect, imports, log, runs
from audit.store.log import By
from audit.workspace import handing_in, running

BY = By("张三", datetime(2024, 1, 10, 9, tzinfo=UTC))
MONTH = "2023-11"


def ran() -> running.Ran:
    return running.run(MONTH, policies=POLICIES, as_of=AS_OF, by=BY)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace into which the sample was imported and run once."""
    home = tmp_path_factory.mktemp("sample") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZHUCUN_HOME", str(home))
        connect.use()
        handing_in.hand_in([SAMPLE / folder for folder in FOLDERS], by=BY)
        ran()
        connect.close()
    return home


@pytest.fixture
def home(imported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of it, open."""
    copy = tmp_path / "home"
    shutil.copytree(imported, copy)
    monkeypatch.setenv("ZHUCUN_HOME", str(copy))
    connect.use()
    yield copy
    connect.close()


def corrected(folder: Path, name: str, change: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]) -> Path:
    """Write a file of the sample anew with something changed on its first sheet."""
    source = next(path for part in FOLDERS for path in (SAMPLE / part).glob(f"*{name}*.xlsx"))
    book = openpyxl.load_workbook(source)
    change(book.worksheets[0])
    book.save(folder / source.name)
    return folder / source.name


def without_signs(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    """Take the signs of the first ten days out of the second member's line."""
    signed = [row for row in sheet.iter_rows() if sum(cell.value == "√" for cell in row) > 5]
    for cell in [cell for cell in signed[1] if cell.value == "√"][:10]:
        cell.value = None


def without_last_line(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    """Take the last line with more than three entries away."""
    lines = [row[0].row for row in sheet.iter_rows() if sum(cell.value not in (None, "") for cell in row) > 3]
    sheet.delete_rows(lines[-1])


def same_text(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    """Let the first long text stand in every line, as if copied."""
    long = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and len(cell.value) > 30]
    for cell in long[1:8]:
        cell.value = long[0].value


def test_a_run_finds_what_a_check_finds(home: Path) -> None:
    latest = runs.latest(MONTH)
    assert latest is not None
    assert runs.text(latest.findings_json) == render.findings_json(sample_report(MONTH))
    report = running.report_of(latest)
    assert report.months == sample_report(MONTH).months
    assert report.received == sample_report(MONTH).received
    assert report.coverage == sample_report(MONTH).coverage


def test_identical_files_change_nothing_and_nothing_is_judged_again(home: Path, tmp_path: Path) -> None:
    shutil.copy(next((SAMPLE / MONTH).glob("*签到册.xlsx")), tmp_path / "另一个名字.xlsx")
    handed = handing_in.hand_in([tmp_path / "另一个名字.xlsx"], by=BY)
    assert (handed.recorded.number, handed.recorded.taken) == (None, ())
    again, before = ran(), runs.kept(1)
    assert again.judged == 0
    assert again.findings_json == runs.text(before.findings_json)


@pytest.mark.parametrize(
    ("name", "change", "most"),
    [
        ("石磨村2023年11月签到册", without_signs, 2),
        ("石磨村2023年11月工作日志", same_text, 8),
        ("考勤报表_20231101", without_last_line, 8),
    ],
)
def test_what_is_judged_after_a_correction_equals_the_whole_judged_anew_and_undo_gives_the_old_findings_back(
    home: Path, tmp_path: Path, name: str, change: Callable[..., None], most: int
) -> None:
    number = handing_in.hand_in([corrected(tmp_path, name, change)], by=BY).recorded.number
    with one_engine():
        after, before = ran(), runs.text(runs.kept(1).findings_json)
        again = running.again(runs.kept(after.number))
    assert 0 < after.judged <= most
    assert after.findings_json == again
    assert after.findings_json != before
    assert number is not None
    imports.undo(number, by=BY)
    undone = ran()
    assert (undone.judged, undone.findings_json) == (0, before)


def test_everything_done_stands_in_the_log(home: Path) -> None:
    assert [entry.action for entry in log.entries()] == ["导入", "核验"]
    assert log.check() == []
