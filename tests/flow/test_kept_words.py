"""The prepared words of logs that a workspace keeps: of each file once, whatever else was kept together with it."""

from pathlib import Path

import pandas as pd

from audit.store import blobs, columns
from audit.workspace import units


def _blob(*marks: str) -> str:
    return blobs.keep(
        "results", columns.pack(pd.DataFrame({"content": [f"{mark}的日志" for mark in marks], "mark": marks}))
    )


def test_a_file_that_two_runs_prepared_at_once_is_compared_once(sqlite_workspace: Path) -> None:
    one, other = _blob("甲", "乙"), _blob("乙", "丙", "丁")
    marks = {"甲村日志.xlsx": "甲", "乙村日志.xlsx": "乙", "丙村日志.xlsx": "丙"}
    words = units.words_of({"甲村日志.xlsx": one, "乙村日志.xlsx": one, "丙村日志.xlsx": other}, marks)
    assert sorted(words["content"]) == ["丙的日志", "乙的日志", "甲的日志"]
