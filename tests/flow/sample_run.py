"""The sample township judged: shared by the flow tests; files are read once per process."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from audit import catalog, intake, pipeline, resources, validate
from audit.model.report import Report
from audit.model.tables import Intake

SAMPLE = resources.folders("sample_data")[-1]
POLICIES = ("dapaicha-2023", "sanjian-2023-106", "bazhong-2015-125", "daxiang-2024-18")
FOLDERS = ("基础资料", "2023-10", "2023-11")
AS_OF = date(2024, 1, 10)
FILES = sorted(path for folder in FOLDERS for path in (SAMPLE / folder).glob("*.xlsx"))


def expected(name: str) -> dict[str, Any]:
    return yaml.load((SAMPLE / "expected" / f"{name}.yml").read_text(encoding="utf-8"), yaml.BaseLoader)


def check(
    paths: Sequence[Path], *, month: str = "2023-11", as_of: date = AS_OF, policies: Sequence[str] = POLICIES
) -> Report:
    return pipeline.check(paths, policies=policies, month=month, as_of=as_of)


@cache
def sample_report(month: str, as_of: date = AS_OF) -> Report:
    return check([SAMPLE / folder for folder in FOLDERS], month=month, as_of=as_of)


@cache
def sample_intake() -> Intake:
    return intake.read([SAMPLE / folder for folder in FOLDERS], catalog.load_imports())


def judged(batch: Intake, *, month: str = "2023-11", as_of: date = AS_OF) -> Report:
    """Judge a batch that has been read already."""
    chosen = pipeline.choose_policies(POLICIES, month)
    return pipeline.judge_batch(batch, chosen, month=month, as_of=as_of)


def without_file(batch: Intake, name: str) -> Intake:
    """Give the batch as it would have been read without one file."""
    kept = [n for n, sheet in enumerate(batch.sheets) if sheet.file != name]
    place = {old: new for new, old in enumerate(kept)}
    return Intake(
        files=tuple(replace(f, sheets=tuple(place[n] for n in f.sheets)) for f in batch.files if f.name != name),
        sheets=tuple(batch.sheets[n] for n in kept),
        tables=tuple(
            replace(
                t,
                sheet=place[t.sheet],
                frame=t.frame.assign(**({"_sheet": place[t.sheet]} if "_sheet" in t.frame else {})),
            )
            for t in batch.tables
            if t.sheet in place
        ),
        errors=tuple(e for e in batch.errors if e.file != name),
    )


def ids(report: Report) -> set[str]:
    return {finding.id for finding in report.findings}


def told(report: Report) -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    return sorted(
        (f.rule, f.village, f.person, f.period[0].isoformat(), tuple(day.isoformat() for day in f.dates))
        for f in report.findings
    )


__all__ = ["FILES", "SAMPLE", "catalog", "validate"]
