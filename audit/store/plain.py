"""Records of ``audit.model`` as plain JSON, and back by their type hints; nothing is ever unpickled."""

from functools import lru_cache
from typing import Any

import msgspec


def to_plain(thing: Any) -> Any:
    """Give what ``json.dumps`` can write: records as objects, dates as texts, tuples and sorted sets as lists."""
    return msgspec.to_builtins(thing, str_keys=True, order="deterministic")


def from_plain(hint: Any, data: Any) -> Any:
    """Make a value of a type from what ``to_plain`` gave; ValidationError where the data are of no such type."""
    return msgspec.convert(data, hint, str_keys=True)


def to_json(thing: Any) -> bytes:
    """Write a value, its mappings by texts only, as JSON with sorted names; the same value gives the same bytes."""
    return msgspec.json.encode(thing, order="sorted")


def from_json(hint: Any, data: bytes | str) -> Any:
    """Make a value of a type from what ``to_json`` gave; ValidationError where the data are of no such type."""
    return _decoder(hint).decode(data)


@lru_cache(maxsize=64)
def _decoder(hint: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(hint)
