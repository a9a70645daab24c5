"""The monthly row lists: leave ledger, work logs, meetings, duty."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path

from .days import chinese_day, chinese_month, month_days
from .dingtalk_common import quantity
from .lists import Bad, Listing, write_lists
from .model import Absence, Posting, Village, World
from .texts import weather


def write_leaves(
    world: World, path: Path, *, by_village: bool, bad: Sequence[tuple[str, Sequence[object]]] = ()
) -> None:
    """Write the leave ledger: one sheet for the township, or one for each village; ``bad`` are extra (village, row)."""
    leaves = [a for a in world.absences if a.kind == "leave" and a.registered]
    heads = (
        "序号",
        "姓名",
        "驻村职务",
        "请假类别",
        "请假事由",
        "开始时间",
        "结束时间",
        "天数",
        "去向",
        "申请时间",
        "批准人",
        "批准时间",
        "销假时间",
        "佐证材料",
        "审批编号",
    )
    month = chinese_month(world.month)
    if not by_village:
        rows = [(n, a.village, *_leave_row(world, a)) for n, a in enumerate(leaves, start=1)]
        listing = Listing("请销假台账", (f"青禾镇驻村工作队{month}请销假台账",), (heads[0], "村", *heads[1:]), rows)
        world.bad_cells += write_lists(path, [listing])
        return
    listings = []
    for village in world.villages:
        mine = [_leave_row(world, a) for a in leaves if a.village == village.name]
        mine += [tuple(row) for name, row in bad if name == village.name]
        rows = [(n, *row) for n, row in enumerate(mine, start=1)]
        title = f"青禾镇{village.name}驻村工作队{month}请销假登记表"
        listings.append(Listing(village.name, (title,), heads, rows))
    world.bad_cells += write_lists(path, listings)


def _leave_row(world: World, leave: Absence) -> tuple[object, ...]:
    role = next(p.role for p in world.postings if p.who == leave.who and p.main)
    return (
        leave.person,
        role,
        leave.type,
        leave.reason,
        _moment(leave, leave.start),
        _moment(leave, leave.end),
        quantity(leave),
        leave.place,
        f"{leave.applied:%Y-%m-%d %H:%M}",
        leave.approver,
        f"{leave.approved:%Y-%m-%d %H:%M}",
        leave.cancelled,
        leave.proof,
        leave.form_no,
    )


def _moment(leave: Absence, moment: datetime) -> str:
    """Write a start or end: the day, and the half of the day where only a half is taken."""
    part = leave.covers(moment.date())
    return chinese_day(moment.date()) + {"morning": "上午", "afternoon": "下午", "full": ""}[part]


LogRow = Callable[[Posting, date, str, str], tuple[object, ...]]


def _log_row_plain(posting: Posting, day: date, text: str, number: str) -> tuple[object, ...]:
    return (day, posting.person, text, number, datetime.combine(day, time(20, 5)).strftime("%Y-%m-%d %H:%M"))


def _log_row_dated(posting: Posting, day: date, text: str, number: str) -> tuple[object, ...]:
    sky = weather(f"{day:%Y-%m}", day.day)
    return (
        f"{chinese_day(day)} 星期{'一二三四五六日'[day.weekday()]}",
        sky,
        posting.person,
        f"{posting.village}",
        text,
        number,
    )


_LOG_STYLES: tuple[tuple[tuple[str, ...], LogRow, int], ...] = (
    (("日期", "姓名", "工作内容", "日志编号", "提交时间"), _log_row_plain, 1),
    (("日期", "天气", "记录人", "地点", "工作情况", "册号"), _log_row_dated, 2),
)


def write_logs(world: World, villages: Sequence[Village], path: Path, style: int) -> None:
    """Write the work logs of some villages, a sheet each; ``style`` 0 or 1 chooses the headings."""
    heads, row, name_column = _LOG_STYLES[style]
    listings = []
    for village in villages:
        if village.name in world.no_logs:
            continue
        rows: list[tuple[object, ...]] = [
            _on_days(row(*entry), world.log_dates.get((entry[0].who, village.name, entry[1])))
            for entry in _entries(world, village)
        ]
        rows += [_bad_log(text, heads, name_column) for text in world.extra_logs if text[0] == village.name]
        title = f"青禾镇{village.name}驻村工作队{chinese_month(world.month)}工作日志"
        widths = tuple(70 if head in ("工作内容", "工作情况") else 20 for head in heads)
        listings.append(Listing(village.name, (title,), heads, rows, widths=widths))
    world.bad_cells += write_lists(path, listings)


def _entries(world: World, village: Village) -> list[tuple[Posting, date, str, str]]:
    team = [p for p in world.postings if p.village == village.name]
    current = [p for p in team if (p.who, village.name) in world.books]
    return [
        (posting, day, log, world.books[posting.who, village.name])
        for posting in current
        for day in month_days(world.month)
        if (log := world.days[posting.who, village.name, day].log)
    ]


def _on_days(row: tuple[object, ...], written: str | None) -> tuple[object, ...]:
    """Give the row of a log with its date as it is written where the log is of several days."""
    return (written, *row[1:]) if written else row


def _bad_log(entry: tuple[str, str, str, str], heads: Sequence[str], name_column: int) -> tuple[object, ...]:
    """Make the row of a log whose date or name is wrong on purpose."""
    _, name, day, text = entry
    row: list[object] = ["" for _ in heads]
    impossible = day.endswith("11月31日")
    row[0] = Bad(day, "impossible-date", "11月31日不存在，该行不计；本人其他日志齐全") if impossible else day
    row[name_column] = (
        name
        if impossible
        else Bad(name, "unknown-person", "“谭宏韦”是谭宏伟之误，该行不计；本人只缺这一天日志，未超过2天")
    )
    row[heads.index("工作内容") if "工作内容" in heads else heads.index("工作情况")] = text
    return tuple(row)


def write_meetings(world: World, path: Path, *, by_village: bool, bad: Sequence[Sequence[object]] = ()) -> None:
    """Write the meeting ledger: one township sheet with a village column, or a sheet for each village."""
    heads = ("会议时间", "会议名称", "议题", "地点", "主持人", "记录人", "参会人员", "缺席人员", "会议记录", "照片")
    told = any(m.text for m in world.meetings)
    heads = (*heads, "会议记录内容", "照片文件名") if told else heads
    month = chinese_month(world.month)
    rows: list[tuple[object, ...]] = [
        (
            m.village,
            chinese_day(m.held),
            m.kind,
            m.topic,
            "村部会议室",
            m.host,
            m.recorder,
            "、".join(m.attendees),
            "、".join(m.absentees) or "无",
            m.minutes,
            m.photo,
            *([m.text, m.picture] if told else []),
        )
        for m in world.meetings
    ]
    if not by_village:
        listing = Listing("会议台账", (f"青禾镇驻村工作队{month}会议台账",), ("村", *heads), [*rows, *bad])
        world.bad_cells += write_lists(path, [listing])
        return
    listings = [
        Listing(
            v.name,
            (f"青禾镇{v.name}驻村工作队{month}会议记录",),
            heads,
            [row[1:] for row in rows if row[0] == v.name],
        )
        for v in world.villages
    ]
    world.bad_cells += write_lists(path, listings)


def write_duties(world: World, path: Path, bad: Sequence[Sequence[object]] = ()) -> None:
    """Write the township's ledger of training, meetings and trips."""
    heads = ("村", "姓名", "公务类别", "事由", "开始时间", "结束时间", "通知文件", "地点", "批准人")
    duties = [a for a in world.absences if a.kind != "leave"]
    rows = [
        (a.village, a.person, a.type, a.reason, a.start.date(), a.end.date(), a.document, a.place, a.approver)
        for a in duties
    ]
    title = f"青禾镇驻村干部{chinese_month(world.month)}公务外出（培训、会议、出差）登记表"
    world.bad_cells += write_lists(path, [Listing("公务外出登记", (title,), heads, [*rows, *bad])])
