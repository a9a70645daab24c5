"""Problems kept: the ledger's lines with their history, and what each run saw of them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from audit.model.problem import Problem
from audit.store import log
from audit.store.connect import reading, writing
from audit.store.log import By
from audit.store.plain import from_plain, to_plain
from audit.store.tables.models import Comparison, Found, ProblemRow


class ProblemUnknownError(LookupError):
    """No single problem has this beginning of an id; the message says so in Chinese."""


def of(start: str) -> Problem:
    """Give the one problem whose id begins so; ProblemUnknownError."""
    with reading():
        rows = list(ProblemRow.objects.filter(id__startswith=start)[:2])
    if len(rows) != 1:
        many = "不止一条，请多写几位" if rows else "没有；用 zhucun rectify list 查看"
        raise ProblemUnknownError(f"编号以“{start}”开头的问题{many}")
    return _problem(rows[0])


def listed(*statuses: str, **wanted: str) -> list[Problem]:
    """List problems by month, village and deadline: those of these statuses, or all, whose month, village, unit or
    rule is wanted.
    """
    with reading():
        rows = ProblemRow.objects.filter(**{name: value for name, value in wanted.items() if value})
        rows = rows.filter(status__in=statuses) if any(statuses) else rows
        return [_problem(row) for row in rows.order_by("month", "village", "due_on", "id")]


def among(ids: Iterable[str]) -> dict[str, Problem]:
    """Give the problems of these ids that exist."""
    with reading():
        return {row.pk: _problem(row) for row in ProblemRow.objects.filter(pk__in=list(ids))}


def cited(findings: Iterable[str]) -> dict[str, list[str]]:
    """Give the days that findings speak of, as the newest run that made each one told them."""
    with reading():
        rows = Found.objects.filter(finding__in=list(findings)).order_by("pk").values_list("finding", "data")
        return {name: list(data["dates"]) for name, data in rows}


def change(start: str, act: Callable[[Problem], Problem], *, by: By, action: str) -> Problem:
    """Change one problem in one transaction: read, act, write, log. What ``act`` refuses changes nothing."""
    with writing():
        before = of(start)
        after = act(before)
        save([after])
        detail = {"from": before.status.value, "to": after.status.value, "note": after.history[-1].note}
        log.add(by, action, f"problem:{after.id}", detail)
        return after


def save(problems: Iterable[Problem], *, month: str = "") -> None:
    """Write problems as they are now; inside ``writing()``. ``month`` is the audited one, for those that are new."""
    rows = [ProblemRow(id=one.id, month=month or f"{one.period[1]:%Y-%m}", **_columns(one)) for one in problems]
    ProblemRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=_CHANGING)


_CHANGING = ("rule", "village", "person", "unit", "status", "due_on", "data")
"""What is written anew of a problem that is kept already; the month in which it was found stays."""


def _columns(one: Problem) -> dict[str, Any]:
    return {
        "rule": one.rule, "village": one.village, "person": one.person, "unit": one.unit,
        "status": one.status.value, "due_on": one.due_on, "data": to_plain(one),
    }  # fmt: skip


def _problem(row: ProblemRow) -> Problem:
    return from_plain(Problem, row.data)  # type: ignore[no-any-return]


def remember(run: int, changes: Sequence[Any], known: Sequence[Any]) -> None:
    """Keep what a run saw and what is known after it; inside ``writing()``."""
    Comparison.objects.create(run_id=run, changes=to_plain(list(changes)), known=to_plain(list(known)))


def known(month: str) -> list[Any]:
    """Give what is known after the newest run of a month, as plain values."""
    with reading():
        row = Comparison.objects.filter(run__month=month).order_by("-run_id").first()
        return list(row.known) if row else []


def changes(run: int) -> list[Any]:
    """Give what a run saw of each finding known or found, as plain values."""
    with reading():
        row = Comparison.objects.filter(run_id=run).first()
        return list(row.changes) if row else []
