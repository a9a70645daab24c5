"""The rows of people in a calendar sheet: whose they are, where they end, what a day's cells say together."""

import re
from collections.abc import Sequence

from msgspec import Struct, field

from audit.intake.grid import Grid, cell
from audit.intake.headers import fold
from audit.intake.layouts.sections import section_village
from audit.intake.layouts.shape import Days, Trouble
from audit.intake.tails import is_tail, is_total

_NAME = re.compile(r"[\u3400-\u9fff·]{1,2}\s{0,4}[\u3400-\u9fff·]{1,6}(?:[(（].{1,12}[)）]|\d{1,2}月.{1,8})?\Z")
_LONGEST_NAME = 24
_FEWEST_NAMES = 0.6
_FEWEST_MARKS = 3
_HALVES = ("上午", "下午")
_HALF_MARKS = frozenset({"半", "半天", "半日", "0.5", "½"})
_MORNINGS = frozenset({"上", "上午", "上班", "早", "am"})
_AFTERNOONS = frozenset({"下", "下午", "下班", "晚", "pm"})
_HEADER = "时段"


class PeopleRows(Struct):
    """The sheet rows (0-based) of each person in order, with the village of the section row above ("" without one)."""

    spans: list[tuple[int, ...]] = field(default_factory=list)
    villages: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def people_rows(grid: Grid, top: int, name_column: int, days: Days) -> PeopleRows:
    """Each person's rows: two where a name is merged over them, or where a column names morning and afternoon.

    Ends at a signature or a note; leaves out totals, blank rows and repeated headers; says where marks stand in a row
    without a name, and where people stand after the end.
    """
    found, village, row = PeopleRows(), "", top
    spans = {first: last for first, left, last, _ in grid.merges if left == name_column}
    halves = _half_column(grid, top, days.columns[0])
    while row < grid.height:
        span = tuple(range(row, min(spans.get(row, row), grid.height - 1) + 1))
        if len(span) == 1 and halves is not None and _is_second_half(grid, row + 1, halves, name_column):
            span = (row, row + 1)
        kind = _kind(grid, span, name_column, days)
        if kind == "end":
            found.troubles += _after_end(grid, row + 1, name_column, days)
            break
        if kind == "section":
            village = section_village(grid, row)
        elif kind == "person":
            found.spans.append(span)
            found.villages.append(village)
        elif kind == "nameless":
            say = "这一行有签到符号而没有姓名，未读取，请补写姓名"
            found.troubles.append(Trouble(cell(row, name_column), "name-missing", "", say))
        row = span[-1] + 1
    return found


def _half_column(grid: Grid, top: int, first_day: int) -> int | None:
    """The column left of the days that names morning and afternoon row by row, where there is one."""
    for column in range(first_day):
        words = {fold(text) for text in grid.columns[column][top:] if text}
        if words & _MORNINGS and words & _AFTERNOONS and not words - _MORNINGS - _AFTERNOONS - {fold(_HEADER)}:
            return column
    return None


def _is_second_half(grid: Grid, row: int, halves: int, name_column: int) -> bool:
    """Whether a row is the afternoon of the person in the row above it."""
    if row >= grid.height or fold(grid.columns[halves][row]) not in _AFTERNOONS:
        return False
    name, above = (grid.columns[name_column][at].strip() for at in (row, row - 1))
    return fold(grid.columns[halves][row - 1]) in _MORNINGS and name in {"", above}


def _after_end(grid: Grid, top: int, name_column: int, days: Days) -> list[Trouble]:
    """Say where a second table stands below the first one's signature: it is not read, and must not be lost unsaid."""
    header = grid.head[days.row][name_column].strip()
    for row in range(top, grid.height):
        name = grid.columns[name_column][row].strip()
        marks = [grid.columns[column][row] for column in days.columns]
        if name not in {"", header} and sum(map(bool, marks)) * _FEWEST_MARKS > len(marks):
            say = "签字或备注以下还有人员，未读取；一张工作表只填一张签到册，请分到另一张工作表"
            return [Trouble(cell(row, name_column), "rows-after-end", name, say)]
    return []


def _kind(grid: Grid, span: tuple[int, ...], name_column: int, days: Days) -> str:
    """What a row is: person, nameless, blank, section, total, end."""
    first = next((column[span[0]].strip() for column in grid.columns if column[span[0]]), "")
    name = grid.columns[name_column][span[0]].strip()
    marked = any(grid.columns[column][row] for row in span for column in days.columns)
    if is_total(first) or is_total(name):
        return "total"
    if not marked and len(span) == 1 and section_village(grid, span[0]):
        return "section"
    if name and name == grid.head[days.row][name_column].strip():
        return "blank"
    if is_tail(first) and not (name and marked and first != name):
        return "end"
    if name and len(name) <= _LONGEST_NAME:
        return "person"
    if not marked or name:
        return "blank"
    return "nameless" if any(not _is_number(grid.columns[column][span[0]]) for column in days.columns) else "total"


def _is_number(text: str) -> bool:
    return not text or text.replace(".", "", 1).isdigit()


def infer_name_column(grid: Grid, top: int, first_day: int) -> int | None:
    """The column left of the days whose cells look most like people's names; None when none does."""
    best: tuple[float, int] | None = None
    for column in range(first_day):
        texts = [text.strip() for text in grid.columns[column][top:] if text.strip()]
        names = {text for text in texts if _NAME.match(text) and not is_tail(text)}
        share = len(names) / len(texts) if texts else 0.0
        if share >= _FEWEST_NAMES and (best is None or share > best[0]):
            best = (share, column)
    return best[1] if best else None


def said_together(parts: Sequence[str]) -> str:
    """What several cells of one day say: the one mark they share, ``上午√``, or ``√/△``; two halves stay two."""
    if len(set(parts)) == 1:
        return "/".join(parts) if fold(parts[0]) in _HALF_MARKS else parts[0]
    if len(parts) == len(_HALVES) and not all(parts):
        half, part = next((half, part) for half, part in zip(_HALVES, parts, strict=True) if part)
        return part if fold(part) in _HALF_MARKS else half + part
    return "/".join(dict.fromkeys(part for part in parts if part))
