"""A full disk, a read-only place, many writers: one sentence, nothing half done, nobody told "locked"."""

import multiprocessing
import os
from pathlib import Path

import pytest
from django.db import connection
from test_imports import BY, file, grid, handed_in, standing

from audit import disk
from audit.store import connect, log
from audit.store.connect import StoreError
from audit.store.kept_files import kept_files


def say(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def sound() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return cursor.fetchone()[0] == "ok" and log.check() == []


def test_a_full_database_is_one_sentence_and_nothing_is_half_done(sqlite_workspace: Path) -> None:
    handed_in(file("签到册.xlsx", grid("桃溪村")))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        say(f"PRAGMA max_page_count={cursor.fetchone()[0]}")
    many = [file(f"{n}.xlsx", grid("柳湾村", people=(f"王{n}",))) for n in range(60)]
    with pytest.raises(StoreError, match="磁盘已满，本次没有保存，原有数据完好"):
        handed_in(*many)
    assert sound()
    assert standing() == {"签到册.xlsx": 10}


def test_a_read_only_database_is_one_sentence(sqlite_workspace: Path) -> None:
    say("PRAGMA query_only=ON")
    with pytest.raises(StoreError, match="没有写入权限"):
        handed_in(file("签到册.xlsx", grid("桃溪村")))
    assert sound()


def test_a_disk_that_fills_while_files_are_kept_leaves_no_remains(
    sqlite_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk.os, "fsync", refuse)
    with pytest.raises(OSError, match="No space left"):
        handed_in(file("签到册.xlsx", grid("桃溪村")))
    monkeypatch.undo()
    assert kept_files() == []
    assert not [path for path in (sqlite_workspace / "data").rglob("*") if path.is_file()]


def _write(home: str, url: str, name: str, count: int, told: "multiprocessing.Queue[tuple[str, int]]") -> None:
    """Import as often as asked in a process of its own; say how often it was done, or what went wrong."""
    connect.use(Path(home), url)
    try:
        for number in range(count):
            handed_in(file(f"{name}-{number}.xlsx", grid("桃溪村", people=(f"{name}{number}",))))
    except StoreError as error:
        told.put((str(error), 0))
    else:
        told.put(("", count))
    connect.close()


def _write_together(home: str, url: str, told: "multiprocessing.Queue[tuple[str, int]]") -> None:
    """Let three write at once: forks of this process, so that what they need is loaded once."""
    os.environ["ZHUCUN_HOME"] = home
    forked = multiprocessing.get_context("fork")
    writers = [forked.Process(target=_write, args=(home, url, f"某{n}", 3, told)) for n in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()


def test_many_writers_wait_for_each_other(workspace: Path) -> None:
    connect.close()
    fresh = multiprocessing.get_context("spawn")
    told = fresh.Queue()
    together = fresh.Process(target=_write_together, args=(str(workspace), os.environ["ZHUCUN_DATABASE_URL"], told))
    together.start()
    results = [told.get(timeout=120) for _ in range(3)]
    together.join()
    assert results == [("", 3)] * 3
    assert len(kept_files()) == 9
    assert [entry.number for entry in log.entries()] == list(range(1, 10))
    assert log.check() == []
    assert BY.actor == "张三"
