"""Reads workbooks in a child process: untrusted bytes never reach the parent, which gets text as JSON lines.

Run as a script (``python -P reader.py``), it serves requests from standard input until it ends. A request is
``{"path", "limits"}`` on one line; the answer is one line per sheet, ``{"name", "hidden", "height", "merges",
"columns"}``, then ``{"end": true}``, or ``{"error": code, "detail": text}``. ``columns`` are the sheet's columns from A
on, each one string: its cells from row 1 on, joined by DEL (JSON reads few long strings faster than many short ones).
``merges`` are 0-based: first row, first column, last row, last column. Only the standard library and calamine are
imported here.
"""

import contextlib
import io
import json
import os
import re
import sys
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from typing import Any

try:
    import resource
except ImportError:  # Windows has none: there only the parent's wall clock ends a file that takes too long.
    resource = None  # type: ignore[assignment]

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1 << 20
_OVERLAP = 256
_EXACT = 1e15
SEPARATOR = "\x7f"
_FAR = re.compile(rb'r="[A-Z]{3}\d|row r="(?:[2-9]\d{5}|\d{7})')
_FAR_CELL = re.compile(
    rb"<(?:\w+:)?c [^>]*?\br=[\"']((?:[A-Z]{3}\d+|[A-Z]{1,2}(?:[2-9]\d{5}|\d{7})))[\"'][^>]*(?<!/)>", re.ASCII
)
_BROKEN = (CalamineError, zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError)
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "word"),
    ("PowerPoint Document", "powerpoint"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)


class RefusedError(Exception):
    """A file or sheet that will not be read: a code the parent puts into words, and what it needs for them."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def kind_of(data: bytes) -> str:
    """Say what a file really is by its content: xlsx, xls, encrypted, damaged, empty, zip, word, ods, html, pdf."""
    head = data[:4096]
    if not head:
        return "empty"
    if head.startswith(_OLE):
        return _kind_of_ole(data)
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    return _kind_of_plain(head)


def _kind_of_ole(data: bytes) -> str:
    """The directory of an OLE file holds its streams' names in UTF-16."""
    return next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in data), "ole")


def _kind_of_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return "damaged"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    folders = {name.split("/")[0] for name in names}
    if "word" in folders:
        return "word"
    return "ods" if "mimetype" in names and "content.xml" in names else "zip"


def _kind_of_plain(head: bytes) -> str:
    if head.startswith(b"%PDF"):
        return "pdf"
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM")):
        return "image"
    lower = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<html" in lower or b"<table" in lower:
        return "html"
    if lower.startswith(b"mime-version"):
        return "html"
    if lower.startswith(b"<?xml"):
        return "xml"
    return "other" if b"\0" in head else "text"


def check_zip(data: bytes, limits: dict[str, int]) -> None:
    """Refuse an archive that unpacks to too much, or a sheet with cells too far out, before memory is taken for them.

    Headers lie: what is unpacked is counted while it is unpacked.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > limits["entries"]:
            raise RefusedError(code="too-big", detail=f"压缩包内有{len(entries)}个部分")
        room = min(limits["unpacked"], max(len(data), 1 << 16) * limits["ratio"])
        for entry in entries:
            room -= _unpack(archive, entry, room)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> int:
    if entry.flag_bits & 1:
        raise RefusedError(code="encrypted")
    is_sheet = entry.filename.startswith("xl/worksheets/")
    size, tail = 0, b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > room:
                raise RefusedError(code="too-big", detail="解压后的内容过大")
            if is_sheet and _FAR.search(tail + chunk) and (found := _FAR_CELL.search(tail + chunk)):
                raise RefusedError(code="too-far", detail=found[1].decode())
            tail = chunk[-_OVERLAP:]
    return size


def text_of(value: object) -> str:
    """The text of a cell that is not text: ISO dates, ``08:30:00`` times, integral numbers without a decimal point."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    return value.isoformat() if isinstance(value, date) else str(value)


def sheets(data: bytes, limits: dict[str, int]) -> list[dict[str, Any]]:
    """Read every worksheet of a workbook (see the module for the shape). Raises RefusedError and CalamineError."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    if len(found) > limits["sheets"]:
        raise RefusedError(code="too-many-sheets", detail=str(len(found)))
    return [_sheet(book, meta, limits) for meta in found]


def _sheet(book: CalamineWorkbook, meta: SheetMetadata, limits: dict[str, int]) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(meta.name)
    last = sheet.end or (0, 0)
    if last[0] >= limits["rows"] or last[1] >= limits["columns"] or (last[0] + 1) * (last[1] + 1) > limits["box"]:
        raise RefusedError(code="too-large-sheet", detail=meta.name)
    columns = [_column(cells) for cells in zip(*sheet.to_python(skip_empty_area=False), strict=True)]
    merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    hidden = meta.visible != SheetVisibleEnum.Visible
    return {"name": meta.name, "hidden": hidden, "height": last[0] + 1, "merges": merges, "columns": columns}


def _column(cells: tuple[object, ...]) -> str:
    texts = [("" if cell.isspace() else cell) if type(cell) is str else text_of(cell) for cell in cells]
    joined = SEPARATOR.join(texts)
    if joined.count(SEPARATOR) == len(texts) - 1:
        return joined
    return SEPARATOR.join(text.replace(SEPARATOR, "") for text in texts)


def limit(limits: dict[str, int]) -> None:
    """Put the process under its limits: memory, CPU seconds from now on, file size, no core file."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + limits["cpu_seconds"]
    wanted = (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, limits["written"]),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, soft in wanted:
        hard = resource.getrlimit(kind)[1]
        # A platform that refuses a limit (macOS does, for memory) still has the wall clock.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def answer(path: str, limits: dict[str, int]) -> list[dict[str, Any]]:
    """Read one file: its sheets, or one error; never raises for what a file may hold."""
    try:
        return [*sheets(_workbook(path, limits), limits), {"end": True}]
    except RefusedError as refused:
        return [{"error": refused.code, "detail": refused.detail}]
    except MemoryError:
        return [{"error": "too-big", "detail": "内容过大"}]
    except PasswordError:
        return [{"error": "encrypted", "detail": ""}]
    except OSError as error:
        return [{"error": "unreadable", "detail": os.strerror(error.errno) if error.errno else ""}]
    except _BROKEN as error:
        return [{"error": "damaged", "detail": type(error).__name__}]


def _workbook(path: str, limits: dict[str, int]) -> bytes:
    """The bytes of a workbook that keeps to the limits. Raises RefusedError, OSError and what broken archives raise."""
    with open(path, "rb") as file:  # noqa: PTH123  pathlib is one more import in every child
        data = file.read(limits["file"] + 1)
    kind = kind_of(data)
    if len(data) > limits["file"]:
        raise RefusedError(code="too-big-file")
    if kind in {"damaged", "encrypted"}:
        raise RefusedError(code=kind)
    if kind not in {"xlsx", "xls"}:
        raise RefusedError(code="not-a-workbook", detail=kind)
    if kind == "xlsx":
        check_zip(data, limits)
    return data


def serve() -> None:
    """Answer requests until standard input ends."""
    for line in sys.stdin.buffer:
        request = json.loads(line)
        limit(request["limits"])
        for message in answer(request["path"], request["limits"]):
            sys.stdout.buffer.write(json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve()
