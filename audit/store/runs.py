"""Runs kept: what was judged by what, what came out, and results that later runs take up again."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from audit.store import blobs, log
from audit.store.connect import reading, writing
from audit.store.log import By
from audit.store.tables.models import Found, Law, Run, Shared, UnitResult

_AT_ONCE = 400


class RunUnknownError(LookupError):
    """There is no such run; the message says so in Chinese."""


class NewRun(Struct, frozen=True):
    """A run to keep. ``inputs`` and ``units`` are plain values, ``findings_json`` and ``report`` texts; ``found`` are
    its findings as plain values; ``fresh`` maps fingerprints of units judged anew to their blob.
    """

    month: str
    as_of: date
    policies: Sequence[str]
    parameters: Mapping[str, Any]
    rules_version: str
    program: str
    law: str
    inputs: Any
    units: Any
    findings_json: str
    report: str
    figures: Mapping[str, Any]
    found: Sequence[Mapping[str, Any]]
    fresh: Mapping[str, str]


class KeptRun(Struct, frozen=True):
    """A run as it was kept; hashes name blobs of kind ``reports``."""

    number: int
    made_at: datetime
    actor: str
    month: str
    as_of: date
    policies: tuple[str, ...]
    program: str
    law: str
    inputs: str
    units: str
    findings_json: str
    report: str
    figures: Mapping[str, Any]


def keep(run: NewRun, *, by: By) -> int:
    """Keep a run in one transaction and give its number."""
    texts = {
        "inputs": _text(run.inputs), "units": _text(run.units),
        "findings_json": run.findings_json, "report": run.report,
    }  # fmt: skip
    hashes = {name: blobs.keep("reports", text.encode()) for name, text in texts.items()}
    with writing():
        Law.objects.get_or_create(sha256=run.law, defaults={"made_at": by.at})
        UnitResult.objects.bulk_create(
            [UnitResult(fingerprint=name, result=blob) for name, blob in run.fresh.items()], ignore_conflicts=True
        )
        kept = Run.objects.create(
            made_at=by.at, actor=by.actor, month=run.month, as_of=run.as_of, policies=list(run.policies),
            parameters=dict(run.parameters), rules_version=run.rules_version, program=run.program, law_id=run.law,
            figures=dict(run.figures), **hashes,
        )  # fmt: skip
        Found.objects.bulk_create([_found(kept, one) for one in run.found])
        log.add(by, "核验", f"run:{kept.pk}", {"month": run.month, "law": run.law, **hashes})
        return kept.pk


def _text(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _found(run: Run, one: Mapping[str, Any]) -> Found:
    names = ("rule", "kind", "severity", "village", "person", "unit")
    return Found(run=run, finding=one["id"], data=dict(one), **{name: one[name] for name in names})


def latest(month: str = "") -> KeptRun | None:
    """Give the newest run, of a month where one is named."""
    with reading():
        rows = Run.objects.order_by("-pk")
        row = (rows.filter(month=month) if month else rows).first()
        return _kept(row) if row else None


def kept(number: int) -> KeptRun:
    """Give a run by its number; RunUnknownError."""
    with reading():
        row = Run.objects.filter(pk=number).first()
    if row is None:
        raise RunUnknownError(f"没有编号为{number}的核验；用 zhucun run --list 查看")
    return _kept(row)


def of_month(month: str = "") -> list[KeptRun]:
    """List runs, newest first."""
    with reading():
        rows = Run.objects.order_by("-pk")
        return [_kept(row) for row in (rows.filter(month=month) if month else rows)]


def _kept(row: Run) -> KeptRun:
    return KeptRun(
        row.pk, row.made_at, row.actor, row.month, row.as_of, tuple(row.policies), row.program, row.law_id, row.inputs,
        row.units, row.findings_json, row.report, row.figures,
    )  # fmt: skip


def found(run: int, **wanted: str) -> list[dict[str, Any]]:
    """List a run's findings as plain values, those whose rule, kind, severity, village, person or unit is wanted."""
    with reading():
        rows = Found.objects.filter(run_id=run, **{name: value for name, value in wanted.items() if value})
        return [row.data for row in rows.order_by("pk")]


def text(name: str) -> str:
    """Read one of a run's texts by its hash."""
    return blobs.read("reports", name).decode()


def unit_results(fingerprints: Sequence[str]) -> dict[str, str]:
    """Give the blobs of results known under these fingerprints."""
    with reading():
        found: dict[str, str] = {}
        for start in range(0, len(fingerprints), _AT_ONCE):
            rows = UnitResult.objects.filter(fingerprint__in=fingerprints[start : start + _AT_ONCE])
            found |= dict(rows.values_list("fingerprint", "result"))
        return found


def shared(fingerprints: Sequence[str]) -> dict[str, Any]:
    """Give what is known under these fingerprints."""
    with reading():
        found: dict[str, Any] = {}
        for start in range(0, len(fingerprints), _AT_ONCE):
            rows = Shared.objects.filter(fingerprint__in=fingerprints[start : start + _AT_ONCE])
            found |= dict(rows.values_list("fingerprint", "data"))
        return found


def share(known: Mapping[str, Any]) -> None:
    """Remember values under fingerprints; what is known already stays."""
    if known:
        with writing():
            Shared.objects.bulk_create(
                [Shared(fingerprint=name, data=data) for name, data in known.items()], ignore_conflicts=True
            )
