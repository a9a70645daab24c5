"""Frozen dataclasses of ``audit.model`` as plain JSON, and back by their type hints; nothing is ever unpickled.

How to write and how to read a type is worked out once for each type.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

KIND = "kind of"
"""Marks which of several dataclasses a value is."""

_PLAIN = (str, int, float, bool, NoneType)
Step = Callable[[Any], Any]


def to_plain(thing: Any) -> Any:
    """Give what ``json.dumps`` can write: dataclasses as objects, dates as texts, tuples and sets as lists."""
    kind: Any = type(thing)
    return _writer(kind)(thing)


@lru_cache(maxsize=512)
def _writer(kind: type) -> Step:
    if kind in _PLAIN:
        return _same
    if is_dataclass(kind):
        names = tuple(f.name for f in fields(kind))
        return lambda thing: {KIND: kind.__name__} | {name: to_plain(getattr(thing, name)) for name in names}
    for base, step in _STEPS.items():
        if issubclass(kind, base):
            return step
    raise TypeError(kind.__name__)


_STEPS: Mapping[type, Step] = {
    Enum: lambda thing: thing.value,
    date: lambda thing: thing.isoformat(),
    Mapping: lambda thing: {str(key): to_plain(value) for key, value in thing.items()},
    frozenset: lambda thing: sorted(to_plain(one) for one in thing),
    set: lambda thing: sorted(to_plain(one) for one in thing),
    tuple: lambda thing: [to_plain(one) for one in thing],
    list: lambda thing: [to_plain(one) for one in thing],
}


def from_plain(hint: Any, data: Any) -> Any:
    """Make a value of a type from what ``to_plain`` gave; TypeError where the data are of no such type."""
    return _reader(hint)(data)


def _same(data: Any) -> Any:
    return data


@lru_cache(maxsize=512)
def _reader(hint: Any) -> Step:
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _one_of(inside)
    if origin is tuple:
        return _tuple(inside)
    if origin in (frozenset, set):
        each = _reader(inside[0])
        return lambda data: frozenset(map(each, data))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(*inside)
    return _single(hint)


def _single(hint: Any) -> Step:
    if is_dataclass(hint):
        steps: list[tuple[str, Step]] = []

        made: Any = hint

        def make(data: Any) -> Any:
            # Filled on first use: a dataclass may hold others of its own kind.
            steps[:] = steps or [(name, _reader(kind)) for name, kind in get_type_hints(hint).items()]
            return made(**{name: step(data[name]) for name, step in steps if name in data})

        return make
    if hint in (date, datetime):
        return lambda data: hint.fromisoformat(data)
    return hint if isinstance(hint, type) and issubclass(hint, Enum) else _same


def _one_of(hints: tuple[Any, ...]) -> Step:
    left = [hint for hint in hints if hint is not NoneType]
    by_name = {hint.__name__: _reader(hint) for hint in left if is_dataclass(hint) and isinstance(hint, type)}
    only = _reader(left[0]) if len(left) == 1 else None

    def read(data: Any) -> Any:
        if data is None:
            return None
        if isinstance(data, dict) and KIND in data:
            return by_name[data[KIND]](data)
        if only is not None:
            return only(data)
        return tuple(data) if isinstance(data, list) else data

    return read


def _tuple(hints: tuple[Any, ...]) -> Step:
    if len(hints) == 2 and hints[1] is Ellipsis:
        each = _reader(hints[0])
        return lambda data: tuple(map(each, data))
    steps = [_reader(hint) for hint in hints]
    return lambda data: tuple(step(one) for step, one in zip(steps, data, strict=True))


def _mapping(key: Any, value: Any) -> Step:
    each = _reader(value)
    if key is int:
        return lambda data: {int(name): each(one) for name, one in data.items()}
    return lambda data: {name: each(one) for name, one in data.items()}
