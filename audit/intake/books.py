"""Reads many workbooks in limited child processes, several at once; a file that kills its child is blamed for it."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from audit.intake.grid import Fault, Grid, make_grid
from audit.intake.limits import READER, WALL_SECONDS
from audit.intake.reading.tables import SEPARATOR

_SCRIPT = Path(__file__).with_name("reader.py")


class Limits(Struct, frozen=True):
    """What one file may cost: the child's limits and the wall clock's seconds."""

    reader: Mapping[str, int] = field(default_factory=lambda: READER)
    wall_seconds: float = WALL_SECONDS


class Book(Struct, frozen=True):
    """What came out of a file: its worksheets, or the code and detail of why it could not be read.

    ``kind`` is what the file really is. The files of an archive are its ``members``, each with the name it has there
    and the SHA-256 of its bytes.
    """

    grids: tuple[Grid, ...] = ()
    error: str = ""
    detail: str = ""
    kind: str = ""
    macros: bool = False
    name: str = ""
    sha256: str = ""
    members: tuple["Book", ...] = ()


class _Child:
    """One child process that reads file after file; it is started when needed and again after it died."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, path: Path) -> Book:
        """Read one file. Whatever the file does to the child becomes the book's error."""
        process = self._process or self._start()
        late = threading.Event()
        timer = threading.Timer(self._limits.wall_seconds, self._stop_late, (process, late))
        timer.start()
        try:
            return self._ask(process, path)
        except (OSError, EOFError, ValueError):
            self.close()
            return Book(error=_cause_of_death(process.returncode, late=late.is_set()))
        finally:
            timer.cancel()

    def close(self) -> None:
        """End the child."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-P", str(_SCRIPT)]
        self._process = subprocess.Popen(  # noqa: S603  our own script
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return self._process

    def _ask(self, process: subprocess.Popen[bytes], path: Path) -> Book:
        if process.stdin is None or process.stdout is None:
            raise EOFError
        request = json.dumps({"path": str(path.resolve()), "limits": dict(self._limits.reader)})
        process.stdin.write(request.encode() + b"\n")
        process.stdin.flush()
        messages: list[Mapping[str, Any]] = []
        while line := process.stdout.readline():
            message = json.loads(line)
            if "end" in message:
                return _book(messages)
            messages.append(message)
        raise EOFError

    @staticmethod
    def _stop_late(process: subprocess.Popen[bytes], late: threading.Event) -> None:
        late.set()
        process.kill()


def _cause_of_death(code: int | None, *, late: bool) -> str:
    """Why the child died: the wall clock or its CPU limit (SIGXCPU is 24), else memory or a broken file."""
    return "too-slow" if late or code == -24 else "killed"


def _book(messages: Sequence[Mapping[str, Any]]) -> Book:
    """Put the child's messages about one file together; each member of an archive begins with its name."""
    starts = [at for at, message in enumerate(messages) if "member" in message]
    members = tuple(_one_book(messages[start:end]) for start, end in pairwise([*starts, len(messages)]))
    return replace(_one_book(messages[: starts[0] if starts else None]), members=members)


def _one_book(messages: Sequence[Mapping[str, Any]]) -> Book:
    book = Book()
    for message in messages:
        if "kind" in message:
            name, sha256 = message.get("member", ""), message.get("sha256", "")
            book = replace(book, kind=message["kind"], macros=message["macros"], name=name, sha256=sha256)
        elif "error" in message:
            book = replace(book, grids=(), error=message["error"], detail=message["detail"])
        else:
            book = replace(book, grids=(*book.grids, _grid(message)))
    return book


def _grid(message: Mapping[str, Any]) -> Grid:
    height = message["height"]
    columns = [column.split(SEPARATOR) for column in message["columns"]]
    if any(len(column) != height for column in columns):
        raise EOFError
    merges = [tuple(merge) for merge in message["merges"]]
    grid = make_grid(message["name"], columns, merges, hidden=message["hidden"])
    faults = tuple(Fault(*fault) for fault in message.get("faults", ()))
    return replace(grid, note=message.get("note", ""), faults=faults)


def read_books(paths: Sequence[Path], *, workers: int, limits: Limits | None = None) -> Iterator[Book]:
    """Read files in order, up to ``workers`` at once; gives one book per path, in the order of the paths."""
    count = max(1, min(workers, len(paths)))
    children = [_Child(limits or Limits()) for _ in range(count)]
    idle: SimpleQueue[_Child] = SimpleQueue()
    for child in children:
        idle.put(child)

    def read(path: Path) -> Book:
        child = idle.get()
        try:
            return child.read(path)
        finally:
            idle.put(child)

    try:
        with ThreadPoolExecutor(count) as pool:
            yield from pool.map(read, paths)
    finally:
        for child in children:
            child.close()
