"""One command of the program in this process: its seconds from the start of the process, and how much it read.

``python -m tests.bench.watched run 2023-11``: a module of its own, so that nothing is loaded which the command does not
need, and its figures on one line of JSON.
"""

import io
import json
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch


def watch(words: Sequence[str]) -> dict[str, Any]:
    """Run one command in this process; give its seconds from the start of the process, and how much it read."""
    from audit import intake
    from audit.cli import app
    from audit.store import blobs, connect, runs

    read, opened = blobs.read, Counter[str]()

    def counted(kind: str, name: str) -> bytes:
        opened[kind] += 1
        return read(kind, name)

    def counted_intake(paths: Sequence[Path], *rest: Any, **named: Any) -> Any:
        opened["originals"] += len(paths)
        return intake_read(paths, *rest, **named)

    intake_read = intake.read
    with patch.object(blobs, "read", counted), patch.object(intake, "read", counted_intake):
        code = _code(app.main, words)
    if code not in (0, 1):
        raise RuntimeError(f"zhucun {words[0]} ended with {code}")
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    figures: dict[str, Any] = {"wall": time.time() - _begun(), "cpu": sum(one.ru_utime + one.ru_stime for one in spent)}
    connect.use()
    latest = runs.latest()
    figures |= latest.figures if latest else {}
    connect.close()
    return figures | {"originals": opened["originals"], "rows": opened["rows"]}


def _code(main: Any, words: Sequence[str]) -> object:
    """Run the command line silently and give its exit code."""
    with patch.object(sys, "argv", ["zhucun", *words]), redirect_stdout(io.StringIO()):
        try:
            main()
        except SystemExit as ended:
            return ended.code or 0
    return 0


def _begun() -> float:
    """When this process was started."""
    ticks = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
    booted = time.time() - float(Path("/proc/uptime").read_text().split()[0])
    return booted + ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(watch(sys.argv[1:])))
