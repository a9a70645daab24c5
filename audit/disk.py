"""Writing files so that a crash or a power cut leaves the old file or the new one, never half of one."""

import os
from pathlib import Path
from uuid import uuid4


def write_file(path: Path, data: bytes) -> Path:
    """Write to a temporary file beside ``path``, force it to disk, then rename; give ``path`` back."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{os.getpid()}.{uuid4().hex[:8]}.{path.name}.tmp")
    try:
        with temporary.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    force_folder(path.parent)
    return path


def force_folder(folder: Path) -> None:
    """Make renames inside a folder durable; Windows has no such call."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
