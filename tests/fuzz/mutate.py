"""Damages a file the way bad disks, bad transfers and bad people do; the same number gives the same damage."""

import io
import random
import zipfile
import zlib

_TOKENS = (
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<!--", b"]]>", b"\xff\xff\xff\xff", b"\x00" * 64, b"1048576", b"XFD1048576",
    b' colspan="99999"', b' r="ZZZ999999"', b"&#0;", b"&a;", b"\xef\xbb\xbf", b"\xff\xfe", b'"', b"\x7f",
    b"\xed\xa0\x80",
    b"9" * 400, b"1e999", b"-1", b' t="s"', b"<row>", b"<c>", b"</table>", b"<table>" * 30, b"[" * 300, b"\\ud800",
)  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A damaged copy: inside the archive where it is one (half of the time), else in its bytes."""
    if data.startswith(b"PK") and chance.random() < 0.6:
        return _archive(data, chance)
    return _bytes(data, chance)


def _bytes(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 1, 1, 3))):
        data = chance.choice((_flip, _flip, _flip, _cut, _swap, _repeat, _erase, _insert, _overwrite))(data, chance)
    return data


def _spot(data: bytes, chance: random.Random) -> int:
    return chance.randrange(len(data)) if data else 0


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 16)) if changed else 0):
        changed[_spot(data, chance)] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: _spot(data, chance)]


def _swap(data: bytes, chance: random.Random) -> bytes:
    first, second, third = sorted(_spot(data, chance) for _ in range(3))
    return data[:first] + data[second:third] + data[first:second] + data[third:]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    first, second = sorted(_spot(data, chance) for _ in range(2))
    return data[:second] + data[first:second] * chance.choice((1, 1, 5)) + data[second:]


def _erase(data: bytes, chance: random.Random) -> bytes:
    first, second = sorted(_spot(data, chance) for _ in range(2))
    return data[:first] + bytes(second - first) + data[second:]


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = _spot(data, chance)
    return data[:at] + chance.choice(_TOKENS) + data[at:]


def _overwrite(data: bytes, chance: random.Random) -> bytes:
    at, token = _spot(data, chance), chance.choice(_TOKENS)
    return data[:at] + token + data[at + len(token) :]


def _archive(data: bytes, chance: random.Random) -> bytes:
    """One member changed, dropped, doubled or renamed; the rest as it was."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    at = chance.randrange(len(parts))
    name, part = parts[at]
    what = chance.choice(("change", "change", "change", "change", "drop", "double", "rename"))
    if what == "change":
        parts[at] = (name, _bytes(part, chance))
    elif what == "drop":
        del parts[at]
    elif what == "double":
        parts.append((f"{name}.copy", _bytes(part, chance)))
    else:
        parts[at] = (chance.choice(("../../x", "C:\\x.xlsx", "/x", "xl/x.xml", "\u202ex.slx", "a" * 300)), part)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for part_name, content in parts:
            archive.writestr(part_name, content)
    packed = stream.getvalue()
    return packed if chance.random() < 0.8 else _flip(packed, random.Random(zlib.crc32(packed)))
