"""What the lines above a header say for all rows: ``会议时间：2023年11月6日  地点：村会议室``, and the title itself."""

import re
from collections.abc import Iterator

import pandas as pd

from audit.intake.grid import Grid
from audit.intake.headers import fold
from audit.intake.titles import half_width
from audit.model.contract import ImportContract

_LABEL = re.compile(r"(?:^|(?<=[\s,;。]))([\u3400-\u9fff]{2,8}|[\u3400-\u9fff]\s{1,6}[\u3400-\u9fff])\s*:")
_DATE = re.compile(r"(?:\d{4}\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?")


def with_said_above(frame: pd.DataFrame, grid: Grid, top: int, contract: ImportContract) -> pd.DataFrame:
    """The frame with the columns ``above`` names, as the lines above the header say them, and those of ``title_as``.

    A column of the sheet itself wins. Of a date the hour is left out.
    """
    options = contract.read.options
    if "above" not in options and "title_as" not in options:
        return frame
    said = dict(_said(grid, top))
    found: dict[str, str] = {}
    for name in str(options.get("above", "")).split():
        value = next((said[key] for alias in contract.columns[name].aliases if said.get(key := fold(alias))), "")
        day = _DATE.search(value) if contract.columns[name].type == "date" else None
        found[name] = day[0] if day else value
    found |= dict.fromkeys(str(options.get("title_as", "")).split(), _title(grid, top))
    new = {name: text for name, text in found.items() if text and name not in frame}
    return frame.assign(**{name: pd.Series(text, index=frame.index, dtype="str") for name, text in new.items()})


def _lines(grid: Grid, top: int) -> Iterator[str]:
    for line in grid.head[:top]:
        texts = list(dict.fromkeys(text.strip() for text in line if text.strip()))
        yield half_width("  ".join(texts))


def _said(grid: Grid, top: int) -> Iterator[tuple[str, str]]:
    """Label and value: a value ends where the next label begins."""
    for line in _lines(grid, top):
        labels = list(_LABEL.finditer(line))
        starts = [label.start() for label in labels]
        for label, end in zip(labels, [*starts[1:], len(line)], strict=bool(labels)):
            yield fold(label[1]), line[label.end() : end].strip(" ,;。")


def _title(grid: Grid, top: int) -> str:
    """The first line that is no label with its value."""
    return next((line for line in _lines(grid, top) if line and not _LABEL.match(line)), "")
