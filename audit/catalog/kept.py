"""What was loaded is kept while its files stay as they are: one command asks for rules and contracts many times."""

import os
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from audit import resources

_Load = TypeVar("_Load", bound=Callable[..., Any])
_State = tuple[tuple[str, int, int, int], ...]

_JUST_NOW = 2_000_000_000
"""Nanoseconds in which a file may be written twice without its time telling so."""

_MOST = 4

_TAKEN: ContextVar[Mapping[str, Any] | None] = ContextVar("taken", default=None)
"""What loaders give without looking at any file, by the loader's name."""


def kept(load: _Load) -> _Load:
    """Let a loader without arguments give again what it made while no file of the law (``resources.LAW``) changed.

    Files count as changed by place, size, time or number; what was loaded from a file written a moment ago is not
    kept. A dict is given as a copy of its own. What fails is tried again.
    """
    made: OrderedDict[_State, Any] = OrderedDict()

    @wraps(load)
    def again() -> Any:
        taken = _TAKEN.get()
        if taken is not None and load.__name__ in taken and not resources.alone():
            return _own(taken[load.__name__])
        state = tuple(_state())
        if state not in made:
            found = load()
            if max((changed for _, _, changed, _ in state), default=0) > time.time_ns() - _JUST_NOW:
                return found
            made[state] = found
            if len(made) > _MOST:
                made.popitem(last=False)
        return _own(made[state])

    return again  # type: ignore[return-value]


def _own(made: Any) -> Any:
    return dict(made) if isinstance(made, dict) else made


@contextmanager
def taken_up(made: Mapping[str, Any]) -> Iterator[None]:
    """Let loaders, by their names, give these values for a while whatever becomes of the files.

    Those of another law, in ``resources.only``, are loaded all the same.
    """
    token = _TAKEN.set(made)
    try:
        yield
    finally:
        _TAKEN.reset(token)


def _state() -> Iterator[tuple[str, int, int, int]]:
    """Give path, size, time and number of every file of the law, the folders that win first going first."""
    for name in resources.LAW:
        for folder in resources.folders(name):
            yield from _of(folder)


def _of(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if entry.is_dir():
                yield from _of(Path(entry.path))
            else:
                of = entry.stat()
                yield entry.path, of.st_size, of.st_mtime_ns, of.st_ino
