"""Writing files so that a crash or a power cut leaves the old file or the new one, never half of one."""

import io
import os
import zipfile
from pathlib import Path

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_file(path: Path, data: bytes) -> Path:
    """Write to a temporary file beside ``path``, force it to disk, then rename; give ``path`` back."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{os.getpid()}.{path.name}.tmp")
    try:
        with temporary.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _force_folder(path.parent)
    return path


def _force_folder(folder: Path) -> None:
    """Make the rename itself durable; Windows has no such call."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def same_zip(data: bytes) -> bytes:
    """Pack a zip (docx) again with fixed times and rights, so that the same document has the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return packed.getvalue()
