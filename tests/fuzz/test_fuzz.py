"""A short fuzz run: whatever is done to a file, the program says what came of it."""

from pathlib import Path

from audit.catalog import load_imports
from audit.intake import read
from fuzz.campaign import run
from fuzz.seeds import seeds

FILES = 150


def test_every_undamaged_file_is_read_without_an_error(tmp_path: Path) -> None:
    paths = []
    for kind, data in seeds().items():
        paths.append(tmp_path / f"表.{kind}")
        paths[-1].write_bytes(data)
    intake = read(paths, load_imports(), workers=2)
    strange = [error.message for error in intake.errors if error.code != "same-file"]
    recognised = {sheet.file for sheet in intake.sheets if sheet.table == "roster"}
    assert not strange
    assert recognised >= {f"表.{kind}" for kind in ("xlsx", "strict.xlsx", "ods", "html", "mht", "xml", "csv", "docx")}


def test_damaged_files_are_read_or_refused_never_lost(tmp_path: Path) -> None:
    tally = run(tmp_path, FILES, seed=7, batch=FILES)
    assert tally.files == FILES
    assert (tally.crashes, tally.hangs, tally.lost) == ([], [], [])
    assert tally.tables > FILES // 10
    assert tally.refused > FILES // 10
