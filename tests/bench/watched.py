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
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from audit import __main__ as program


class _Ended(BaseException):
    """The program ended its process."""


def watch(words: Sequence[str]) -> dict[str, Any]:
    """Run one command in this process; give its seconds from the start of the process, and how much it read."""
    from audit.store import blobs

    opened = Counter[str]()
    blobs.read = _counting(blobs.read, lambda kind, _: opened.update([kind]))  # type: ignore[assignment]
    if words[0] == "import":
        from audit import intake

        intake.read = _counting(intake.read, lambda paths, *_: opened.update(originals=len(paths)))  # type: ignore[assignment]
    code = _code(words)
    if code not in (0, 1):
        raise RuntimeError(f"zhucun {words[0]} ended with {code}")
    if words[0] != "import" and "audit.intake" in sys.modules:
        raise RuntimeError(f"zhucun {words[0]} loaded what reads originals")
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    figures: dict[str, Any] = {"wall": time.time() - _begun(), "cpu": sum(one.ru_utime + one.ru_stime for one in spent)}
    from audit.store import connect, runs

    connect.use()
    latest = runs.latest()
    figures |= latest.figures if latest else {}
    connect.close()
    return figures | {"originals": opened["originals"], "rows": opened["rows"]}


def _counting(read: Callable[..., Any], count: Callable[..., None]) -> Callable[..., Any]:
    def counted(*given: Any, **named: Any) -> Any:
        count(*given)
        return read(*given, **named)

    return counted


def _code(words: Sequence[str]) -> object:
    """Run the program silently, as it runs by itself, and give its exit code."""
    sys.argv = ["zhucun", *words]
    ended: list[int] = []

    def end(code: int) -> None:
        ended.append(code)
        raise _Ended

    os._exit = end  # type: ignore[assignment]
    with redirect_stdout(io.StringIO()):
        try:
            program.run()
        except _Ended:
            return ended[0]
    return None


def _begun() -> float:
    """When this process was started."""
    ticks = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
    booted = time.time() - float(Path("/proc/uptime").read_text().split()[0])
    return booted + ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(watch(sys.argv[1:])))
