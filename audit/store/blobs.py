"""Bytes kept under their SHA-256 beside the database: originals, typed rows, results, rules as they stood."""

import hashlib
from pathlib import Path

from audit import disk, resources

KINDS = ("originals", "rows", "results", "laws", "reports", "evidence")
"""The folders; each holds what its name says, under the first two digits of the hash."""


class AlteredError(OSError):
    """A kept file is gone or no longer what it was; the message says which."""


def hash_of(data: bytes) -> str:
    """Name bytes by their SHA-256."""
    return hashlib.sha256(data).hexdigest()


def keep(kind: str, data: bytes) -> str:
    """Keep bytes for good (temporary file, fsync, rename) and give their hash; the same bytes are kept once."""
    name = hash_of(data)
    path = path_of(kind, name)
    if not path.exists():
        disk.write_file(path, data)
    return name


def read(kind: str, name: str) -> bytes:
    """Give kept bytes back; AlteredError where they are gone or no longer have their hash."""
    path = path_of(kind, name)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise AlteredError(2, "工作区里的这个文件不见了，请用 zhucun restore 从备份恢复", str(path)) from None
    if hash_of(data) != name:
        raise AlteredError(5, "工作区里的这个文件被改动过，请用 zhucun restore 从备份恢复", str(path))
    return data


def path_of(kind: str, name: str) -> Path:
    """Say where bytes of a kind and hash are kept."""
    if kind not in KINDS:
        raise LookupError(kind)
    return resources.office() / "data" / kind / name[:2] / name


def all_kept(kind: str) -> list[str]:
    """List the hashes kept of a kind."""
    folder = resources.office() / "data" / kind
    return sorted(path.name for path in folder.glob("*/*") if not path.name.startswith("."))
