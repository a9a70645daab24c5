"""How much a file may cost: sizes, memory, time."""

from collections.abc import Mapping

FILE = 20 << 20
"""Bytes of an uploaded file."""

WALL_SECONDS = 30.0
"""Time for one file, by the clock on the wall; the parent holds it."""

READER: Mapping[str, int] = {
    "file": FILE,
    "unpacked": 200 << 20,
    "ratio": 150,
    "entries": 1000,
    "sheets": 64,
    "rows": 200_000,
    "columns": 512,
    "box": 5_000_000,
    "filled": 2_000_000,
    "merges": 20_000,
    "pixels": 120_000_000,
    "string": 32_767,
    "text": 64 << 20,
    "memory": 1 << 30,
    "cpu_seconds": 20,
    "written": 64 << 20,
    "processes": 0,
}
"""What the child that reads files keeps to: bytes, numbers, seconds (see ``reading/answer.py``)."""
