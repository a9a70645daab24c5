"""Attendance exports written to the letter of what systems write, from generated days: for the round-trip tests.

A ``Written`` sheet holds the rows as the system would write them, and what validate must give back for them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from audit.catalog import load_imports
from audit.intake import read
from audit.model.tables import Intake
from audit.validate import validate

CONTRACTS = load_imports()
FEW = settings(
    max_examples=4, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
"""Few examples, each a workbook of all layouts: reading a workbook costs a process."""

NAMES = ["林晓峰", "吴桐", "周启明", "欧阳文", "阿依古丽·买买提"]
RESULTS = {
    "正常": "normal",
    "迟到": "late",
    "早退": "early",
    "外勤": "outside",
    "补卡审批通过": "makeup",
    "管理员周启明改为正常": "admin_edit",
    "严重迟到": "late",
}
WITHOUT_TIME = {"缺卡": "missing", "请假": "leave", "外出": "outing", "未打卡": "missing", "旷工": "absent"}
KINDS = ["事假", "外出", "出差", "补卡申请", "年假"]
WEEK = "一二三四五六日"


@dataclass(frozen=True)
class Person:
    name: str
    user_id: str
    job_no: str
    department: str = "桃溪村驻村工作队"
    group: str = "驻村干部"


@dataclass(frozen=True)
class Day:
    """One person's day: minutes of punches (beyond 1440 on the next day), approvals as (kind, start, end, days)."""

    person: Person
    on: date
    minutes: tuple[int, ...]
    result: str
    absent: str
    outside: bool
    approvals: tuple[tuple[str, datetime, datetime, float], ...]

    @property
    def times(self) -> tuple[datetime, ...]:
        midnight = datetime.combine(self.on, datetime.min.time())
        return tuple(midnight + timedelta(minutes=minutes) for minutes in self.minutes)


@dataclass(frozen=True)
class Month:
    people: tuple[Person, ...]
    dates: tuple[date, ...]
    days: tuple[Day, ...]

    @property
    def title(self) -> str:
        return f"统计日期：{self.dates[0]} 至 {self.dates[-1]}"

    def of(self, person: Person) -> list[Day]:
        return [day for day in self.days if day.person == person]


@dataclass
class Written:
    """A sheet as written, the table it must be recognised as, and the typed rows by column."""

    table: str
    rows: list[list[str]]
    expected: list[dict[str, Any]]
    name: str
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


def clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def weekday(day: date) -> str:
    return f"星期{WEEK[day.weekday()]}"


def dingtalk_date(day: date) -> str:
    return f"{day:%y-%m-%d} {weekday(day)}"


@st.composite
def days_of(draw: Callable[..., Any], person: Person, on: date) -> Day:
    minutes = sorted(draw(st.sets(st.integers(0, 1439), max_size=4)))
    if minutes and minutes[-1] > 0 and draw(st.booleans()):
        minutes.append(1440 + draw(st.integers(0, min(minutes[-1] - 1, 300))))
    starts = draw(st.lists(st.integers(-20, 20), max_size=2, unique=True))
    approvals = []
    for shift in starts:
        start = datetime.combine(on, datetime.min.time()) + timedelta(days=shift, minutes=draw(st.integers(0, 1439)))
        length = draw(st.integers(0, 10))
        kind = draw(st.sampled_from(KINDS))
        approvals.append((kind, start, start + timedelta(days=length), length + 0.5))
    result, absent = draw(st.sampled_from(sorted(RESULTS))), draw(st.sampled_from(sorted(WITHOUT_TIME)))
    return Day(person, on, tuple(minutes), result, absent, draw(st.booleans()), tuple(approvals))


@st.composite
def months(draw: Callable[..., Any]) -> Month:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True))
    ids = draw(
        st.lists(
            st.from_regex(r"0?[1-9][0-9]{12,20}(-[0-9]{2})?", fullmatch=True),
            min_size=len(names),
            max_size=len(names),
            unique=True,
        )
    )
    people = tuple(
        Person(name, user_id, f"{at:03d}") for at, (name, user_id) in enumerate(zip(names, ids, strict=True))
    )
    first = draw(st.dates(date(2018, 1, 1), date(2026, 12, 31)))
    last_of_month = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    count = draw(st.integers(1, (last_of_month - first).days + 1))
    dates = tuple(first + timedelta(days=n) for n in range(count))
    days = tuple(draw(days_of(person, on)) for person in people for on in dates)
    return Month(people, dates, days)


def approval_text(item: tuple[str, datetime, datetime, float]) -> str:
    kind, start, end, length = item
    quantity = "" if kind == "补卡申请" else f" {length}天"
    return f"{kind}{start:%m-%d %H:%M}到{end:%m-%d %H:%M}{quantity}"


def approvals_typed(day: Day) -> tuple[Any, ...]:
    return tuple(
        (kind, start, end, None if kind == "补卡申请" else length, "" if kind == "补卡申请" else "天")
        for kind, start, end, length in day.approvals
    )


def identity(person: Person, *, group: bool = True, user_id: bool = True) -> dict[str, str]:
    known = {"person": person.name, "job_no": person.job_no, "department": person.department}
    known["group"] = person.group if group else ""
    known["user_id"] = person.user_id if user_id else ""
    return known


def write(path: Path, sheets: Sequence[Written]) -> Path:
    """Write the sheets as text cells only, as every system does."""
    book = xlsxwriter.Workbook(str(path))
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for at, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                if cell:
                    page.write_string(at, column, cell)
        for top, left, bottom, right in sheet.merges:
            page.merge_range(top, left, bottom, right, sheet.rows[top][left])
    book.close()
    return path


def headed(title: str, generated: str, *headers: list[str]) -> list[list[str]]:
    width = max(map(len, headers))
    return [[title, *[""] * (width - 1)], [generated, *[""] * (width - 1)], *headers]


def merged(title_width: int, *others: tuple[int, int, int, int]) -> list[tuple[int, int, int, int]]:
    """The two title rows across, and what else is merged."""
    return [(0, 0, 0, title_width - 1), (1, 0, 1, title_width - 1), *others]


def taken(folders: Any, sheets: Mapping[str, Written]) -> Intake:
    """Write each sheet to its own name in one workbook and read it; each must be recognised."""
    named = [replace(sheet, name=name) for name, sheet in sheets.items()]
    intake = read([write(folders.mktemp("export") / "考勤.xlsx", named)], CONTRACTS, workers=1)
    assert [sheet.table for sheet in intake.sheets] == [sheet.table for sheet in named], intake.errors
    return intake


def assert_given_back(intake: Intake, place: int, sheet: Written) -> None:
    """Validate one sheet alone (sheets of one report repeat each other's keys) and compare every cell."""
    alone = Intake((), intake.sheets, tuple(table for table in intake.tables if table.sheet == place), ())
    typed = validate(alone, {sheet.table: CONTRACTS[sheet.table]})
    assert typed.errors == ()
    rows = typed.frames[sheet.table].to_dict("records")
    assert len(rows) == len(sheet.expected)
    for row, expected in zip(rows, sheet.expected, strict=True):
        assert {name: row[name] for name, value in expected.items() if not _same(row[name], value)} == {}, expected


def _same(value: Any, expected: Any) -> bool:
    if expected is None or expected == "":
        return value == "" or bool(pd.isna(value))
    return bool(value == expected)
