"""Photographs of December's meetings, tiny and made up: one used again under another name, one taken too early."""

import struct
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from generator.model import Expected, Posting, Village

_REUSED, _EARLY = "东塘村", "东湾村"
_TAKEN_EARLY = date(2024, 11, 29)
_COLUMNS, _ROWS = 8, 6
_TAKEN, _NOTES, _TEXT = 0x9003, 0x8769, 2

EXPECTED: Mapping[str, tuple[Expected, ...]] = {
    "2024-12": (
        Expected("photo-reused", _REUSED, "", date(2024, 12, 24), "照片是五日会议的，缩小、调亮、换了文件名"),
        Expected("photo-date-off", _EARLY, "", date(2024, 12, 10), "照片拍于十一月二十九日"),
    ),
}


def write(folder: Path, _villages: Sequence[Village], _postings: Sequence[Posting]) -> None:
    """Write the photographs that two villages handed in; all others named theirs only."""
    place = folder / "2024-12" / "会议照片"
    place.mkdir(parents=True, exist_ok=True)
    for name, data in {
        "IMG_20241205_1512": _png(_scene(1, 60, 45), date(2024, 12, 5)),
        "IMG_20241224_1513": _png(_scene(1, 48, 36, brighter=9), None),
        "IMG_20241217_1514": _png([bytes(64)] * 48, date(2024, 12, 18)),
        "IMG_20241210_1509": _png(_scene(2, 60, 45), _TAKEN_EARLY),
        "IMG_20241223_1510": _png(_scene(3, 60, 45), date(2024, 12, 23)),
    }.items():
        (place / f"{name}.png").write_bytes(data)


def _scene(number: int, width: int, height: int, *, brighter: int = 0) -> list[bytes]:
    """Give the lines of a picture in greys: blocks that look at random, for each number others."""
    greys = [
        [30 + brighter + pow(7, 1 + number * 53 + row * _COLUMNS + column, 257) * 5 % 160 for column in range(_COLUMNS)]
        for row in range(_ROWS)
    ]
    return [bytes(greys[y * _ROWS // height][x * _COLUMNS // width] for x in range(width)) for y in range(height)]


def _png(lines: Sequence[bytes], taken: date | None) -> bytes:
    """Pack a grey picture, unpressed, so that every machine writes the same bytes."""
    head = struct.pack(">IIBBBBB", len(lines[0]), len(lines), 8, 0, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + line for line in lines), 0)
    noted = _chunk(b"eXIf", _noted(taken)) if taken else b""
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + noted + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _noted(taken: date) -> bytes:
    """Give an EXIF block that knows nothing but when the picture was taken."""
    moment = f"{taken:%Y:%m:%d} 15:10:00\0".encode("ascii")
    first = struct.pack("<HHHIII", 1, _NOTES, 4, 1, 26, 0)
    second = struct.pack("<HHHIII", 1, _TAKEN, _TEXT, len(moment), 44, 0)
    return b"II*\0" + struct.pack("<I", 8) + first + second + moment
