"""Answers requests: opens a file, looks what it is, has it read, and says what came of it, one JSON line at a time."""

import contextlib
import csv
import email.errors
import hashlib
import importlib
import json
import os
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeAlias
from xml.parsers.expat import ExpatError

try:
    import resource
except ImportError:  # Windows has none: there only the parent's wall clock ends a file that takes too long.
    resource = None  # type: ignore[assignment]

from python_calamine import CalamineError, PasswordError

from .archive import Member, members
from .sniff import has_macros, kind_of
from .tables import Limits, Message, RefusedError

_Reader: TypeAlias = Callable[[bytes, Limits], list[Message]]
_READERS = {
    "xlsx": ("ooxml", "read"),
    "xls": ("biff", "read"),
    "ods": ("opendocument", "read"),
    "html": ("hypertext", "read"),
    "mht": ("hypertext", "read_mht"),
    "spreadsheetml": ("spreadsheetml", "read"),
    "json": ("records", "read"),
    "docx": ("word", "read"),
    "text": ("delimited", "read"),
}
_BROKEN = (
    CalamineError,
    ExpatError,
    csv.Error,
    email.errors.MessageError,
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    LookupError,
    EOFError,
    NotImplementedError,
    RecursionError,
    OverflowError,
)


def limit(limits: Limits) -> None:
    """Put the process under its limits: memory, CPU seconds from now on, file size, no core file, no children."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + limits["cpu_seconds"]
    wanted = (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, limits["written"]),
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, soft in wanted:
        hard = resource.getrlimit(kind)[1]
        # A platform that refuses a limit (macOS does, for memory) still has the wall clock.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def answer(path: str, limits: Limits) -> Iterator[Message]:
    """Everything there is to say of a file (see ``reader.py``); never raises for what a file may hold."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123  pathlib is one more import in every child
            data = file.read(limits["file"] + 1)
    except OSError as error:
        yield {"error": "unreadable", "detail": os.strerror(error.errno) if error.errno else ""}
    else:
        yield from _answer(data, os.path.basename(path), limits)  # noqa: PTH119  as above
    yield {"end": True}


def _answer(data: bytes, name: str, limits: Limits) -> Iterator[Message]:
    kind = kind_of(data)
    yield {"kind": kind, "macros": has_macros(data, kind)}
    if kind == "zip" and len(data) <= limits["file"]:
        yield from _guarded(partial(_archive, data, limits))
    else:
        yield from _guarded(partial(_file, Member(name, data), kind, limits))


def _archive(data: bytes, limits: Limits) -> Iterator[Message]:
    for member in members(data, limits):
        kind = kind_of(member.data)
        digest = hashlib.sha256(member.data).hexdigest()
        yield {"member": member.name, "sha256": digest, "kind": kind, "macros": has_macros(member.data, kind)}
        yield from _guarded(partial(_member, member, kind, limits))


def _member(member: Member, kind: str, limits: Limits) -> Iterable[Message]:
    if member.error:
        raise RefusedError(code=member.error)
    if kind == "zip":
        raise RefusedError(code="nested")
    return _file(member, kind, limits)


def _file(file: Member, kind: str, limits: Limits) -> Iterable[Message]:
    """The sheets of one file. Raises RefusedError and whatever its reader raises."""
    if len(file.data) > limits["file"]:
        raise RefusedError(code="too-big-file")
    if kind in {"damaged", "encrypted"}:
        raise RefusedError(code=kind)
    if kind == "photo":
        # What records know of a photograph is its name.
        pictures = importlib.import_module(".pictures", __package__)
        sheet: list[Message] = pictures.read(file.data, limits, name=file.name)
        return sheet
    if kind not in _READERS:
        raise RefusedError(code="not-a-workbook", detail=kind)
    module, name = _READERS[kind]
    read: _Reader = getattr(importlib.import_module(f".{module}", __package__), name)
    sheets = read(file.data, limits)
    if not sheets:
        raise RefusedError(code="nothing", detail="文件")
    return sheets


def _guarded(read: Callable[[], Iterable[Message]]) -> Iterator[Message]:
    """What a reader gives, or one error in its place."""
    try:
        yield from read()
    except RefusedError as refused:
        yield {"error": refused.code, "detail": refused.detail}
    except MemoryError:
        yield {"error": "too-big", "detail": "内容过大"}
    except PasswordError:
        yield {"error": "encrypted", "detail": ""}
    except _BROKEN as error:
        yield {"error": "damaged", "detail": type(error).__name__}


def serve() -> None:
    """Answer requests until standard input ends."""
    for line in sys.stdin.buffer:
        request = json.loads(line)
        limit(request["limits"])
        for message in answer(request["path"], request["limits"]):
            sys.stdout.buffer.write(json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
        sys.stdout.buffer.flush()
