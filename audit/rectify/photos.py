"""Photos without their position: every block that may hold one is left out, the picture itself stays byte for byte.

Pillow reads the date and the way up from the EXIF block and writes a new one with only these two; nothing is decoded,
so a huge or malicious picture costs no memory.
"""

import struct
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO

from msgspec import Struct
from PIL import ExifTags, Image, UnidentifiedImageError

_EXIF = b"Exif\x00\x00"
_STANDALONE = {0x01, *range(0xD0, 0xD8)}
_START_OF_SCAN, _END = 0xDA, 0xD9
_APP0, _APP1, _ICC, _ADOBE, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
_APPLICATION = range(_APP0, 0xF0)
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD"}
_UNREADABLE = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError
)  # fmt: skip
_MOMENT = "%Y:%m:%d %H:%M:%S"
_DATE_TAGS = (ExifTags.Base.DateTimeOriginal, ExifTags.Base.DateTimeDigitized)


class BrokenPhotoError(ValueError):
    """The bytes do not form a whole JPEG or PNG."""


class Photo(Struct, frozen=True):
    """A photo without position: its bytes, the day the camera noted (None without), whether a position was in it."""

    data: bytes
    taken_on: date | None
    had_position: bool


class _Noted(Struct, frozen=True):
    """What a camera noted that is of use, and whether it noted a position."""

    way_up: int | None
    moment: datetime | None
    position: bool


def without_position(data: bytes) -> Photo:
    """Take everything but the picture, its colours, date and way up out of a JPEG or PNG. BrokenPhotoError."""
    noted = _noted(data)
    parts = _png_parts(data) if data.startswith(_PNG_HEAD) else _jpeg_parts(data, _new_exif(noted))
    position = noted.position or b"GPSL" in data
    return Photo(b"".join(parts), noted.moment.date() if noted.moment else None, position)


def _noted(data: bytes) -> _Noted:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as image:
                exif = image.getexif()
                way_up = exif.get(ExifTags.Base.Orientation)
                position = bool(exif.get_ifd(ExifTags.IFD.GPSInfo))
                return _Noted(way_up if way_up in range(1, 9) else None, _moment(exif), position)
        except _UNREADABLE as error:
            raise BrokenPhotoError(str(error)) from error


def _moment(exif: Image.Exif) -> datetime | None:
    noted = exif.get_ifd(ExifTags.IFD.Exif)
    texts = [noted.get(tag) for tag in _DATE_TAGS] + [exif.get(ExifTags.Base.DateTime)]
    for text in texts:
        try:
            return datetime.strptime(str(text).strip("\x00 "), _MOMENT)  # noqa: DTZ007 (cameras note local time)
        except ValueError:
            continue
    return None


def _new_exif(noted: _Noted) -> bytes:
    """Write an EXIF block with only the way up and the date; empty when neither is known."""
    exif = Image.Exif()
    if noted.way_up is not None:
        exif[ExifTags.Base.Orientation] = noted.way_up
    if noted.moment is not None:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = noted.moment.strftime(_MOMENT)
    return exif.tobytes() if noted.way_up is not None or noted.moment is not None else b""


def _jpeg_parts(data: bytes, exif: bytes) -> Iterator[bytes]:
    """Walk the segments up to the end mark; a second picture behind it (with its own position) is left out."""
    yield data[:2]
    if exif:
        body = exif if exif.startswith(_EXIF) else _EXIF + exif
        yield struct.pack(">BBH", 0xFF, _APP1, len(body) + 2) + body
    at = 2
    while at < len(data):
        marker, begin = _next_marker(data, at)
        if marker == _END:
            yield b"\xff\xd9"
            return
        end = begin + _segment_length(data, begin)
        if _jpeg_keeps(marker, data[begin + 2 : begin + 16]):
            yield bytes((0xFF, marker)) + data[begin:end]
        at = end
        if marker == _START_OF_SCAN:
            at = _scan_end(data, end)
            yield data[end:at]
    raise BrokenPhotoError


def _next_marker(data: bytes, at: int) -> tuple[int, int]:
    """Read the marker at a place (fill bytes skipped): its code, and where its length stands."""
    if data[at] != 0xFF:
        raise BrokenPhotoError
    while at < len(data) and data[at] == 0xFF:
        at += 1
    if at >= len(data):
        raise BrokenPhotoError
    return data[at], at + 1


def _segment_length(data: bytes, begin: int) -> int:
    length = int.from_bytes(data[begin : begin + 2], "big")
    if length < 2 or begin + length > len(data):
        raise BrokenPhotoError
    return length


def _jpeg_keeps(marker: int, head: bytes) -> bool:
    if marker == _ICC:
        return head.startswith(b"ICC_PROFILE\x00")
    return marker in (_APP0, _ADOBE) or (marker not in _APPLICATION and marker != _COMMENT)


def _scan_end(data: bytes, at: int) -> int:
    """Find the next marker after the picture's own data (0xFF00 and restart marks belong to it)."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise BrokenPhotoError
        if data[at + 1] == 0xFF:
            at += 1
        elif data[at + 1] == 0 or data[at + 1] in _STANDALONE:
            at += 2
        else:
            return at


def _png_parts(data: bytes) -> Iterator[bytes]:
    """Walk the chunks up to the end; text, time and EXIF chunks are left out (the day stays with the attachment)."""
    yield _PNG_HEAD
    at = len(_PNG_HEAD)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if end > len(data):
            break
        if kind in _PNG_KEPT:
            yield data[at:end]
        if kind == b"IEND":
            return
        at = end
    raise BrokenPhotoError
