"""Proposals kept: what facts and clauses suggested, what a person decided, and interviews that were held."""

from collections.abc import Iterable

from msgspec import Struct

from audit.model.escalation import Decision, Interview, Proposal
from audit.store import log
from audit.store.connect import reading, writing
from audit.store.log import By
from audit.store.plain import from_plain, to_plain
from audit.store.tables.models import EscalationRow

PROPOSED, APPROVED, REJECTED, HELD, LAPSED = "proposed", "approved", "rejected", "held", "lapsed"
LABELS = {PROPOSED: "待决定", APPROVED: "已批准", REJECTED: "不批准", HELD: "已约谈", LAPSED: "已失效"}


class ProposalUnknownError(LookupError):
    """No single proposal has this beginning of an id; the message says so in Chinese."""


class Kept(Struct, frozen=True):
    """A proposal as it stands: made in which audited month, counted in which year, decided how, held when."""

    proposal: Proposal
    month: str
    year: int
    status: str
    decision: Decision | None
    interview: Interview | None

    @property
    def label(self) -> str:
        """The status in the office's word."""
        return LABELS[self.status]


def offer(made: Iterable[Proposal], *, month: str, year: int, by: By) -> list[Kept]:
    """Keep what is proposed now, let lapse what nobody decided and nothing suggests any longer, and give the open ones.

    One transaction, with its row in the log where anything changed.
    """
    now = {one.id: one for one in made}
    with writing():
        open_ones = set(EscalationRow.objects.filter(status=PROPOSED).values_list("id", flat=True))
        lapsed = sorted(open_ones - now.keys())
        EscalationRow.objects.filter(pk__in=lapsed).update(status=LAPSED)
        back = EscalationRow.objects.filter(pk__in=list(now), status=LAPSED)
        again = sorted(back.values_list("id", flat=True))
        back.update(status=PROPOSED)
        known = set(EscalationRow.objects.filter(pk__in=list(now)).values_list("id", flat=True))
        new = [one for name, one in sorted(now.items()) if name not in known]
        EscalationRow.objects.bulk_create([_row(one, month, year) for one in new])
        if new or lapsed or again:
            told = {"new": {one.id: one.message for one in new}, "lapsed": lapsed, "again": again}
            log.add(by, "提出建议", f"month:{month}", told)
    return listed(PROPOSED)


def _row(one: Proposal, month: str, year: int) -> EscalationRow:
    return EscalationRow(
        id=one.id, year=year, month=month, measure=one.measure.value, holder=one.holder.key, status=PROPOSED,
        proposal=to_plain(one),
    )  # fmt: skip


def listed(*statuses: str) -> list[Kept]:
    """List proposals by holder and measure: those of these statuses, or all."""
    with reading():
        rows = EscalationRow.objects.order_by("holder", "measure", "pk")
        return [_kept(row) for row in (rows.filter(status__in=statuses) if statuses else rows)]


def of(start: str) -> Kept:
    """Give the one proposal whose id begins so; ProposalUnknownError."""
    with reading():
        rows = list(EscalationRow.objects.filter(id__startswith=start)[:2])
    if len(rows) != 1:
        many = "不止一条，请多写几位" if rows else "没有；用 zhucun rectify propose 查看"
        raise ProposalUnknownError(f"编号以“{start}”开头的建议{many}")
    return _kept(rows[0])


def settle(decision: Decision, *, by: By) -> None:
    """Keep a decision on a proposal that waits for one; inside ``writing()``."""
    status = APPROVED if decision.approved else REJECTED
    EscalationRow.objects.filter(pk=decision.proposal).update(status=status, decision=to_plain(decision))
    detail = {"measure": decision.measure.value, "holder": decision.holder.key, "reason": decision.reason}
    log.add(by, LABELS[status], f"proposal:{decision.proposal}", detail)


def hold(proposal: str, interview: Interview, *, by: By) -> None:
    """Keep what was noted of an interview; inside ``writing()``."""
    EscalationRow.objects.filter(pk=proposal).update(status=HELD, interview=to_plain(interview))
    told = {"targets": [one.key for one in interview.targets], "held_on": interview.held_on.isoformat()}
    log.add(by, "约谈", f"proposal:{proposal}", told)


def interviews() -> tuple[Interview, ...]:
    """List the interviews that were held, oldest first."""
    found = [one.interview for one in listed(HELD) if one.interview]
    return tuple(sorted(found, key=lambda one: (one.held_on, one.id)))


def decisions() -> tuple[Decision, ...]:
    """List all decisions."""
    return tuple(one.decision for one in listed(APPROVED, REJECTED, HELD) if one.decision)


def _kept(row: EscalationRow) -> Kept:
    return Kept(
        from_plain(Proposal, row.proposal), row.month, row.year, row.status,
        from_plain(Decision | None, row.decision), from_plain(Interview | None, row.interview),
    )  # fmt: skip
