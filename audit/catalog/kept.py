"""What was loaded is kept while its files stay as they are: one command asks for rules and contracts many times."""

import os
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from audit import resources

_Load = TypeVar("_Load", bound=Callable[..., Any])
_State = tuple[tuple[str, int, int, int], ...]

_JUST_NOW = 2_000_000_000
"""Nanoseconds in which a file may be written twice without its time telling so."""

_MOST = 4

_MADE: dict[str, OrderedDict[_State, Any]] = {}
"""What each loader made, by the loader's name."""


def kept(load: _Load) -> _Load:
    """Let a loader without arguments give again what it made while no file of the law (``resources.LAW``) changed.

    Files count as changed by place, size, time or number; what was loaded from a file written a moment ago is not
    kept. A dict is given as a copy of its own. What fails is tried again, and a call with arguments always loads.
    """
    made = _MADE[load.__name__] = OrderedDict[_State, Any]()

    @wraps(load)
    def again(*given: Any, **named: Any) -> Any:
        if given or named:
            return load(*given, **named)
        state = tuple(_state())
        if state not in made:
            found = load()
            if max((changed for _, _, changed, _ in state), default=0) > time.time_ns() - _JUST_NOW:
                return found
            made[state] = found
            if len(made) > _MOST:
                made.popitem(last=False)
        result = made[state]
        return dict(result) if isinstance(result, dict) else result

    return again  # type: ignore[return-value]


def take_up(made: Mapping[str, Any]) -> None:
    """Let loaders, by their names, give these values as what they made of the files as they are now."""
    state = tuple(_state())
    for name, value in made.items():
        _MADE[name][state] = value


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
