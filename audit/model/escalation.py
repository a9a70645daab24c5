"""Escalation (约谈、取消评优…): what clauses ask for, what was held, what is proposed, what a person decided."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from audit.model.problem import Actor
from audit.model.rule import Basis


class Measure(StrEnum):
    """What the program may propose to be done to somebody; a transfer to the discipline organs is not among it."""

    INTERVIEW = "interview"
    NO_AWARD = "no_award"
    DEDUCTION = "deduction"
    BASIC_AT_MOST = "basic_at_most"
    UNFIT = "unfit"
    RECALL = "recall"
    RELAPSE = "relapse"
    SITE_VISIT = "site_visit"

    @property
    def label(self) -> str:
        """The word printed in proposals."""
        return _MEASURE_LABELS[self]


class Trigger(StrEnum):
    """What is counted before a clause asks for a measure."""

    OVERDUE = "overdue"
    INTERVIEWS = "interviews"
    ABSENCES = "absences"
    RELAPSE = "relapse"
    CLUES = "clues"


class Holder(Struct, frozen=True, order=True):
    """Who is held to account: a ``village``, a ``unit`` or a ``person``, by id, with the name that is printed."""

    kind: str
    id: str
    name: str

    @property
    def key(self) -> str:
        """The holder as facts write it."""
        return f"{self.kind}:{self.id}"


class Step(Struct, frozen=True):
    """One rung that a clause asks for: from ``least`` to ``most`` counted of a holder of ``kind``, ``measure``, taken
    by whom (``by``), of which roles (an interview).
    """

    trigger: Trigger
    kind: str
    least: int
    measure: Measure
    basis: Basis
    most: int = 1_000_000
    by: str = ""
    roles: tuple[str, ...] = ()


class Interview(Struct, frozen=True):
    """An interview that was held (约谈记录): its targets, and the problems it was about. ``event_on`` is the last day
    of those problems; a member who came to the post later was no part of it.
    """

    id: str
    held_on: date
    by: str
    targets: tuple[Holder, ...]
    problems: tuple[str, ...] = ()
    demand: str = ""
    demand_due_on: date | None = None
    event_on: date | None = None


class Member(Struct, frozen=True):
    """A team member of a unit, with the days he came and left."""

    unit: Holder
    person: Holder
    arrived_on: date
    left_on: date | None = None


class Occasion(Struct, frozen=True):
    """One counted fact: what was counted of whom, how many, and the ids of what it was counted from."""

    trigger: Trigger
    holder: Holder
    count: int
    facts: tuple[str, ...]


class Proposal(Struct, frozen=True):
    """What the facts and clauses suggest; ``facts`` are ids of problems and interviews. A person decides."""

    id: str
    measure: Measure
    holder: Holder
    trigger: Trigger
    count: int
    facts: tuple[str, ...]
    basis: tuple[Basis, ...]
    message: str
    by: str = ""
    roles: tuple[str, ...] = ()


class Decision(Struct, frozen=True):
    """A proposal approved or rejected, by whom and why; it covers exactly these facts."""

    proposal: str
    measure: Measure
    holder: Holder
    facts: tuple[str, ...]
    approved: bool
    by: Actor
    on: date
    reason: str


_MEASURE_LABELS = {
    Measure.INTERVIEW: "约谈",
    Measure.NO_AWARD: "取消年度评先评优资格",
    Measure.DEDUCTION: "考核扣分",
    Measure.BASIC_AT_MOST: "年度考核不高于基本称职",
    Measure.UNFIT: "年度考核不称职",
    Measure.RECALL: "调整人选（召回）",
    Measure.RELAPSE: "认定反弹",
    Measure.SITE_VISIT: "实地核查",
}
