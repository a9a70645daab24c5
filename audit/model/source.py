"""Where data came from: files, sheets, cells, and what was wrong with them."""

from datetime import date, datetime

from msgspec import Struct

SOURCE_TITLES = {
    "villages": "村情况表",
    "roster": "花名册",
    "sign_ins": "签到册",
    "punches": "钉钉考勤",
    "leave_slips": "请销假台账",
    "work_logs": "工作日志",
    "meetings": "会议记录",
    "handovers": "交接记录",
    "duty_records": "公务培训台账",
    "delegations": "审批委托登记",
    "visits": "走访台账",
    "unit_visits": "单位到村登记",
    "monthly_reports": "月考勤汇总",
    "archives": "档案目录",
    "activities": "学习活动登记",
    "appraisals": "考核登记",
    "system_roster": "系统花名册",
    "unit_duty_records": "派出单位工作记录",
    "households": "农户台账",
    "pairings": "结对帮扶表",
    "household_plans": "一户一策",
    "evaluations": "帮扶成效评价",
    "incomes": "收入台账",
    "alerts": "风险预警台账",
    "units": "后盾单位一览表",
    "unit_briefings": "听取汇报记录",
    "unit_support": "帮扶经费和保障台账",
    "expenses": "工作经费报销台账",
    "subsidies": "驻村补助发放表",
    "travel_claims": "差旅报销台账",
    "meal_payments": "伙食费收缴表",
    "projects": "项目台账",
    "economy": "村集体经济台账",
    "businesses": "新型农业经营主体名册",
    "surveys": "到户核查表",
    "samples": "抽样记录",
    "village_draws": "摇号记录",
    "inspections": "督查纪实表",
    "checklist_results": "检查对照清单",
    "inspection_groups": "检查分组表",
    "leader_interviews": "访谈记录",
    "quiz_results": "应知应会测试",
    "filings": "材料报送登记",
    "rectifications": "整改台账",
    "interviews": "约谈记录",
    "photos": "照片原件",
}
"""What offices call each source; several uploaded tables can feed one source."""

STANDING = frozenset(
    {
        "villages", "roster", "handovers", "households", "pairings", "household_plans", "incomes", "system_roster",
        "units", "projects", "economy", "businesses", "rectifications", "interviews", "archives", "appraisals",
        "delegations", "photos",
    }
)  # fmt: skip
"""Sources that are not handed in by month."""

RESULT_SHEET = "核验结果"
"""The first sheet of an annotated copy; its cell A1 begins with the same words."""

RESULT_SHEET_NOTE = "本程序附的核验结果，不是资料，未导入"
"""What is noted of such a sheet when a corrected copy is handed in."""


class Place(Struct, frozen=True, order=True):
    """A spot in an uploaded file: ``cell`` is one cell (``K7``), a range (``A5:H5``), or empty for the whole sheet."""

    file: str
    sheet: str
    cell: str


class DataError(Struct, frozen=True, order=True):
    """One thing wrong with what was handed in, said to the uploader; never a finding.

    ``code`` is a stable English word (``bad-date``); ``message`` says in Chinese where, what and what to do.
    """

    file: str
    sheet: str
    cell: str
    code: str
    column: str
    value: str
    message: str


class HeaderCell(Struct, frozen=True):
    """One header text of a sheet, the contract columns it was read as (none: not known), and some values below it."""

    cell: str
    text: str
    columns: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()


class Sheet(Struct, frozen=True):
    """One sheet as it was read and recognised.

    ``table`` is the import contract's id, or None when the sheet was not recognised. ``title`` is the text above the
    header. ``period`` is the first and last day the sheet says it covers (from its title or sheet name), or None.
    ``missing`` names contract columns
    that the sheet does not have at all. ``cells`` is the range of its data rows (``A5:AH17``). ``headers`` are its
    header cells, of an unrecognised sheet those of the row that looks most like a header.
    """

    file: str
    sha256: str
    name: str
    table: str | None
    title: str = ""
    period: tuple[date, date] | None = None
    generated_at: datetime | None = None
    missing: frozenset[str] = frozenset()
    cells: str = ""
    hidden: bool = False
    note: str = ""
    headers: tuple[HeaderCell, ...] = ()


class SheetCount(Struct, frozen=True):
    """How many rows of a sheet were read, accepted and refused."""

    rows: int = 0
    good: int = 0
    bad: int = 0


class FileRead(Struct, frozen=True):
    """One uploaded file: its name without folders, its SHA-256, and the sheets in it by position in the batch.

    ``photo`` is the name of a photograph without folders, "" of any other file.
    """

    name: str
    sha256: str
    sheets: tuple[int, ...] = ()
    photo: str = ""
