"""Calls the child process in which durable-rules runs; a crash there is an answer here, not the end of the run."""

import importlib.metadata
import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from queue import LifoQueue
from threading import Timer
from typing import Any, Self, TypeAlias

from msgspec import Struct

WORKER = Path(__file__).with_name("durable_worker.py")
TIMEOUT_SECONDS = 900
FACTS_A_CHILD = 30_000
"""After so many facts a child is replaced, so that its memory does not grow with the number of requests."""


class WorkerDiedError(RuntimeError):
    """The child gave no usable answer; the message names the exit code only, never a fact."""


class Request(Struct, frozen=True):
    """Rules and facts for the child; see ``durable_worker`` for the meaning of each part."""

    rules: Mapping[str, Any]
    names: Sequence[str]
    rows: Sequence[Sequence[Any]]
    sessions: Sequence[int]


Fired: TypeAlias = dict[str, list[list[int]]]
"""For each rule the row numbers that made it fire, one list a firing."""

Fire: TypeAlias = Callable[[Request], Fired]


class Children:
    """Some child processes that answer request after request, each one at a time; for use with ``with``."""

    def __init__(self, number: int) -> None:
        """Make room for so many; each is started when it is first needed."""
        self._idle: LifoQueue[_Child] = LifoQueue()
        for _ in range(number):
            self._idle.put(_Child())

    def __enter__(self) -> Self:
        """Start using them."""
        return self

    def __exit__(self, *_: object) -> None:
        """End those that live."""
        while not self._idle.empty():
            self._idle.get().end()

    def fire(self, request: Request) -> Fired:
        """Give what fired; WorkerDiedError when the child dies, refuses or is too slow."""
        child = self._idle.get()
        try:
            return child.fire(request)
        finally:
            self._idle.put(child)


_SHARED: ContextVar[Children | None] = ContextVar("shared", default=None)


@contextmanager
def sharing(number: int) -> Iterator[Children]:
    """Let all that is asked for a while be answered by the same children, at most so many at once.

    Inside, those of the outermost are given: a child takes longer to start than to answer.
    """
    shared = _SHARED.get()
    if shared is not None:
        yield shared
        return
    with Children(number) as children:
        token = _SHARED.set(children)
        try:
            yield children
        finally:
            _SHARED.reset(token)


def fire(request: Request) -> Fired:
    """Give what fired in a child process; WorkerDiedError when it dies, refuses or is too slow."""
    with sharing(1) as children:
        return children.fire(request)


class _Child:
    """A child process and how many facts it has judged; another takes its place after it died, and after so many."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._facts = 0

    def fire(self, request: Request) -> Fired:
        if self._process and self._facts + len(request.rows) > FACTS_A_CHILD:
            self.end()
        process = self._process = self._process or _started()
        self._facts += len(request.rows)
        begun = time.monotonic()
        watch = Timer(TIMEOUT_SECONDS, process.kill)
        watch.start()
        answer = _answer(process, request)
        watch.cancel()
        if not answer.endswith(b"\n"):
            self.end()
            late = time.monotonic() - begun >= TIMEOUT_SECONDS
            raise WorkerDiedError(f"{TIMEOUT_SECONDS}秒内没有算完" if late else f"退出码{process.returncode}")
        fired: Fired = json.loads(answer)["fired"]
        return fired

    def end(self) -> None:
        """Let the child end by giving it nothing more to do."""
        if self._process:
            self._process.communicate()
        self._process, self._facts = None, 0


def _started() -> subprocess.Popen[bytes]:
    # -P: the folder of the worker must not come before the standard library.
    return subprocess.Popen(  # noqa: S603 - our own interpreter and file
        [sys.executable, "-P", str(WORKER)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _answer(process: subprocess.Popen[bytes], request: Request) -> bytes:
    """Send a request and give the answer's line, which is not whole where the child died."""
    payload = {"rules": request.rules, "names": request.names, "rows": request.rows, "sessions": request.sessions}
    if process.stdin is None or process.stdout is None:
        return b""
    try:
        process.stdin.write(json.dumps(payload, ensure_ascii=False).encode() + b"\n")
        process.stdin.flush()
    except BrokenPipeError:
        return b""
    return process.stdout.readline()


@cache
def engine_name() -> str | None:
    """Name the engine and its version (``durable-rules 2.0.28``); None where it is not installed or does not load."""
    if importlib.util.find_spec("durable_rules_engine") is None:
        return None
    try:
        fire(Request(rules={}, names=(), rows=(), sessions=()))
    except WorkerDiedError:
        return None
    return f"durable-rules {importlib.metadata.version('durable-rules')}"
