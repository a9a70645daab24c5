"""Several named pieces of bytes as one compressed blob; the same pieces give the same bytes."""

import json
import zlib
from collections.abc import Iterator, Mapping

_MAGIC = b"zhucun-bundle 1\n"
_LEVEL = 6


def tie(pieces: Mapping[str, bytes]) -> bytes:
    """Make one blob of pieces by name."""
    packed = {name: zlib.compress(data, _LEVEL) for name, data in sorted(pieces.items())}
    head = json.dumps({name: len(data) for name, data in packed.items()}, ensure_ascii=False).encode()
    return b"".join((_MAGIC, head, b"\n", *packed.values()))


class Untied(Mapping[str, bytes]):
    """The pieces of a blob by name; each is unpacked when it is asked for."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        """Keep the pieces packed."""
        self._packed = packed

    def __getitem__(self, name: str) -> bytes:
        """Unpack one piece."""
        return zlib.decompress(self._packed[name])

    def __iter__(self) -> Iterator[str]:
        """Give the names, sorted."""
        return iter(self._packed)

    def __len__(self) -> int:
        """Count the pieces."""
        return len(self._packed)


def untie(data: bytes) -> Untied:
    """Give the pieces back; ValueError where the bytes are no such blob."""
    if not data.startswith(_MAGIC):
        raise ValueError(f"no bundle: {data[:16]!r}")
    end = data.index(b"\n", len(_MAGIC))
    at, packed = end + 1, {}
    for name, size in json.loads(data[len(_MAGIC) : end]).items():
        packed[name] = data[at : at + size]
        at += size
    return Untied(packed)
