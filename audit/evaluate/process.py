"""Calls the child process in which durable-rules runs; a crash there is an answer here, not the end of the run."""

import importlib.metadata
import importlib.util
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WORKER = Path(__file__).with_name("durable_worker.py")
TIMEOUT_SECONDS = 900


class WorkerDiedError(RuntimeError):
    """The child gave no usable answer; the message names the exit code only, never a fact."""


@dataclass(frozen=True, slots=True)
class Request:
    """Rules and facts for the child; see ``durable_worker`` for the meaning of each part."""

    rules: Mapping[str, Any]
    names: Sequence[str]
    rows: Sequence[Sequence[Any]]
    sessions: Sequence[int]


def fire(request: Request) -> dict[str, list[list[int]]]:
    """Give, for each rule, the row numbers that made it fire, one list a firing.

    WorkerDiedError when the child dies, refuses or is too slow.
    """
    payload = {"rules": request.rules, "names": request.names, "rows": request.rows, "sessions": request.sessions}
    try:
        # -P: the folder of the worker must not come before the standard library.
        done = subprocess.run(  # noqa: S603 - our own interpreter and file
            [sys.executable, "-P", str(WORKER)],
            input=json.dumps(payload, ensure_ascii=False).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise WorkerDiedError(f"{TIMEOUT_SECONDS}秒内没有算完") from error
    if done.returncode != 0:
        raise WorkerDiedError(f"退出码{done.returncode}")
    fired: dict[str, list[list[int]]] = json.loads(done.stdout)["fired"]
    return fired


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
