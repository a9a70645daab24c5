"""The DingTalk 审批 export: two header rows, details repeated, the path of approval in one cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from xlsxwriter.utility import xl_rowcol_to_cell

from .absences import DINGTALK_TYPE
from .dingtalk_common import quantity
from .identity import form_no, job_no, user_id
from .model import Absence, BadCell, World
from .workbook import Page, book

_BEFORE = (
    "序号",
    "数据id",
    "审批编号",
    "标题",
    "发起时间",
    "完成时间",
    "耗时(时:分:秒)",
    "发起人工号",
    "发起人UserID",
    "审批状态",
    "审批结果",
    "发起人部门",
    "发起人姓名",
)
_AFTER = ("历史审批人姓名", "审批记录", "当前处理人姓名", "评论附件汇总", "所有附件汇总")


@dataclass(frozen=True, slots=True)
class _Form:
    """One kind of form: its name, its own columns, and whether it repeats detail rows."""

    name: str
    sheet: str
    fields: tuple[str, ...]
    detailed: bool


LEAVE = _Form(
    "请假",
    "202312050915000263",
    ("请假类型", "开始时间", "结束时间", "时长", "时长单位", "请假事由", "图片"),
    detailed=True,
)
TRIP = _Form(
    "出差", "202312050917000581", ("开始时间", "结束时间", "时长", "时长单位", "出差地点", "出差事由"), detailed=False
)


def write_approvals(world: World, form: _Form, path: Path) -> None:
    """Write one export of leave or trip forms; the duration written badly on purpose is noted in the world."""
    kind = "leave" if form.name == "请假" else "trip"
    absences = sorted(
        (a for a in world.absences if a.kind == kind and a.form_no), key=lambda a: a.form_no, reverse=True
    )
    titles = (*_BEFORE, *form.fields, *(("明细", "明细") if form.detailed else ()), *_AFTER)
    with book(path, "钉钉") as out:
        page = out.page(form.sheet)
        _write_header(page, titles)
        row = 2
        for number, absence in enumerate(absences, start=1):
            for detail in _details(absence, form):
                cells = _cells(number, absence, form, detail)
                for column, text in enumerate(cells):
                    if text:
                        page.sheet.write_string(row, column, text, page.pens.text)
                if absence.quantity_text:
                    _note(world, path.name, form.sheet, (row, titles.index("时长")), absence)
                row += 1
        page.sheet.freeze_panes(2, 0)


def _write_header(page: Page, titles: Sequence[str]) -> None:
    """Write two rows of the same names, merged downwards; the detail table keeps its first child's name only."""
    for column, title in enumerate(titles):
        if title != "明细":
            page.sheet.merge_range(0, column, 1, column, title, page.pens.head)
    if "明细" in titles:
        first = titles.index("明细")
        page.sheet.merge_range(0, first, 0, first + 1, "明细", page.pens.head)
        page.sheet.write_string(1, first, "日期", page.pens.head)
        page.sheet.write_blank(1, first + 1, None, page.pens.head)


def _details(absence: Absence, form: _Form) -> list[tuple[str, str]]:
    """Give the detail rows of a form: one a day for leave of two days, else one."""
    if not form.detailed:
        return [("", "")]
    first, last = absence.start.date(), absence.end.date()
    days = [first] if first == last else [first, last]
    return [(f"{day}", "全天" if len(days) > 1 else "") for day in days]


def _cells(number: int, absence: Absence, form: _Form, detail: tuple[str, str]) -> tuple[str, ...]:
    done = absence.approved
    who = (job_no(*absence.who), user_id(*absence.who))
    first = (
        str(number),
        form_no(f"{absence.applied:%Y%m%d}", absence.person),
        absence.form_no,
        f"{absence.person}提交的{form.name}",
        f"{absence.applied:%Y-%m-%d %H:%M}",
        f"{done:%Y-%m-%d %H:%M}",
        _spent(done - absence.applied),
        *who,
        *absence.status,
        f"{absence.village}工作队",
        absence.person,
    )
    amount = absence.quantity_text or f"{quantity(absence):g}"
    span = (f"{absence.start:%Y-%m-%d %H:%M}", f"{absence.end:%Y-%m-%d %H:%M}", amount, "天")
    if form.name == "请假":
        picture = "去下载" if absence.proof == "诊断证明" else ""
        own: tuple[str, ...] = (DINGTALK_TYPE.get(absence.type, absence.type), *span, absence.reason, picture, *detail)
    else:
        own = (*span, absence.place, absence.reason)
    last = (
        _approver(absence),
        _record(absence),
        "",
        "",
        "去下载" if absence.proof == "诊断证明" or absence.document else "",
    )
    return (*first, *own, *last)


def _approver(absence: Absence) -> str:
    """Give the approver's bare name: DingTalk knows names, the ledger adds the office."""
    return absence.approver.partition("（")[0]


def _spent(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


def _record(absence: Absence) -> str:
    """Write the path: ``姓名|UserId|节点|时间|动作|意见|``, steps joined by a semicolon and two line ends."""
    who, approver = absence.person, _approver(absence)
    steps = [f"{who}|{user_id(*absence.who)}||{absence.applied:%Y-%m-%d %H:%M}:12|提交申请|"]
    if absence.status[0] == "已撤销":
        steps.append(f"{who}|{user_id(*absence.who)}||{absence.approved:%Y-%m-%d %H:%M}:40|撤销|计划有变|")
    else:
        moment = f"{absence.approved:%Y-%m-%d %H:%M}"
        steps.append(f"{approver}|{user_id(approver, '青禾镇')}|直接主管|{moment}:31|{absence.status[1]}||")
        steps.append(f"陈静|{user_id('陈静', '青禾镇党群办')}|抄送人|{moment}:33|抄送|")
    return ";\n\n".join(steps)


def _note(world: World, file: str, sheet: str, cell: tuple[int, int], absence: Absence) -> None:
    why = f"{absence.person}的时长写成“{absence.quantity_text}”；同一请假在台账中有登记，不影响结论"
    world.bad_cells.append(BadCell(file, sheet, str(xl_rowcol_to_cell(*cell)), "bad-number", why))
