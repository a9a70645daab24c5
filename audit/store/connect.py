"""Opening a workspace's database, writing to it, and saying in one sentence why that failed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction

from audit import resources
from audit.store.guard import one_at_a_time
from audit.store.settings import DATABASE, URL, database

_LAST_MIGRATION = sorted(path.stem for path in (Path(__file__).parent / "tables/migrations").glob("0*.py"))[-1]
_WRITERS = 0x7A687563
_FULL = ("disk is full", "No space left", "disk I/O error")
_READ_ONLY = ("readonly", "read-only", "unable to open")


class StoreError(OSError):
    """The database cannot be read or written; ``strerror`` says why in Chinese, ``filename`` where."""


def use(home: Path | None = None, url: str | None = None) -> None:
    """Point this process at a workspace (by default ``$ZHUCUN_HOME`` and ``ZHUCUN_DATABASE_URL``) and ready it.

    Tables are made or brought up to date on first use. Raises StoreError.
    """
    folder = resources.office() if home is None else home
    wanted = database(folder, os.environ.get(URL, "") if url is None else url)
    close()
    connections.settings["default"].update(wanted)
    del connections["default"]
    with _told():
        folder.mkdir(parents=True, exist_ok=True)
        if not _is_current():
            with one_at_a_time(folder):
                _bring_up_to_date()


def close() -> None:
    """Let go of the database."""
    connection.close()


def vendor() -> str:
    """Say which database it is: sqlite or postgresql."""
    return connection.vendor


@contextmanager
def writing() -> Iterator[None]:
    """One transaction: everything inside is written, or nothing. Writers come one after the other, and wait."""
    with _told(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITERS])
        yield


@contextmanager
def reading() -> Iterator[None]:
    """Read what stands now; a database that cannot be read is said in one sentence."""
    with _told():
        yield


def _is_current() -> bool:
    """Say whether the newest migration is applied; asks without making a file."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return False
    if "django_migrations" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = 'store' AND name = %s", [_LAST_MIGRATION])
        return bool(cursor.fetchone()[0])


def _bring_up_to_date() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_WRITERS])
    if not _is_current():
        call_command("migrate", verbosity=0, interactive=False)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_WRITERS])


@contextmanager
def _told() -> Iterator[None]:
    """Say a database's own error in one sentence; a broken rule of ours stays what it is."""
    try:
        yield
    except DatabaseError as error:
        why = _why(str(error))
        if not why:
            raise
        raise StoreError(5, why, connection.settings_dict["NAME"]) from error


def _why(text: str) -> str:
    if any(sign in text for sign in _FULL):
        return "磁盘已满，本次没有保存，原有数据完好"
    if any(sign in text for sign in _READ_ONLY):
        return "没有写入权限，本次没有保存，原有数据完好"
    if "locked" in text:
        return "数据库一直被其他程序占用，请稍后再试"
    if "connection" in text or "could not connect" in text:
        return "连不上数据库，请检查 ZHUCUN_DATABASE_URL 和数据库服务"
    if "malformed" in text or "not a database" in text:
        return "数据库文件已损坏，请用 zhucun restore 从备份恢复"
    return ""


__all__ = ["DATABASE", "StoreError", "close", "reading", "use", "vendor", "writing"]
