"""Where the data folders are: the office's own, the installed wheel's, or the repository's."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

NAMES = ("rules", "data_contracts", "templates", "sample_data", "profile")
"""The folders of data that travel with the program and that an office may add to; ``profile`` is the office's alone."""

LAW = ("rules", "data_contracts", "profile")
"""Those of them that decide what a run finds."""

_ALONE: ContextVar[Path | None] = ContextVar("alone", default=None)
_PACKAGE = Path(__file__).resolve().parent


def office() -> Path:
    """The office's folder: ``$ZHUCUN_HOME``, or ``~/.zhucun`` when that is not set."""
    return Path(os.environ.get("ZHUCUN_HOME") or Path("~/.zhucun")).expanduser()


def folders(name: str) -> tuple[Path, ...]:
    """Existing folders of one name, the one that wins first: office, wheel, repository.

    Raises LookupError for a name that is not one of ``NAMES``.
    """
    if name not in NAMES:
        raise LookupError(f"没有名为“{name}”的资料文件夹，只有：{'、'.join(NAMES)}")
    alone = _ALONE.get()
    if alone is not None and name in LAW:
        return (alone / name,) if (alone / name).is_dir() else ()
    return tuple(root / name for root in (office(), *_shipped()) if (root / name).is_dir())


def files(name: str, pattern: str) -> dict[str, Path]:
    """Files of a data folder matching a glob pattern: name relative to the folder → the first folder's file.

    Sorted by relative name, so that results do not depend on the disk. Hidden files are left out: file managers
    leave them behind.
    """
    found: dict[str, Path] = {}
    for folder in folders(name):
        for path in sorted(folder.glob(pattern)):
            if path.is_file() and not path.name.startswith("."):
                found.setdefault(path.relative_to(folder).as_posix(), path)
    return dict(sorted(found.items()))


@contextmanager
def only(folder: Path) -> Iterator[None]:
    """Read rules, contracts and profile from this folder alone for a while: those of an old run, say."""
    token = _ALONE.set(folder)
    try:
        yield
    finally:
        _ALONE.reset(token)


def alone() -> bool:
    """Say whether the law is read from one folder alone just now (``only``)."""
    return _ALONE.get() is not None


def read_text(path: Path) -> str:
    """Read a UTF-8 text file, with or without byte order mark; raises UnicodeDecodeError for other encodings."""
    return path.read_text(encoding="utf-8-sig")


def shown(path: Path) -> str:
    """How to name a data file to a reader: short (``rules/…``) for shipped files, in full for the office's own."""
    for root in _shipped():
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return str(path)


def _shipped() -> tuple[Path, ...]:
    """The roots that come with the program; beside an installed wheel lie strangers' packages, not the repository."""
    repository = _PACKAGE.parent
    return (_PACKAGE / "_data", repository) if (repository / "pyproject.toml").is_file() else (_PACKAGE / "_data",)
