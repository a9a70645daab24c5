"""Writes sign-in grids as offices do, and what must come back of them: person, date, mark, cell, village."""

import calendar
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from hypothesis import strategies as st

from audit.intake.batch import _piece
from audit.intake.books import Book
from audit.intake.grid import Grid, block, cell, make_grid
from audit.intake.uploads import Upload
from audit.model.contract import ImportContract
from audit.model.tables import Intake, TypedTables
from audit.validate import validate

VILLAGE = "桃溪村"
NAMES = ("林晓峰", "吴　桐", "何秀英", "周启明", "韩梅")
MARKS = ("√", "√", "△", "休", "差", "", "√+夜", "√/△")
WEEKDAYS = "一二三四五六日"
Row = tuple[str, str, str, str, str]


@dataclass
class Sheet:
    """Rows and merges (0-based) of one sheet as it is being written, and the expected rows."""

    rows: list[list[str]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    expected: list[Row] = field(default_factory=list)
    name: str = "Sheet1"

    def add(self, *texts: object) -> int:
        self.rows.append([str(text) for text in texts])
        return len(self.rows) - 1

    def grid(self) -> Grid:
        width = max(map(len, self.rows))
        columns = [[row[at] if at < len(row) else "" for row in self.rows] for at in range(width)]
        return make_grid(self.name, columns, self.merges)


@dataclass(frozen=True)
class Team:
    """A month and what each of its people signed each half day: (person, date) → (morning, afternoon)."""

    year: int
    month: int
    people: tuple[str, ...]
    said: Callable[[str, date], tuple[str, str]]

    def days(self, first: int = 1, last: int = 31) -> list[date]:
        count = calendar.monthrange(self.year, self.month)[1]
        return [date(self.year, self.month, day) for day in range(first, min(last, count) + 1)]

    def whole(self, person: str, day: date) -> str:
        return self.said(person, day)[0]


@st.composite
def teams(draw: st.DrawFn) -> Team:
    picks = draw(st.lists(st.integers(0, len(MARKS) - 1), min_size=12, max_size=12))
    people = draw(st.permutations(NAMES))[: draw(st.integers(1, 3))]

    def said(person: str, day: date) -> tuple[str, str]:
        seed = day.toordinal() * 7 + NAMES.index(person)
        return MARKS[picks[seed % 12]], MARKS[picks[(seed + 5) % 11]]

    return Team(draw(st.integers(2019, 2027)), draw(st.integers(1, 12)), tuple(people), said)


def together(halves: Sequence[str]) -> str:
    """What the two halves of a day say as one."""
    morning, afternoon = halves
    if morning == afternoon:
        return morning
    return f"{morning}/{afternoon}" if morning and afternoon else f"上午{morning}" if morning else f"下午{afternoon}"


def title(team: Team, more: str = "签到册", village: str = VILLAGE) -> str:
    return f"青禾镇{village}驻村工作队{team.year}年{team.month}月{more}"


def plain(team: Team, *, fixed: bool = False, weekdays: bool = False, named: bool = True, above: int = 1) -> Sheet:
    """A row a person, a column a day: 31 columns even in a short month, weekdays below, no header for the names."""
    sheet = Sheet()
    for _ in range(above - 1):
        sheet.add("")
    sheet.add(title(team))
    days = team.days()
    sheet.add("序号", "姓名" if named else "", *(range(1, 32) if fixed else [day.day for day in days]), "合计")
    if weekdays:
        sheet.add("", "", *[WEEKDAYS[day.weekday()] for day in days])
    for number, person in enumerate(team.people, 1):
        add_person(sheet, (number, person), person, days, team)
    sheet.add("审核：", "", "填表：")
    return sheet


def add_person(
    sheet: Sheet, before: Sequence[object], person: str, days: Sequence[date], team: Team, village: str = VILLAGE
) -> None:
    row = sheet.add(*before, *[team.whole(person, day) for day in days])
    for place, day in enumerate(days):
        sheet.expected.append((person, str(day), team.whole(person, day), cell(row, len(before) + place), village))


def paired(team: Team, *, merged: bool, halves: Sequence[str] = ("上午", "下午")) -> Sheet:
    """Two columns a day under one date, its merge kept or lost."""
    sheet = Sheet()
    sheet.add(title(team))
    days = team.days()
    top = sheet.add("序号", "姓名", *[text for day in days for text in (day.day, "")])
    sheet.add("", "", *[half for _ in days for half in halves])
    if merged:
        sheet.merges += [(top, 2 + 2 * at, top, 3 + 2 * at) for at in range(len(days))]
    for number, person in enumerate(team.people, 1):
        row = sheet.add(number, person, *[half for day in days for half in team.said(person, day)])
        for at, day in enumerate(days):
            place = block(row, 2 + 2 * at, row, 3 + 2 * at)
            sheet.expected.append((person, str(day), together(team.said(person, day)), place, VILLAGE))
    return sheet


def two_rows(team: Team, *, how: str) -> Sheet:
    """A row for each half of the day: the name ``merged`` over both, left ``blank`` in the second, or ``repeated``."""
    sheet = Sheet()
    sheet.add(title(team))
    days = team.days()
    sheet.add("序号", "姓名", "时段", *[day.day for day in days])
    for number, person in enumerate(team.people, 1):
        row = sheet.add(number, person, "上午", *[team.said(person, day)[0] for day in days])
        second = person if how == "repeated" else ""
        sheet.add("", second, "下午", *[team.said(person, day)[1] for day in days])
        if how == "merged":
            sheet.merges.append((row, 1, row + 1, 1))
        for at, day in enumerate(days):
            place = block(row, 3 + at, row + 1, 3 + at)
            sheet.expected.append((person, str(day), together(team.said(person, day)), place, VILLAGE))
    return sheet


def grid_c(team: Team) -> Sheet:
    """A blank first row, 部门 merged down over its people, dates merged over 上班 and 下班, a remark in the name."""
    sheet = paired(team, merged=True, halves=("上班", "下班"))
    wide = Sheet(name="考勤")
    wide.add("")
    for row in sheet.rows:
        wide.add(
            *(
                [row[0], "桃溪村", *row[1:]]
                if row[0].isdigit()
                else [row[0], "部门" if row[0] == "序号" else "", *row[1:]]
            )
        )
    wide.merges = [(top + 1, left + 1, bottom + 1, right + 1) for top, left, bottom, right in sheet.merges]
    people = len(team.people)
    if people > 1:
        wide.merges.append((4, 1, 3 + people, 1))
    wide.rows[4][2] = f"{team.people[0]}3月15离职"
    for number, (person, day, mark, _, village) in enumerate(sheet.expected):
        at, row = number % len(team.days()), 4 + number // len(team.days())
        shown = wide.rows[4][2] if person == team.people[0] else person
        wide.expected.append((shown, day, mark, block(row, 3 + 2 * at, row, 4 + 2 * at), village))
    return wide


def across_months(team: Team, *, stated: bool, fixed: bool) -> Sheet:
    """From the 26th to the 25th; the title says both ends or only the month in which it ends."""
    last = date(team.year, team.month, 25)
    first = (last.replace(day=1) - timedelta(days=1)).replace(day=26)
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    span = f"（{first.month}月26日至{last.month}月25日）" if stated else ""
    sheet = Sheet()
    sheet.add(title(team, f"考勤表{span}"))
    labels = [*range(26, 32), *range(1, 26)] if fixed else [day.day for day in days]
    sheet.add("序号", "姓名", *labels)
    for number, person in enumerate(team.people, 1):
        marks = {day: team.whole(person, day) for day in days}
        texts, month = [], first
        row = len(sheet.rows)
        for at, label in enumerate(labels):
            month = last if at and label < labels[at - 1] else month
            there = label <= calendar.monthrange(month.year, month.month)[1]
            day = month.replace(day=label) if there else None
            texts.append(marks[day] if day else "")
            if day:
                sheet.expected.append((person, str(day), marks[day], cell(row, 2 + at), VILLAGE))
        sheet.add(number, person, *texts)
    return sheet


def half_month(team: Team, *, second: bool, words: str) -> Sheet:
    """Half of a month, named in the title by a word or by its dates."""
    days = team.days(16) if second else team.days(1, 15)
    said = {
        "word": f"{'下' if second else '上'}半月签到册",
        "dates": f"{days[0].day}日至{days[-1].day}日签到册",
        "brackets": f"签到册（{days[0].day}-{days[-1].day}日）",
    }[words]
    sheet = Sheet()
    sheet.add(title(team, said))
    sheet.add("序号", "姓名", *[day.day for day in days])
    for number, person in enumerate(team.people, 1):
        add_person(sheet, (number, person), person, days, team)
    return sheet


def stacked(team: Team, *, signed: bool) -> Sheet:
    """Two villages' grids below each other; the second title leaves the year and month to the first."""
    sheet = Sheet()
    days = team.days()
    for village, head in ((VILLAGE, title(team)), ("柳湾村", "柳湾村驻村工作队签到册")):
        sheet.add(head)
        sheet.add("序号", "姓名", *[day.day for day in days])
        for number, person in enumerate(team.people, 1):
            add_person(sheet, (number, person), person, days, team, village)
        if signed:
            sheet.add("审核人：", "", "填表人：")
        sheet.add("")
    return sheet


def sections(team: Team) -> Sheet:
    """One grid for the township, a row with a village's name above its people."""
    sheet = Sheet()
    sheet.add(f"青禾镇驻村工作队{team.year}年{team.month}月签到册")
    days = team.days()
    sheet.add("序号", "姓名", *[day.day for day in days])
    for village in (VILLAGE, "柳湾村", "白鹭社区"):
        sheet.add(village)
        for number, person in enumerate(team.people, 1):
            add_person(sheet, (number, person), person, days, team, village)
    return sheet


def weekly(team: Team, *, merged: bool, long_names: bool) -> Sheet:
    """Monday to Sunday, morning and afternoon; the week stands above."""
    monday = date(team.year, team.month, 1)
    monday += timedelta(days=-monday.weekday() % 7)
    days = [monday + timedelta(days=at) for at in range(7)]
    sheet = Sheet()
    sheet.add(f"{VILLAGE}驻村工作队签到表")
    first, last = (f"{day.year}年{day.month}月{day.day}日" for day in (days[0], days[-1]))
    sheet.add(f"日期： {first} 到 {last}")
    prefix = "星期" if long_names else "周"
    top = sheet.add("姓名", *[text for letter in WEEKDAYS for text in (prefix + letter, "")])
    sheet.add("", *["上午", "下午"] * 7)
    sheet.merges += [(top, 1 + 2 * at, top, 2 + 2 * at) for at in range(7)] if merged else []
    for person in team.people:
        row = sheet.add(person, *[half for day in days for half in team.said(person, day)])
        for at, day in enumerate(days):
            place = block(row, 1 + 2 * at, row, 2 + 2 * at)
            sheet.expected.append((person, str(day), together(team.said(person, day)), place, VILLAGE))
    return sheet


def taken(sheet: Sheet, contracts: Mapping[str, ImportContract]) -> Intake:
    """What intake makes of a written sheet, without a file in between."""
    batch = _piece(Upload(Path("表.xlsx"), "表.xlsx", "0" * 64), Book((sheet.grid(),)), contracts).batch
    return Intake(tuple(batch.files), tuple(batch.sheets), tuple(batch.tables), tuple(batch.errors))


def given_back(intake: Intake) -> list[Row]:
    columns = ["person", "date", "mark", "_cell", "village"]
    return [row for table in intake.tables for row in table.frame[columns].itertuples(index=False, name=None)]


def validated(intake: Intake, contracts: Mapping[str, ImportContract], *also: str) -> TypedTables:
    """Type the tables that were recognised and some others; to make all of them would cost more than all else here."""
    recognised = [sheet.table for sheet in intake.sheets if sheet.table]
    return validate(intake, {name: contracts[name] for name in (*also, *recognised)})
