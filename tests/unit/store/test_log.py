"""The log: every alteration is refused by the database, and found where somebody gets round it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from audit.store import log
from audit.store.connect import writing
from audit.store.log import By

COLUMNS = "number, at, actor, action, subject, detail, previous, hash"
LATER = COLUMNS.replace("number", "number + 9")
BY = By("张三", datetime(2023, 12, 1, 9, 30, tzinfo=UTC))


def written(count: int) -> log.Anchor:
    with writing():
        for number in range(count):
            last = log.add(BY, "导入", f"import:{number}", {"files": [f"签到册{number}.xlsx"]})
    return last


def behind_its_back(*statements: str) -> None:
    """Alter the table as somebody would who may do everything: triggers off, then the statements."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE store_logentry DISABLE TRIGGER ALL")
        else:
            for name in ("log_no_update", "log_no_delete", "log_in_order"):
                cursor.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            cursor.execute(statement)


def test_a_log_that_nobody_touched_is_sound(workspace: Path) -> None:
    anchor = written(5)
    assert log.check({"清单": anchor}) == []
    assert log.read_anchor(str(anchor)) == anchor
    assert [entry.number for entry in log.entries(limit=2)] == [4, 5]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE store_logentry SET actor = '李四' WHERE number = 2",
        "DELETE FROM store_logentry WHERE number = 5",
        f"INSERT INTO store_logentry SELECT {LATER} FROM store_logentry WHERE number = 5",
    ],
)
def test_the_database_refuses_to_alter_the_log(workspace: Path, statement: str) -> None:
    written(5)
    with pytest.raises(DatabaseError, match="never changed"), connection.cursor() as cursor:
        cursor.execute(statement)
    assert log.check() == []


def test_sqlite_refuses_to_replace_an_entry(sqlite_workspace: Path) -> None:
    written(3)
    statement = f"INSERT OR REPLACE INTO store_logentry SELECT {COLUMNS} FROM store_logentry WHERE number = 2"
    with pytest.raises(DatabaseError, match="never changed"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_replaces_an_entry_is_refused_or_found(sqlite_workspace: Path) -> None:
    written(3)
    forged = COLUMNS.replace("actor", "'李四'")
    statement = f"INSERT OR REPLACE INTO store_logentry SELECT {forged} FROM store_logentry WHERE number = 2"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=OFF")
        with pytest.raises(DatabaseError, match="never changed"):
            cursor.execute(statement)
    assert log.check() == []
    behind_its_back(statement)
    assert "第2条（2023-12-01 导入）的内容被改动过" in log.check()[0]
    assert log.begun() == "2023-12-01"


SWAP = (
    "UPDATE store_logentry SET number = 99 WHERE number = 2",
    "UPDATE store_logentry SET number = 2 WHERE number = 3",
    "UPDATE store_logentry SET number = 3 WHERE number = 99",
)


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (("UPDATE store_logentry SET actor = '李四' WHERE number = 2",), "第2条（2023-12-01 导入）的内容被改动过"),
        (("DELETE FROM store_logentry WHERE number = 2",), "第2条至第2条不见了"),
        (SWAP, "接不上"),
        (("DELETE FROM store_logentry WHERE number > 3",), "问题清单印有日志第5条，现在日志只到第3条，尾部被删去"),
    ],
    ids=["edit", "delete", "swap", "tail cut"],
)
def test_what_gets_round_the_database_is_found(workspace: Path, statements: tuple[str, ...], said: str) -> None:
    anchor = written(5)
    behind_its_back(*statements)
    assert any(said in fault for fault in log.check({"问题清单": anchor})), log.check({"问题清单": anchor})


def test_a_log_written_anew_does_not_meet_the_anchor(workspace: Path) -> None:
    anchor = written(3)
    behind_its_back("DELETE FROM store_logentry")
    with writing():
        for number in range(3):
            log.add(By("李四", BY.at), "导入", f"import:{number}")
    assert log.check() == []
    assert "与现在的不同" in log.check({"问题清单": anchor})[0]


@pytest.mark.parametrize("text", ["", "12", "x-3fa9", "12-zz"])
def test_what_is_no_anchor_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\A" + text + r"\Z"):
        log.read_anchor(text)
