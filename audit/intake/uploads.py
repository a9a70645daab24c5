"""Which files were handed in: folders searched, files ordered by name, the same bytes taken once.

A photograph is taken once under each name: one picture under two names is what may have to be found.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from audit.intake.limits import FILE
from audit.intake.reading.sniff import is_photo
from audit.model.source import DataError

_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini"})
_HEAD = 16


class Upload(Struct, frozen=True):
    """One file to read: where it is, how it is named to people, and the SHA-256 of its bytes.

    ``photo`` is the name of a photograph without folders, "" of any other file.
    """

    path: Path
    name: str
    sha256: str
    photo: str = ""

    @property
    def content(self) -> tuple[str, str]:
        """What makes it the same file as another: its bytes, and a photograph's name."""
        return self.sha256, self.photo


def collect(paths: Sequence[Path]) -> tuple[tuple[Upload, ...], tuple[DataError, ...]]:
    """List the files of folders (with their subfolders) and single files, by name.

    A file's name is given without folders, or with them where two files have the same name. What cannot be an upload
    is an error: lock files, files too large, files that cannot be read, copies of a file already listed.
    """
    found = sorted(_files(paths), key=lambda pair: (pair[1].name, pair[1].as_posix()))
    same = Counter(relative.name for _, relative in found)
    uploads: dict[tuple[str, str], Upload] = {}
    errors: list[DataError] = []
    for path, relative in found:
        name = relative.as_posix() if same[relative.name] > 1 else relative.name
        result = _upload(path, name)
        if isinstance(result, Upload) and result.content in uploads:
            first = uploads[result.content].name
            result = same_file(name, first)
        if isinstance(result, Upload):
            uploads[result.content] = result
        else:
            errors.append(result)
    return tuple(uploads.values()), tuple(errors)


def file_error(name: str, code: str, say: str) -> DataError:
    """An error about a whole file."""
    return DataError(name, "", "", code, "", "", f"{name}：{say}")


def same_file(name: str, first: str) -> DataError:
    """The error about a file whose bytes have been read under another name."""
    return file_error(name, "same-file", f"内容与“{first}”完全相同，只读取一次")


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    """Each file once, with its path relative to the folder it was found in."""
    seen: set[Path] = set()
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inside:
            relative = file.relative_to(path) if path.is_dir() else Path(file.name)
            if file.is_dir() or _is_system(relative) or file.resolve() in seen:
                continue
            seen.add(file.resolve())
            yield file, relative


def _is_system(relative: Path) -> bool:
    hidden = any(part.startswith(".") for part in relative.parts)
    return hidden or relative.name.lower() in _LEFT_BY_SYSTEMS


def _upload(path: Path, name: str) -> Upload | DataError:
    if path.name.startswith("~$"):
        return file_error(name, "lock-file", "这是打开表格时产生的临时文件，请关闭表格后上传原文件")
    try:
        size = path.stat().st_size
        if size > FILE:
            return file_error(name, "too-big-file", f"文件有{size / 2**20:.0f}MB，超过{FILE // 2**20}MB，请拆分后再报")
        with path.open("rb") as stream:
            photo = path.name if is_photo(stream.read(_HEAD)) else ""
            stream.seek(0)
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return file_error(name, "unreadable", "文件不存在，请核对路径")
    except OSError as error:
        return file_error(name, "unreadable", f"打不开（{error.strerror}），请检查文件权限")
    return Upload(path, name, digest, photo)
