"""The sign-in books: month grids, each village with habits of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from xlsxwriter.utility import xl_rowcol_to_cell

from .days import WEEKDAYS, chinese_month, is_workday, month_days
from .model import BadCell, Posting, Village, World
from .workbook import Book, Page, book

_TAIL = ("合计", "本人签名", "备注")


@dataclass(frozen=True, slots=True)
class Habit:
    """How one village keeps its book.

    ``title`` and ``sheet`` may hold {village} and {month}; ``lead`` are the columns before the days; ``marks`` are
    symbols by code (a leave or duty not named there is written as its word); ``legend`` and ``foot`` are printed
    below; ``wrong_dates`` heads the days with real dates of another month, ``columns`` is how many days are printed.
    """

    title: str = "青禾镇{village}驻村工作队{month}签到册"
    sheet: str = "签到册"
    lead: tuple[str, ...] = ("序号", "姓名", "职务")
    marks: Mapping[str, str] = field(default_factory=dict)
    legend: str = ""
    under_title: str = ""
    foot: str = "工作队负责人（签字）：　　　　　　村党组织书记（签字）：　　　　　　"
    wrong_dates: date | None = None
    columns: int = 0
    spaced: bool = False


_USUAL = {"present": "√", "half": "半", "out": "/", "rest": ""}
HABITS = (
    Habit(
        title="青禾镇{village}驻村工作队考勤表",
        sheet="考勤表",
        under_title="单位：{village}驻村工作队　　　　考勤时间：{month}",
        lead=("序号", "姓名"),
        marks=_USUAL
        | {
            "rest": "G",
            "half": "√/△",
            "leave:事假": "△",
            "leave:病假": "＋",
            "leave:年休假": "N",
            "duty:培训": "P",
            "duty:会议": "P",
            "duty:出差": "C",
        },
        legend="出勤√, 事假△, 病假＋, 出差C, 公休G, 年休假N, 培训P",
        foot="部门负责人：　　　　　　考勤员：　　　　　　",
    ),
    Habit(
        title="   {month}  青禾镇{village}驻村工作队考勤统计表 ",
        sheet="考勤统计表 ",
        lead=("序号", "姓名", "单位"),
        marks=_USUAL | {"rest": "休", "half": "半天", "present": "√"},
        foot="编制：　　　　　　审查：　　　　　　审核：　　　　　　",
        wrong_dates=date(2021, 8, 1),
    ),
    Habit(
        marks=_USUAL | {"half": "半"},
        lead=("序号", "单位", "姓名", "职务"),
        legend="注：签到打√，半天写“半”，请假、培训写明类别，未在任打/。",
    ),
    Habit(
        title="青禾镇{village}驻村工作队签到册",
        sheet="{month}",
        marks=_USUAL | {"present": "✓", "rest": "-"},
        spaced=True,
    ),
    Habit(title="青禾镇{village}驻村工作队{month}签到册", marks=_USUAL | {"rest": "休"}),
    Habit(
        marks=_USUAL | {"half": "√/○", "leave:事假": "○", "leave:病假": "○", "leave:年休假": "○", "duty:培训": "培"},
        legend="图例：√ 在村，○ 请假，培 培训，差 出差",
        lead=("序号", "村", "姓名", "职务"),
    ),
    Habit(marks=_USUAL | {"present": "对", "rest": ""}, columns=31, spaced=True),
    Habit(title="青禾镇{village}驻村工作队{month}签到表", sheet="签到表", marks=_USUAL | {"rest": "公休"}),
)


def write_grid(world: World, village: Village, habit: Habit, path: Path) -> None:
    """Write one village's sign-in book of the month; cells that are wrong on purpose are noted in the world."""
    team = [p for p in world.postings if p.village == village.name and _in_month(p, world.month)]
    texts = {"village": village.written or village.name, "month": chinese_month(world.month)}
    name = habit.sheet.format(**texts)
    with book(path, f"{village.name}驻村工作队") as out:
        page = out.page(name)
        head = _write_head(out, page, habit, world.month, texts)
        for number, posting in enumerate(team, start=1):
            _write_member(page, (world, habit), posting, (head + 1 + number, number))
        _write_foot(page, habit, head + 2 + len(team))
        page.sheet.freeze_panes(head + 2, len(habit.lead))
        page.sheet.set_landscape()
        page.sheet.set_paper(9)
        page.sheet.fit_to_pages(1, 0)
    if habit.wrong_dates:
        why = "表头是另一个月的日期；按标题的月份逐日读取，不影响结论"
        first = str(xl_rowcol_to_cell(head, len(habit.lead)))
        world.bad_cells.append(BadCell(path.name, name, first, "header-date-differs", why))
    _note_bad_marks(world, (path.name, name), team, (head + 2, habit))


def _in_month(posting: Posting, month: str) -> bool:
    return any(posting.active(day) for day in month_days(month))


def _width(habit: Habit, month: str) -> int:
    return habit.columns or len(month_days(month))


def _write_head(out: Book, page: Page, habit: Habit, month: str, texts: Mapping[str, str]) -> int:
    """Write titles and the two header rows; give the row of the first header."""
    days, first = month_days(month), len(habit.lead)
    last = first + _width(habit, month) + len(_TAIL) - 1
    page.merge(0, 0, last, habit.title.format(**texts), page.pens.title)
    page.sheet.set_row(0, 30)
    head = 1
    if habit.under_title:
        page.merge(1, 0, last, habit.under_title.format(**texts), page.pens.plain)
        head = 2
    for column, text in enumerate(habit.lead):
        page.sheet.merge_range(head, column, head + 1, column, text, page.pens.head)
    shown = out.date_pen("d")
    for offset in range(_width(habit, month)):
        if habit.wrong_dates:
            wrong = date.fromordinal(habit.wrong_dates.toordinal() + offset)
            page.sheet.write_datetime(head, first + offset, wrong, shown)
        else:
            page.sheet.write_number(head, first + offset, offset + 1, page.pens.head)
        weekday = WEEKDAYS[days[offset].weekday()] if offset < len(days) else ""
        page.sheet.write_string(head + 1, first + offset, weekday, page.pens.head)
    for column, text in enumerate(_TAIL, start=first + _width(habit, month)):
        page.sheet.merge_range(head, column, head + 1, column, text, page.pens.head)
    page.sheet.set_column(0, first - 1, 11)
    page.sheet.set_column(first, first + _width(habit, month) - 1, 4)
    return head


def _write_member(page: Page, book_of: tuple[World, Habit], posting: Posting, place: tuple[int, int]) -> None:
    """Write one member's row; ``place`` is the sheet row and the serial number."""
    (world, habit), (row, number) = book_of, place
    person = posting.person
    if habit.spaced and len(person) == 2:
        person = f"{person[0]}　{person[1]}"
    lead = {"序号": number, "姓名": person, "职务": posting.role, "单位": posting.unit, "村": posting.village}
    for column, title in enumerate(habit.lead):
        page.put(row, column, lead[title])
    page.sheet.set_row(row, 24)
    first = len(habit.lead)
    for offset, day in enumerate(month_days(world.month)):
        pen = page.pens.day if is_workday(day) else page.pens.rest
        mark = _mark(world, habit, posting, day)
        if mark:
            page.sheet.write_string(row, first + offset, mark, pen)
        else:
            page.sheet.write_blank(row, first + offset, None, pen)
    total = sum(
        {"present": 1.0, "half": 0.5}.get(world.days[posting.who, posting.village, day].sign, 0.0)
        for day in month_days(world.month)
    )
    page.put(row, first + _width(habit, world.month), f"{total:g}")
    for column in (1, 2):
        page.put(row, first + _width(habit, world.month) + column, "")


def _mark(world: World, habit: Habit, posting: Posting, day: date) -> str:
    code = world.days[posting.who, posting.village, day].sign
    if code.startswith("text:"):
        return code.removeprefix("text:")
    return habit.marks.get(code, code.partition(":")[2])


def _write_foot(page: Page, habit: Habit, row: int) -> None:
    page.sheet.write_string(row, 0, habit.foot, page.pens.plain)
    if habit.legend:
        page.sheet.write_string(row + 2, 0, habit.legend, page.pens.plain)


def _note_bad_marks(world: World, place: tuple[str, str], team: Sequence[Posting], layout: tuple[int, Habit]) -> None:
    """Note every mark written badly on purpose; ``layout`` is the sheet row of the first member and the habit."""
    top, habit = layout
    for number, posting in enumerate(team):
        for offset, day in enumerate(month_days(world.month)):
            if world.days[posting.who, posting.village, day].sign.startswith("text:"):
                cell = str(xl_rowcol_to_cell(top + number, len(habit.lead) + offset))
                why = f"{posting.person}{day.month}月{day.day}日的符号不认得；休息日本人不轮值，不影响结论"
                world.bad_cells.append(BadCell(*place, cell, "unknown-symbol", why))
