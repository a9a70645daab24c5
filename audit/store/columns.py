"""Typed rows as one compressed columnar file: the same rows give the same bytes, and nothing is unpickled.

A file is a line of JSON (columns, kinds, lengths), then one zlib block a column. Texts and lists are kept once each
and pointed to by number; a null is −1 there, and a mask in numbers.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

import msgspec
import numpy as np
import pandas as pd

_LEVEL = 1
_MAGIC = b"zhucun-rows 1\n"
_MARKS: Mapping[str, Any] = {"stamp": pd.Timestamp, "at": datetime, "on": date, "o'clock": time}
_NUMBERS = {"int64": "<i8", "float64": "<f8", "bool": "?", "int32": "<i4"}
_MASKED = {"Int64": "<i8", "Float64": "<f8", "boolean": "?"}
_NATIVE = {"Int64": np.int64, "Float64": np.float64, "boolean": np.bool_}
_ARRAYS: Mapping[str, Callable[[Any, Any], Any]] = {
    "Int64": pd.arrays.IntegerArray, "Float64": pd.arrays.FloatingArray, "boolean": pd.arrays.BooleanArray,
}  # fmt: skip


def pack(frame: pd.DataFrame) -> bytes:
    """Make a file of a frame with a plain index. TypeError for a column of a kind that typed rows do not have."""
    heads, blocks = [], []
    for name, column in frame.items():
        kind = _kind(column)
        data = zlib.compress(_WRITERS[kind](column), _LEVEL)
        heads.append({"name": str(name), "kind": kind, "dtype": str(column.dtype), "bytes": len(data)})
        blocks.append(data)
    head = json.dumps({"rows": len(frame), "columns": heads}, ensure_ascii=False).encode()
    return b"".join((_MAGIC, head, b"\n", *blocks))


def unpack(data: bytes) -> pd.DataFrame:
    """Give the frame back, every column with its dtype. ValueError where the bytes are no such file."""
    if not data.startswith(_MAGIC):
        raise ValueError(f"no file of typed rows: {data[:16]!r}")
    end = data.index(b"\n", len(_MAGIC))
    head = json.loads(data[len(_MAGIC) : end])
    at, columns = end + 1, {}
    for each in head["columns"]:
        raw = zlib.decompress(data[at : at + each["bytes"]])
        columns[each["name"]] = _READERS[each["kind"]](raw, each["dtype"], head["rows"])
        at += each["bytes"]
    return pd.DataFrame(columns, index=pd.RangeIndex(head["rows"]), copy=False)


def _kind(column: "pd.Series[Any]") -> str:
    dtype = str(column.dtype)
    if dtype in _NUMBERS:
        return "number"
    if dtype in _MASKED:
        return "masked"
    if dtype.startswith("datetime64["):
        return "moment"
    if dtype == "str":
        return "text"
    if dtype == "object":
        return "list"
    raise TypeError(f"{column.name}: {dtype}")


def _write_number(column: "pd.Series[Any]") -> bytes:
    return column.to_numpy().astype(_NUMBERS[str(column.dtype)]).tobytes()


def _read_number(raw: bytes, dtype: str, rows: int) -> Any:
    return np.frombuffer(raw, _NUMBERS[dtype], rows).astype(dtype)


def _write_masked(column: "pd.Series[Any]") -> bytes:
    lost = column.isna().to_numpy()
    values = column.fillna(0 if str(column.dtype) != "boolean" else False).to_numpy(dtype=_MASKED[str(column.dtype)])
    return lost.tobytes() + values.tobytes()


def _read_masked(raw: bytes, dtype: str, rows: int) -> Any:
    lost, values = np.frombuffer(raw[:rows], "?", rows), np.frombuffer(raw[rows:], _MASKED[dtype], rows)
    return _ARRAYS[dtype](values.astype(_NATIVE[dtype]), lost.copy())


def _write_moment(column: "pd.Series[Any]") -> bytes:
    return column.to_numpy().astype("<i8").tobytes()


def _read_moment(raw: bytes, dtype: str, rows: int) -> Any:
    return np.frombuffer(raw, "<i8", rows).astype("<i8").view(dtype)


def _write_text(column: "pd.Series[Any]") -> bytes:
    return _numbered(column.to_numpy(dtype=object), lambda text: text)


def _read_text(raw: bytes, _: str, rows: int) -> Any:
    return pd.array(_pointed(raw, rows, msgspec.json.decode), dtype="str")


def _write_list(column: "pd.Series[Any]") -> bytes:
    return _numbered(column.to_numpy(dtype=object), _plain)


def _read_list(raw: bytes, _: str, rows: int) -> Any:
    return _pointed(raw, rows, lambda told: map(_tupled, json.loads(told)))


def _numbered(values: Any, plain: Callable[[Any], Any]) -> bytes:
    """Write each distinct value once, in order of first use, then every row's number of it."""
    codes, kept = pd.factorize(values)
    told = json.dumps([plain(value) for value in kept], ensure_ascii=False).encode()
    numbers: bytes = codes.astype("<i4").tobytes()
    return len(told).to_bytes(8, "little") + told + numbers


def _pointed(raw: bytes, rows: int, values: Callable[[bytes], Iterable[Any]]) -> Any:
    size = int.from_bytes(raw[:8], "little")
    kept = [*values(raw[8 : 8 + size]), None]
    table = np.empty(len(kept), dtype=object)
    table[:] = kept
    return table[np.frombuffer(raw[8 + size :], "<i4", rows)]


def _plain(value: Any) -> Any:
    """Write tuples as lists, and days and moments as marked texts; anything else that is not plain is a TypeError."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    for mark, kind in _MARKS.items():
        if type(value) is kind:
            return {mark: value.isoformat()}
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(repr(value))


def _tupled(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_tupled(one) for one in value)
    if isinstance(value, dict):
        ((mark, text),) = value.items()
        return pd.Timestamp(text) if mark == "stamp" else _MARKS[mark].fromisoformat(text)
    return value


_WRITERS: Mapping[str, Callable[["pd.Series[Any]"], bytes]] = {
    "number": _write_number,
    "masked": _write_masked,
    "moment": _write_moment,
    "text": _write_text,
    "list": _write_list,
}
_READERS: Mapping[str, Callable[[bytes, str, int], Any]] = {
    "number": _read_number,
    "masked": _read_masked,
    "moment": _read_moment,
    "text": _read_text,
    "list": _read_list,
}
