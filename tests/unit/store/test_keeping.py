"""Documents, month locks, backups and moves, on both databases."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from test_imports import BY, file, grid, handed_in

from audit.store import backup, batches, blobs, connect, documents, imports, log, runs
from audit.store.documents import New
from audit.store.kept_files import kept_sheets
from audit.store.log import By


def a_run() -> int:
    return runs.keep(
        runs.NewRun(
            month="2023-11", as_of=date(2023, 12, 1), policies=["p"], parameters={}, rules_version="v", program="x 1",
            law=blobs.keep("laws", b"law"), inputs=[], units=[], findings_json="{}\n", report="{}", figures={},
            found=[{"id": "3fa9", "rule": "r", "kind": "clue", "severity": "minor", "village": "桃溪村", "person": "",
                    "unit": ""}],
            fresh={"print": "blob"},
        ),
        by=BY,
    )  # fmt: skip


def issued(number: str, sha256: str, run: int) -> None:
    new = New(number, "问题清单.docx", "问题清单_桃溪村.docx", sha256, "桃溪村", ["3fa9"])
    documents.issue([new], run=run, month="2023-11", printed=log.anchor(), by=BY)


def test_a_document_is_current_until_the_next_of_its_kind(workspace: Path) -> None:
    run = a_run()
    issued("2023-11-1-001", "a" * 64, run)
    issued("2023-11-1-002", "b" * 64, run)
    first, second = documents.find(number="2023-11-1-001"), documents.find(sha256="b" * 64)
    assert first is not None
    assert second is not None
    assert (first.replaced_by, second.replaced_by) == ("2023-11-1-002", "")
    assert log.check(documents.anchors()) == []


def test_what_changes_in_an_issued_month_is_flagged(workspace: Path) -> None:
    handed_in(file("签到册.xlsx", grid("桃溪村")))
    documents.lock("2023-11", a_run(), by=BY)
    assert handed_in(file("更正.xlsx", grid("桃溪村", halves=0))).after_issue == (
        ("2023-11", "", "sign_in_grid", 10),
        ("2023-11", "桃溪村", "sign_in_grid", 10),
    )
    with pytest.raises(documents.MonthLockedError, match="已经锁定"):
        documents.lock("2023-11", 1, by=BY)


def filled() -> None:
    number = handed_in(file("签到册.xlsx", grid("桃溪村"))).number
    assert number is not None
    imports.undo(number, by=By("李四", datetime(2023, 12, 2, tzinfo=UTC)))
    handed_in(file("更正.xlsx", grid("桃溪村", halves=0)))
    issued("2023-11-1-001", "a" * 64, a_run())


def test_a_backup_brings_everything_back_after_all_is_lost(workspace: Path, tmp_path: Path) -> None:
    filled()
    told = backup.back_up(tmp_path / "备份.zip")
    kept = kept_sheets()
    with pytest.raises(backup.BackupError, match="已有数据"):
        backup.restore(tmp_path / "备份.zip")
    if connect.vendor() == "postgresql":
        pytest.MonkeyPatch().setenv("ZHUCUN_DATABASE_URL", "")
    backup.wipe(workspace)
    connect.use(workspace, "")
    assert backup.restore(tmp_path / "备份.zip") == told
    assert backup.summary() == told
    assert kept_sheets() == kept
    assert log.check(documents.anchors()) == []


def test_moving_to_postgresql_keeps_counts_and_hashes(sqlite_workspace: Path, server) -> None:
    filled()
    before = backup.summary()
    assert backup.move(server.database()) == before
    assert connect.vendor() == "postgresql"
    assert log.check() == []
    handed_in(file("再来.xlsx", grid("柳湾村")))
    assert [one["number"] for one in batches.listed()] == [3, 2, 1]


def test_a_kept_file_that_was_touched_is_noticed(sqlite_workspace: Path) -> None:
    name = blobs.keep("evidence", b"photo")
    blobs.path_of("evidence", name).write_bytes(b"other")
    with pytest.raises(blobs.AlteredError, match="被改动过"):
        blobs.read("evidence", name)
