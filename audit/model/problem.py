"""A problem of the ledger (整改台账): what a finding becomes once people work on it, until it is struck off (销号).

Everything is frozen; ``audit.rectify`` gives back a new problem for each move, ``audit.store`` keeps them.
"""

from datetime import date

from msgspec import Struct

from audit.model.lifecycle import Action, Clock, Flag, Role, Seen, Status
from audit.model.outcome import Kind, Outcome, Severity


class Actor(Struct, frozen=True):
    """Who acts: name, role, and the village or unit he belongs to ("" for those above the villages)."""

    name: str
    role: Role
    village: str = ""
    unit: str = ""
    account: str = ""


class Act(Struct, frozen=True):
    """One act: who, on which day, what he says, and the evidence (sha256 of attachments) he points to."""

    actor: Actor
    on: date
    note: str = ""
    evidence: tuple[str, ...] = ()


class Move(Struct, frozen=True):
    """One row of a problem's history; never changed afterwards."""

    action: Action
    actor: Actor
    on: date
    before: Status
    after: Status
    note: str = ""
    evidence: tuple[str, ...] = ()


class Attachment(Struct, frozen=True):
    """A file that supports a problem. ``taken_on`` is the day the paper or photo was made, ``kind`` photo, document,
    table or other; ``size`` in bytes, of the kept file, whose hash is ``sha256``. ``upload_sha256`` is that of the
    file as it was handed in, before its position was taken out.
    """

    sha256: str
    name: str
    taken_on: date | None
    kind: str
    size: int
    upload_sha256: str = ""
    note: str = ""


class Plan(Struct, frozen=True):
    """The measure (整改措施), the responsible unit (责任单位) and person (责任人), and the progress in percent."""

    measure: str = ""
    owner: str = ""
    person: str = ""
    progress: int = 0


class Extension(Struct, frozen=True):
    """A later deadline asked for; ``approved`` is None until somebody else decides."""

    until: date
    reason: str
    asked_by: Actor
    asked_on: date
    decided_by: Actor | None = None
    decided_on: date | None = None
    approved: bool | None = None
    decision: str = ""


class Appeal(Struct, frozen=True):
    """A right of reply used (申诉): reason and evidence, and the answer once given. ``upheld`` is None until then."""

    by: Actor
    on: date
    reason: str
    evidence: tuple[str, ...] = ()
    answered_by: Actor | None = None
    answered_on: date | None = None
    upheld: bool | None = None
    answer: str = ""


class Acceptance(Struct, frozen=True):
    """An explanation accepted (说明采纳), or a problem put on the long list (挂账), until a day."""

    approved_by: Actor
    on: date
    until: date
    reason: str
    clock: Clock = Clock.KEEP


class Rerun(Struct, frozen=True, tag=True, tag_field="kind of"):
    """What a later run said of one rule and subject: of the same period, or of the following one (behaviour)."""

    run: str
    on: date
    outcome: Outcome
    period: tuple[date, date]
    rule_version: str = ""
    reason: str = ""


class Attestation(Struct, frozen=True, tag=True, tag_field="kind of"):
    """A named person's word that he has seen for himself (现场查看、查阅原件) that it is put right."""

    by: Actor
    on: date
    text: str


Proof = Rerun | Attestation
"""What a closing rests on; each bears its name, so that what is kept tells which of the two it was."""


class Sighting(Struct, frozen=True):
    """What the latest run that said something new found of the problem."""

    run: str
    on: date
    seen: Seen
    reason: str


class Problem(Struct, frozen=True):
    """One line of the ledger.

    ``finding`` is the finding's id, ``subject`` its key (person or village ids), ``event_on`` the last day it speaks
    of. ``closure`` lists the kinds of closing the rule allows; ``closed_as`` is the one taken. ``due_on`` is the
    deadline in force, extensions included. ``earlier`` is the id of the problem it came back from.
    """

    id: str
    finding: str
    rule: str
    rule_version: str
    title: str
    kind: Kind
    severity: Severity
    village: str
    person: str
    unit: str
    subject: tuple[str, ...]
    period: tuple[date, date]
    event_on: date
    message: str
    closure: tuple[str, ...]
    status: Status
    history: tuple[Move, ...]
    flags: frozenset[Flag] = frozenset()
    plan: Plan = Plan()
    issued_on: date | None = None
    issued_in: str = ""
    due_on: date | None = None
    extensions: tuple[Extension, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    appeals: tuple[Appeal, ...] = ()
    accepted: Acceptance | None = None
    claim: str = ""
    proof: Proof | None = None
    closed_as: str = ""
    closed_on: date | None = None
    earlier: str = ""
    sighting: Sighting | None = None
