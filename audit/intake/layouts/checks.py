"""Compares the headers of days with the days themselves: headers are copied from month to month and go wrong."""

from collections.abc import Iterator, Sequence
from datetime import date

from audit.intake.grid import Grid, cell
from audit.intake.headers import fold
from audit.intake.layouts.calendars import Label, label_of
from audit.intake.layouts.shape import Days, Trouble

_WEEKDAYS = "一二三四五六日"
_FEW_WRONG_WEEKDAYS = 2


def labels(grid: Grid, days: Days) -> Iterator[tuple[int, Label]]:
    """The headers that name a day: (position in the run, label)."""
    for place, column in enumerate(days.columns):
        label = label_of(grid.head[days.row][column])
        if label:
            yield place, label


def header_troubles(grid: Grid, days: Days, dates: Sequence[date], bottom: int) -> tuple[Trouble, ...]:
    """Say once where headers name other dates, or other weekdays, than the title's period gives each column."""
    for place, label in labels(grid, days):
        day = dates[place]
        if label.day != day.day or label.month not in (None, day.month) or label.year not in (None, day.year):
            return (_wrong_date(grid, days, place, day),)
    wrong = [(row, place) for row in range(days.row, bottom + 1) for place in _wrong_weekdays(grid, days, row, dates)]
    if len(wrong) <= _FEW_WRONG_WEEKDAYS:
        return ()
    row, place = wrong[0]
    text, day = grid.head[row][days.columns[place]], dates[place]
    say = (
        f"表头写的星期“{text}”与{day.year}年{day.month}月{day.day}日不符，已按标题的月份逐日读取，请核对月份并改正表头"
    )
    return (Trouble(cell(row, days.columns[place]), "header-date-differs", text, say),)


def _wrong_date(grid: Grid, days: Days, place: int, day: date) -> Trouble:
    column = days.columns[place]
    text = grid.head[days.row][column]
    say = f"表头写的是{text}，按标题应为{day.year}年{day.month}月{day.day}日，已按标题的日期逐日读取，请改正表头"
    return Trouble(cell(days.row, column), "header-date-differs", text, say)


def _wrong_weekdays(grid: Grid, days: Days, row: int, dates: Sequence[date]) -> Iterator[int]:
    for place, column in enumerate(days.columns):
        said = fold(grid.head[row][column]).removeprefix("星期").removeprefix("周").replace("天", "日")
        if len(said) == 1 and said in _WEEKDAYS and _WEEKDAYS.index(said) != dates[place].weekday():
            yield place


def beyond_troubles(grid: Grid, beyond: Days, top: int, period: tuple[date, date]) -> tuple[Trouble, ...]:
    """Say where columns of days that do not exist in the period are filled: they are not read."""
    for column in beyond.columns:
        filled = [row for row in range(top, grid.height) if grid.columns[column][row]]
        if filled:
            text = grid.columns[column][filled[0]]
            first, last = (f"{day.year}年{day.month}月{day.day}日" for day in period)
            say = f"这一列不在{first}至{last}之内，本期没有这一天，有{len(filled)}格未读取，请核对月份"
            return (Trouble(cell(filled[0], column), "day-not-in-month", text, say),)
    return ()
