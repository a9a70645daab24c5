"""Zip archives of uploads: each file in it, one level deep, under a name that can only be shown, never opened."""

import re
import zipfile
from collections.abc import Iterator

from msgspec import Struct

from .decode import text_in
from .tables import Limits, RefusedError, clean
from .unpack import Package, opened

_UTF8_NAME = 0x800
_UNSAFE = re.compile(r'(?:\A|/)\.\.(?:/|\Z)|\A/|\A[A-Za-z]:|[<>:"|?*\x00-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_LEFT_BY_SYSTEMS = re.compile(r"(?:\A|/)(?:__MACOSX/|\.[^./]|~\$|thumbs\.db\Z|desktop\.ini\Z)", re.IGNORECASE)
_LINK = 0o120000
_KIND_OF_FILE = 0o170000
_LONGEST_NAME = 120


class Member(Struct, frozen=True):
    """One file of an archive: what it is called there, and its bytes, or the code of why they were not taken."""

    name: str
    data: bytes = b""
    error: str = ""


def members(data: bytes, limits: Limits) -> Iterator[Member]:
    """The files of an archive in their order, by name without folders, or with them where two have the same.

    Raises RefusedError and what broken archives raise.
    """
    with opened(data, limits) as package:
        files = [(entry, path) for entry in package.entries if not _skipped(entry, path := name_of(entry))]
        if not files:
            raise RefusedError(code="nothing", detail="压缩包")
        shorts = [path.rpartition("/")[2] for _, path in files]
        shown: set[str] = set()
        for (entry, path), short in zip(files, shorts, strict=True):
            name = _apart(short if shorts.count(short) == 1 else path, shown)
            shown.add(name)
            yield _member(package, entry, name, path, limits)


def name_of(entry: zipfile.ZipInfo) -> str:
    """The path of an entry: Chinese systems write GBK without saying so. Backslashes are read as slashes."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        try:
            name = text_in(name.encode("cp437"))
        except (UnicodeEncodeError, RefusedError):
            name = entry.filename
    return clean(name).replace("\\", "/")


def _skipped(entry: zipfile.ZipInfo, path: str) -> bool:
    return entry.is_dir() or path.endswith("/") or bool(_LEFT_BY_SYSTEMS.search(path))


def _member(package: Package, entry: zipfile.ZipInfo, name: str, path: str, limits: Limits) -> Member:
    if _UNSAFE.search(path) or (entry.external_attr >> 16) & _KIND_OF_FILE == _LINK:
        return Member(_UNSAFE.sub("_", name)[:_LONGEST_NAME], error="bad-name")
    data = bytearray()
    for chunk in package.chunks(entry):
        data += chunk
        if len(data) > limits["file"]:
            return Member(name[:_LONGEST_NAME], error="too-big-file")
    return Member(name[:_LONGEST_NAME], bytes(data))


def _apart(name: str, shown: set[str]) -> str:
    """A name nothing else in the archive has."""
    number, apart = 2, name
    while apart in shown:
        apart, number = f"{name} ({number})", number + 1
    return apart
