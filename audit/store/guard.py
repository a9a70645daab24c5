"""One process at a time: a lock on a file, let go by the system itself when the process dies."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)


@contextmanager
def one_at_a_time(folder: Path, name: str = "workspace.lock") -> Iterator[None]:
    """Wait until no other process is inside for this folder."""
    with (folder / name).open("a") as stream:
        _take(stream.fileno())
        yield
