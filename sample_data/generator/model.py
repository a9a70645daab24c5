"""What the sample township is made of: villages, postings, days, absences, meetings, and what is wrong on purpose."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

Who: TypeAlias = tuple[str, str]
"""A person: name and dispatching unit."""


@dataclass(frozen=True, slots=True)
class Village:
    """One village. ``written`` is how its own grid writes the name; ``cadres`` are its secretary and its head."""

    name: str
    aliases: str = ""
    kind: str = "行政村"
    township: str = "青禾镇"
    poor: bool = True
    poor_population: int = 0
    unstable_population: int = 0
    no_signal: bool = False
    liaison: str = ""
    written: str = ""
    cadres: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Posting:
    """One person's term in one village. ``main`` is False for the second village of a member of two teams.

    ``arrived_text`` replaces the arrival date in the roster where it is written badly on purpose.
    """

    village: str
    person: str
    role: str
    unit: str
    arrived: date
    left: date | None
    document: str
    issued: date | None
    user_id: str
    job_no: str
    phone: str
    main: bool = True
    arrived_text: str = ""

    @property
    def who(self) -> Who:
        """The person: name and unit."""
        return (self.person, self.unit)

    def active(self, day: date) -> bool:
        """Say whether the person is in post on this day."""
        return self.arrived <= day and (self.left is None or day <= self.left)


@dataclass(frozen=True, slots=True)
class Punch:
    """One punch. ``slot`` 0 is the morning's, 1 the evening's; ``result`` is what the export says of it.

    ``place`` and ``device`` are the village's office and the person's own phone unless they say something else.
    """

    at: datetime
    slot: int
    result: str = "正常"
    reason: str = ""
    remark: str = ""
    place: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One person's day in one village.

    ``sign`` is a code (present, half, rest, out, leave:事假, duty:培训, text:… for a raw mark, "" for blank).
    """

    sign: str = ""
    punches: tuple[Punch, ...] = ()
    log: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """One leave or duty (``kind``: leave, training, meeting, trip) from start to end, half-days at 12:00.

    ``registered`` says it stands in the paper ledger; ``form_no`` is its DingTalk number, "" when it is not there;
    ``quantity_text`` replaces the duration in the approval export where it is written badly on purpose.
    """

    village: str
    person: str
    unit: str
    kind: str
    type: str
    start: datetime
    end: datetime
    reason: str
    applied: datetime
    approved: datetime
    approver: str
    cancelled: date | None = None
    proof: str = "审批单"
    place: str = "县城"
    document: str = ""
    form_no: str = ""
    status: tuple[str, str] = ("完成", "同意")
    registered: bool = True
    quantity_text: str = ""

    @property
    def who(self) -> Who:
        """The person: name and unit."""
        return (self.person, self.unit)

    @property
    def granted(self) -> bool:
        """Whether it was approved and not withdrawn."""
        return self.status == ("完成", "同意")

    def covers(self, day: date) -> str:
        """Say how much of a day it takes: full, morning, afternoon, or "" for none."""
        if not (self.start.date() <= day <= self.end.date()):
            return ""
        late_start = day == self.start.date() and self.start.hour >= 12
        early_end = day == self.end.date() and self.end.hour <= 12
        return "afternoon" if late_start else "morning" if early_end else "full"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting; ``kind`` is the text of the ledger; ``minutes`` and ``photo`` say whether they are kept.

    ``text`` is what the minutes say and ``picture`` the name of the photograph, where the ledger tells them.
    """

    village: str
    held: date
    kind: str
    topic: str
    host: str
    recorder: str
    attendees: tuple[str, ...]
    absentees: tuple[str, ...] = ()
    minutes: str = "有"
    photo: str = "有"
    text: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """One handover meeting with its papers (有 or 无, 是 or 否)."""

    village: str
    held: date
    old: str
    new: str
    minutes: str = "有"
    photo: str = "有"
    listed: str = "有"
    old_signed: str = "是"
    new_signed: str = "是"


@dataclass(frozen=True, slots=True)
class Expected:
    """One finding that must come out; ``start`` is the first day of its period, ``of`` its household or unit."""

    rule: str
    village: str
    person: str
    start: date
    why: str
    dates: Sequence[date] = ()
    of: str = ""


@dataclass(frozen=True, slots=True)
class BadCell:
    """One cell that is wrong on purpose: where it stands, the error it must give, and why it changes no finding."""

    file: str
    sheet: str
    cell: str
    code: str
    why: str


@dataclass
class World:
    """One month of the township. ``days`` is keyed by person, village and date; ``books`` is the log book of each
    person and village; ``no_logs`` are villages that hand in no work logs; ``log_dates`` says how the date of a log of
    several days is written, by person, village and first day; ``extra_logs`` are additional log rows (village, name as
    written, date as written, text).
    """

    month: str
    villages: Sequence[Village]
    postings: Sequence[Posting]
    days: dict[tuple[Who, str, date], Day] = field(default_factory=dict)
    absences: list[Absence] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    books: dict[tuple[Who, str], str] = field(default_factory=dict)
    no_logs: frozenset[str] = frozenset()
    log_dates: dict[tuple[Who, str, date], str] = field(default_factory=dict)
    extra_logs: list[tuple[str, str, str, str]] = field(default_factory=list)
    bad_cells: list[BadCell] = field(default_factory=list)
