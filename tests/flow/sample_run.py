"""The sample township judged: shared by the flow tests; files are read once per process."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml
from msgspec.structs import replace

from audit import catalog, evaluate, intake, pipeline, resources, validate
from audit.evaluate import process
from audit.evaluate.second import REFERENCE
from audit.model.report import Report
from audit.model.tables import Intake, TypedTables

SAMPLE = resources.folders("sample_data")[-1]
POLICIES = ("dapaicha-2023", "sanjian-2023-106", "bazhong-2015-125", "daxiang-2024-18")
FOLDERS = ("基础资料", "2023-10", "2023-11")
AS_OF = date(2024, 1, 10)
FILES = sorted(path for folder in FOLDERS for path in (SAMPLE / folder).glob("*.xlsx"))


def one_of_each_kind() -> list[Path]:
    """The last month's file of each kind, one village's or area's for all: a sign-in book, a log book, an export …"""
    not_the_kind = r"[0-9_-]+|年|月|^..(村|社区)|（.*）|^青禾镇|工作队|台账|记录"
    return list({re.sub(not_the_kind, "", path.name): path for path in FILES}.values())


def expected(name: str) -> dict[str, Any]:
    return yaml.load((SAMPLE / "expected" / f"{name}.yml").read_text(encoding="utf-8"), yaml.BaseLoader)


def check(
    paths: Sequence[Path], *, month: str = "2023-11", as_of: date = AS_OF, policies: Sequence[str] = POLICIES
) -> Report:
    return pipeline.check(paths, policies=policies, month=month, as_of=as_of)


@contextmanager
def one_engine() -> Iterator[None]:
    """Ask no second engine for a while: the two are compared in the tests of the whole."""
    agreed = evaluate.SecondOpinion(process.engine_name() or REFERENCE, 0, 0, ())
    with patch.object(pipeline.evaluate, "second_opinion", return_value=agreed):
        yield


def checked_alone(
    paths: Sequence[Path], *, month: str = "2023-11", as_of: date = AS_OF, policies: Sequence[str] = POLICIES
) -> Report:
    """Check by one engine."""
    with one_engine():
        return check(paths, month=month, as_of=as_of, policies=policies)


@cache
def sample_report(month: str, as_of: date = AS_OF) -> Report:
    """Judge the sample; its files are read, and their rows typed, once."""
    with patch.object(validate, "validate", return_value=sample_typed()):
        chosen = pipeline.choose_policies(POLICIES, month)
        return pipeline.judge_batch(sample_intake(), chosen, month=month, as_of=as_of)


@cache
def sample_intake() -> Intake:
    return intake.read([SAMPLE / folder for folder in FOLDERS], catalog.load_imports())


@cache
def sample_typed() -> TypedTables:
    return validate.validate(sample_intake(), catalog.load_imports())


@cache
def sample_handed(policy: str) -> pipeline.Handed:
    """The sample's November with its facts, each made once when it is first asked for."""
    with patch.object(validate, "validate", return_value=sample_typed()):
        chosen = pipeline.choose_policies((policy,), "2023-11")
        return pipeline.hand_in(sample_intake(), chosen, month="2023-11", as_of=AS_OF)


def judged_without(name: str, *, month: str = "2023-11", as_of: date = AS_OF) -> Report:
    """Judge the sample as if one file had not been handed in.

    Rows are typed sheet by sheet, so they are typed once.
    """
    batch = sample_intake()
    kept = [n for n, sheet in enumerate(batch.sheets) if sheet.file != name]
    place = {old: new for new, old in enumerate(kept)}
    typed = _typed_of(sample_typed(), place, name)
    chosen = pipeline.choose_policies(POLICIES, month)
    with patch.object(validate, "validate", return_value=typed), one_engine():
        return pipeline.judge_batch(_read_of(batch, place, name), chosen, month=month, as_of=as_of)


def _read_of(batch: Intake, place: Mapping[int, int], name: str) -> Intake:
    return Intake(
        files=tuple(replace(f, sheets=tuple(place[n] for n in f.sheets)) for f in batch.files if f.name != name),
        sheets=tuple(batch.sheets[n] for n in place),
        tables=tuple(replace(t, sheet=place[t.sheet]) for t in batch.tables if t.sheet in place),
        errors=tuple(e for e in batch.errors if e.file != name),
    )


def _typed_of(typed: TypedTables, place: Mapping[int, int], name: str) -> TypedTables:
    frames = {
        table: rows[rows["_sheet"].isin(list(place))].reset_index(drop=True) for table, rows in typed.frames.items()
    }
    return TypedTables(
        frames={table: rows.assign(_sheet=rows["_sheet"].map(place).astype("int64")) for table, rows in frames.items()},
        counts={place[n]: count for n, count in typed.counts.items() if n in place},
        errors=tuple(e for e in typed.errors if e.file != name),
        recorded=typed.recorded,
    )


def ids(report: Report) -> set[str]:
    return {finding.id for finding in report.findings}


def told(report: Report) -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    return sorted(
        (f.rule, f.village, f.person, f.period[0].isoformat(), tuple(day.isoformat() for day in f.dates))
        for f in report.findings
    )


__all__ = ["FILES", "SAMPLE", "catalog", "validate"]
