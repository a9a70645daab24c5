"""The child process: one request on standard input, the annotated workbook on standard output.

The request is JSON with ``path``, ``limits`` (bytes of memory, CPU seconds) and what ``book.Request`` holds. Ends with
0, or with ``CANNOT`` where the file's parts are not as a workbook's should be.
"""

import contextlib
import json
import sys
from pathlib import Path
from typing import Any

from audit.render.annotated.book import Fault, Request, annotate
from audit.render.annotated.package import CannotAnnotateError

try:
    import resource
except ImportError:  # Windows has none: there only the parent's wall clock ends a file that takes too long.
    resource = None  # type: ignore[assignment]

CANNOT = 3


def limit(memory: int, seconds: int) -> None:
    """Put the process under its limits; it leaves no core file of personal data behind."""
    if resource is None:
        return
    wanted = ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0))
    for kind, most in wanted:
        hard = resource.getrlimit(kind)[1]
        # A platform that refuses a limit (macOS does, for memory) still has the wall clock.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def serve(message: dict[str, Any]) -> int:
    """Answer one request; give the exit code."""
    limit(*message["limits"])
    faults = tuple(Fault(sheet, cell, tuple(texts), note) for sheet, cell, texts, note in message["faults"])
    title, note = message["title"]
    request = Request(message["name"], (title, note), message["result_name"], message["own_sheet"], faults)
    try:
        data = annotate(Path(message["path"]).read_bytes(), request)
    except CannotAnnotateError:
        return CANNOT
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(serve(json.loads(sys.stdin.buffer.read())))
