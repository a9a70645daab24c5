"""The blank sign-in book of a month: a person a row, a day a column, legend and signatures below."""

import calendar
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from audit.model.contract import ImportColumn, ImportContract
from audit.render.form_columns import FormColumn, form_columns
from audit.render.forms import book_of, note, page, picking
from audit.render.text import plain

_WEEK = "一二三四五六日"
_PEOPLE = 15
_MOST_DAYS = 31
_TOP = 1
_SATURDAY = 5
_ROW_HEIGHT = 40
_MEANINGS: Mapping[str, str] = {"present": "在村", "leave": "请假", "absent": "缺勤"}
_WORDS: Mapping[str, str] = {"half": "半天", "duty": "公务", "rest": "休息", "not_in_post": "未到任"}
_SIGNED = "工作队长（签字）：　　　　　　　　村党组织书记（签字）：　　　　　　　　日期：　　　　　"


class FormMonth(Struct, frozen=True):
    """What is printed into the form: the month as 2023-11 ("" leaves it open), the village ("" too), days off."""

    month: str = ""
    village: str = ""
    is_off: Callable[[date], bool] = lambda day: day.weekday() >= _SATURDAY


def month_form(contract: ImportContract, of: FormMonth) -> bytes:
    """Make the form of a calendar table. The same contract, month and village give the same bytes."""
    mark = _mark_column(contract)
    columns = tuple(column for column in form_columns(contract) if column.column.type != "village")
    marks = FormColumn(mark, "每日签到", (mark.name,), required=False, listed=_marks(mark))
    return book_of(
        contract, (*columns, marks), lambda sheet, formats, lists: _Form(sheet, formats, of).fill(columns, marks, lists)
    )


def _mark_column(contract: ImportContract) -> ImportColumn:
    """Give the column of what stands in a day's cell, with its choices."""
    names = str(contract.read.options.get("value", "")).split()
    columns = [contract.columns[name] for name in names]
    return next((column for column in columns if column.choices), columns[0])


def _marks(column: ImportColumn) -> tuple[str, ...]:
    """Give the marks that the legend explains: the first that stands for each of its codes."""
    first = _first_marks(column.choices)
    return tuple(first[code] for code in (*_MEANINGS, *_WORDS) if code in first)


def _first_marks(choices: Mapping[str, str]) -> dict[str, str]:
    first: dict[str, str] = {}
    for said, code in choices.items():
        first.setdefault(code, said)
    return first


def title_of(of: FormMonth) -> str:
    """Write the title; what is not given stays open to be filled in."""
    village = plain(of.village) or "　　　　　村"
    if not of.month:
        return f"{village}驻村工作队　　　　年　　月签到册"
    year, month = of.month.split("-")
    return f"{village}驻村工作队{year}年{int(month)}月签到册"


class _Form(Struct, frozen=True):
    sheet: Any
    formats: Mapping[str, Any]
    of: FormMonth

    def fill(self, columns: Sequence[FormColumn], marks: FormColumn, lists: Mapping[str, str]) -> None:
        """Write the form."""
        days = self._days()
        first = 1 + len(columns)
        last = first + len(days) + 1
        self.sheet.merge_range(0, 0, 0, last, title_of(self.of), self.formats["title"])
        self.sheet.set_row(0, 34)
        self._heads(columns, first, last)
        for place, day in enumerate(days, start=first):
            self._day(place, place - first + 1, day)
        bottom = _TOP + 2 + _PEOPLE
        for row in range(_TOP + 2, bottom):
            self._person(row, first, last)
        if marks.header in lists:
            rule = picking(marks, lists[marks.header])
            self.sheet.data_validation(_TOP + 2, first, bottom - 1, first + len(days) - 1, rule)
        self.sheet.merge_range(bottom, 0, bottom, last, legend(marks.column.choices), self.formats["note"])
        self.sheet.merge_range(bottom + 1, 0, bottom + 1, last, _SIGNED, self.formats["note"])
        self.sheet.set_row(bottom, 22)
        self.sheet.set_row(bottom + 1, 30)
        self.sheet.freeze_panes(_TOP + 2, first)
        self.sheet.repeat_rows(0, _TOP + 1)
        page(self.sheet)

    def _days(self) -> list[date | None]:
        if not self.of.month:
            return [None] * _MOST_DAYS
        year, month = (int(part) for part in self.of.month.split("-"))
        return [date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]

    def _heads(self, columns: Sequence[FormColumn], first: int, last: int) -> None:
        """Write the heads that are as high as number and weekday together."""
        heads = ["序号", *(column.title for column in columns)]
        widths = [5, *(_width(column) for column in columns)]
        for place, (head, width) in enumerate(zip(heads, widths, strict=True)):
            self.sheet.set_column(place, place, width)
            self.sheet.merge_range(_TOP, place, _TOP + 1, place, head, self.formats["head"])
        for place, column in enumerate(columns, start=1):
            note(self.sheet, (_TOP, place), column)
        self.sheet.set_column(first, last - 2, 3.6)
        for place, head, width in ((last - 1, "合计", 6), (last, "备注", 12)):
            self.sheet.set_column(place, place, width)
            self.sheet.merge_range(_TOP, place, _TOP + 1, place, head, self.formats["head"])

    def _look(self, day: date | None) -> Any:
        return self.formats["day_off" if day is not None and self.of.is_off(day) else "day"]

    def _day(self, place: int, number: int, day: date | None) -> None:
        """Write one day: number, weekday, blank cells; days off are grey all the way down."""
        look = self._look(day)
        self.sheet.write_number(_TOP, place, number, look)
        self.sheet.write_string(_TOP + 1, place, "" if day is None else _WEEK[day.weekday()], look)
        for row in range(_TOP + 2, _TOP + 2 + _PEOPLE):
            self.sheet.write_blank(row, place, None, look)

    def _person(self, row: int, first: int, last: int) -> None:
        """Write one person's row besides the days."""
        self.sheet.set_row(row, _ROW_HEIGHT)
        self.sheet.write_number(row, 0, row - _TOP - 1, self.formats["number"])
        for place in (*range(1, first), last - 1, last):
            self.sheet.write_blank(row, place, None, self.formats["text"])


def _width(column: FormColumn) -> float:
    return 16 if column.column.name == "unit" else 10


def legend(choices: Mapping[str, str]) -> str:
    """Explain the marks in the words the program reads: signs, then marks that are words themselves."""
    first = _first_marks(choices)
    signs = [f"{first[code]}{meaning}" for code, meaning in _MEANINGS.items() if code in first]
    words = [f"{meaning}记“{first[code]}”" for code, meaning in _WORDS.items() if code in first]
    return "　".join(filter(None, ["图例：" + "　".join(signs), "，".join(words)]))
