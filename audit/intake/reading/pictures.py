"""Photographs: what tells that two are one picture, and the day the camera noted. Where it was taken is never read.

The fingerprint is the usual perceptual hash of 64 bits: of the picture in 32 × 32 greys the 8 × 8 slowest waves, each
above their median or not. A copy made smaller, or packed again by a messenger, differs in a few bits.
"""

import hashlib
import math
import struct
import warnings
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from statistics import median

from PIL import ExifTags, Image

from .tables import Limits, Message, RefusedError, clean, sheet_message

_UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, struct.error)
_HEADER = ("内容校验码", "照片文件名", "画面指纹", "拍摄日期")
_MOMENT = "%Y:%m:%d %H:%M:%S"
_SIDE, _SLOWEST = 32, 8
_WAVES = [[math.cos(math.pi * (2 * at + 1) * wave / (2 * _SIDE)) for at in range(_SIDE)] for wave in range(_SLOWEST)]
_FAINT = 0.75 * _SIDE * _SIDE / 4
"""Where half the waves are weaker than three quarters of a grey, noise decides on the bits: sky, night, one colour."""
_PAPER = 200
"""More than half of a page is paler than this; the pages of one form all look alike."""
_TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip


def read(data: bytes, limits: Limits, *, name: str) -> list[Message]:
    """Read a JPEG or PNG as a sheet of one row. Raises RefusedError.

    The fingerprint is empty where the picture has too little to go by (note ``plain-photo``), or is of a page of
    writing (``paper-photo``).
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            greys, taken_on = _looked_at(data, limits)
        except (Image.DecompressionBombError, MemoryError) as error:
            raise RefusedError(code="too-many-pixels") from error
        except _UNREADABLE as error:
            raise RefusedError(code="damaged-photo") from error
    waves = _waves(greys)
    plain = median(map(abs, waves[1:])) < _FAINT
    note = "plain-photo" if plain else "paper-photo" if median(greys) >= _PAPER else ""
    row = (hashlib.sha256(data).hexdigest(), clean(name), "" if note else _fingerprint(waves), taken_on)
    return [sheet_message("照片", [_HEADER, row], limits, note=note)]


def _looked_at(data: bytes, limits: Limits) -> tuple[bytes, str]:
    """Give the picture in 32 × 32 greys, the right way up, and its day."""
    with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as image:
        if image.width * image.height > limits["pixels"]:
            raise RefusedError(code="too-many-pixels")
        # A JPEG is unpacked at an eighth of its size.
        image.draft("L", (_SIDE * _SLOWEST, _SIDE * _SLOWEST))
        small = image.convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX)
        way_up, taken_on = _noted(image)
    turned = small.transpose(_TURNED[way_up]) if way_up in _TURNED else small
    return turned.tobytes(), taken_on


def _noted(image: Image.Image) -> tuple[object, str]:
    """Give the way up and the day of the EXIF block; a damaged block tells nothing."""
    try:
        exif = image.getexif()
        way_up = exif.get(ExifTags.Base.Orientation)
        taken = str(exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)).strip("\x00 ")
    except _UNREADABLE:
        return None, ""
    try:
        return way_up, datetime.strptime(taken, _MOMENT).date().isoformat()  # noqa: DTZ007 (cameras note local time)
    except ValueError:
        return way_up, ""


def _waves(greys: bytes) -> list[float]:
    """Give the strengths of the slowest waves (discrete cosine transform), the mean first."""
    across = [_strengths(greys[at : at + _SIDE]) for at in range(0, _SIDE * _SIDE, _SIDE)]
    return [strength for column in zip(*across, strict=True) for strength in _strengths(column)]


def _strengths(values: Sequence[float]) -> list[float]:
    return [sum(value * weight for value, weight in zip(values, wave, strict=True)) for wave in _WAVES]


def _fingerprint(waves: Sequence[float]) -> str:
    middle = median(waves)
    return f"{int(''.join('1' if strength > middle else '0' for strength in waves), 2):016x}"
