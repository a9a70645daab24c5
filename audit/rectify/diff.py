"""The comparison of a run with what was known: new, still there, gone, back, unchecked, each with its reason.

A finding counts as gone only where its own rows were judged again, with data. Whatever was not judged (file missing,
rule off, engine error, readers that counted differently) is unchecked, and never closes anything.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from audit.model.finding import Finding
from audit.model.lifecycle import Seen
from audit.model.outcome import Outcome


class Cell(Struct, frozen=True):
    """One row that a rule judges: the rule, the subject's key (ids), and the first day of its period."""

    rule: str
    subject: tuple[str, ...]
    day: date


class Judged(Struct, frozen=True):
    """What this run made of a cell. ``reason`` is a missing source or the condition that does not apply; ``doubt``
    says why its file is not to be trusted with closing (two readers counted differently).
    """

    outcome: Outcome
    reason: str = ""
    doubt: str = ""


Lookup = Callable[[Cell], Judged | None]
"""Finds a cell in the run's coverage; None where the run has no such row."""


class Known(Struct, frozen=True):
    """A finding of any earlier run of this month. ``days`` are the first days of the rows it was made from: one for
    most rules, each day of a run for grouped ones. ``gone`` says that it was gone when last judged.
    """

    id: str
    rule: str
    rule_version: str
    subject: tuple[str, ...]
    days: tuple[date, ...]
    gone: bool = False

    def cells(self) -> tuple[Cell, ...]:
        """Give the rows that must be judged again before it may count as gone."""
        return tuple(Cell(self.rule, self.subject, day) for day in self.days)


class Change(Struct, frozen=True):
    """What one finding is in this run, and why, in one Chinese sentence."""

    id: str
    seen: Seen
    reason: str


def known_of(finding: Finding, subject: tuple[str, ...], *, grouped: bool) -> Known:
    """Make what is remembered of a finding; ``grouped`` says that its rule gathers days into runs."""
    days = finding.dates if grouped and finding.dates else (finding.period[0],)
    return Known(finding.id, finding.rule, finding.rule_version, subject, days)


def compare(
    known: Iterable[Known], found: Iterable[Known], judged: Lookup, rules: Mapping[str, str]
) -> tuple[Change, ...]:
    """Say of every finding, known or found now, what it is; in order of id, whatever the order of the inputs.

    ``rules`` maps the ids of the rules that ran to their versions.
    """
    before = {one.id: one for one in known}
    now = {one.id: one for one in found}
    told = [_present(now[name], before.get(name)) for name in now]
    told += [_absent(before[name], judged, rules) for name in before.keys() - now.keys()]
    return tuple(sorted(told, key=lambda change: change.id))


def remembered(known: Iterable[Known], found: Iterable[Known], changes: Iterable[Change]) -> tuple[Known, ...]:
    """Give what is known after this run: what was found, and what was known with whether it is gone."""
    seen = {change.id: change.seen for change in changes}
    merged = {one.id: one for one in known} | {one.id: one for one in found}
    after = [_after(one, seen.get(one.id)) for one in merged.values()]
    return tuple(sorted(after, key=lambda one: one.id))


def _after(one: Known, seen: Seen | None) -> Known:
    return one if seen is Seen.UNCHECKED else replace(one, gone=seen is Seen.GONE)


def _present(now: Known, before: Known | None) -> Change:
    if before is None:
        return Change(now.id, Seen.NEW, "以前的核验没有，本次发现")
    if before.gone:
        return Change(now.id, Seen.BACK, "以前的核验已消除，本次又出现")
    if before.rule_version != now.rule_version:
        return Change(now.id, Seen.STILL, "本次核验仍有（规则或口径在两次之间改过）")
    return Change(now.id, Seen.STILL, "本次核验仍有")


def _absent(before: Known, judged: Lookup, rules: Mapping[str, str]) -> Change:
    if before.rule not in rules:
        return Change(before.id, Seen.UNCHECKED, "该规则本次没有运行（政策未要求或已停用）")
    cells = [judged(cell) for cell in before.cells()]
    doubt = next((why for why in map(_why_unchecked, cells) if why), "")
    if doubt or not cells:
        return Change(before.id, Seen.UNCHECKED, doubt or "没有记下当时判定的是哪几行，不能比对")
    outcomes = [cell.outcome for cell in cells if cell is not None]
    if Outcome.VIOLATION in outcomes:
        return Change(before.id, Seen.STILL, "本次仍不通过，已并入同一原因的另一条问题")
    return Change(before.id, Seen.GONE, _why_gone(before, cells, rules))


def _why_unchecked(cell: Judged | None) -> str:
    if cell is None:
        return "本次没有这个对象（不在花名册、任期以外，或所在村、月没有核验）"
    if cell.outcome is Outcome.UNKNOWN:
        return f"资料不足，未能复核{f'：{cell.reason}' if cell.reason else ''}"
    if cell.outcome is Outcome.ERROR:
        return "规则运行出错，未能复核"
    if cell.outcome is Outcome.MANUAL:
        return "须人工核查，程序未能复核"
    if cell.outcome is not Outcome.VIOLATION and cell.doubt:
        return f"资料读数存疑，不据此消除：{cell.doubt}"
    return ""


def _why_gone(before: Known, cells: Iterable[Judged | None], rules: Mapping[str, str]) -> str:
    why = next((cell.reason for cell in cells if cell and cell.outcome is Outcome.NOT_APPLICABLE and cell.reason), "")
    said = f"重新判定，已不适用（{why}）" if why else "重新判定，已通过"
    changed = before.rule_version != rules[before.rule]
    return f"{said}；规则或口径在两次之间改过，不等于已整改" if changed else said
