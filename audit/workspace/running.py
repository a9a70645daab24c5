"""Running a month on what stands in the workspace: only what changed is judged again, everything is kept."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from audit import catalog, findings, pipeline, reconcile, render
from audit.model.policy import Policy
from audit.model.problem import Problem
from audit.model.report import Report
from audit.model.round import Round
from audit.model.rule import RuleInForce
from audit.model.source import SOURCE_TITLES
from audit.rectify.diff import Change
from audit.store import blobs, bundles, connect, runs
from audit.store.log import By
from audit.store.plain import from_json, to_json, to_plain
from audit.store.runs import KeptRun, NewRun
from audit.workspace import comparing, histories, inputs, law, results, units
from audit.workspace.inputs import Given
from audit.workspace.ledger import Ledger, Units
from audit.workspace.results import Part
from audit.workspace.units import Township

Say = Callable[[str], None]


class Ran(Struct, frozen=True):
    """A run that was made: its number, its report without the days of each person, and how much was judged anew.

    ``expired`` are problems whose accepted explanation, or long list, had come to its day.
    """

    number: int
    report: Report
    findings_json: str
    judged: int
    units: int
    changes: tuple[Change, ...] = ()
    expired: tuple[Problem, ...] = ()


class _Basis(Struct, frozen=True):
    """What a run is judged by, and whom it tells each step."""

    policies: Sequence[Policy]
    of: Round
    law: str
    rules: tuple[RuleInForce, ...]
    say: Say


class _Made(Struct, frozen=True):
    report: Report
    findings_json: str
    units: list[dict[str, object]]
    fresh: Mapping[str, str]


def run(month: str, *, policies: Sequence[str] = (), as_of: date, by: By, on_step: Say | None = None) -> Ran:
    """Run a month and keep the run. Raises BadInputError, CatalogError, YearMissingError, EnginesDisagreeError."""
    say = on_step or _silent
    say("读取规则、政策和表样")
    with law.taken_up() as stowed:
        chosen = pipeline.choose_policies(policies, month)
        expired = histories.expire(min(as_of, by.at.date()), by=by)
        bare = inputs.given(month, stowed)
        what = replace(bare, history=histories.as_of(as_of, bare))
        rules = _in_force(chosen, month)
        made = _make(what, _Basis(chosen, _round(month, as_of, chosen), stowed, rules, say))
    say("与上次比较")
    ledger = Ledger(_units(made.units), {one.rule.id: one.rule.each for one in rules})
    found, today = made.report.findings, by.at.date()
    say("存入工作区")
    with connect.writing():
        compared = comparing.compare(month, found, rules, ledger)
        number = runs.keep(_new(made, what, rules, stowed), by=by)
        comparing.carry_over((number, month), compared, found, today=today)
    judged = len(made.fresh)
    return Ran(number, made.report, made.findings_json, judged, len(made.units), compared.changes, expired)


def again(run: KeptRun, *, afresh: bool = True, on_step: Say | None = None) -> str:
    """Execute an old run once more by its own law and inputs, and give its ``findings.json``; nothing is kept.

    ``afresh`` judges every village again instead of taking up kept results.
    """
    noted = json.loads(runs.text(run.inputs))
    with law.in_force(run.law):
        chosen = pipeline.choose_policies(run.policies, run.month)
        rules = _in_force(chosen, run.month)
        basis = _Basis(chosen, _round(run.month, run.as_of, chosen), run.law, rules, on_step or _silent)
        return _make(inputs.as_of_run(noted), basis, afresh=afresh).findings_json


def same_program(run: KeptRun) -> bool:
    """Say whether a run was made by the program as it is now."""
    return run.program == pipeline.program()


def report_of(run: KeptRun) -> Report:
    """Give the report of a kept run with everybody's days, as documents need it."""
    report: Report = from_json(Report, runs.text(run.report))
    files, sheets, counts = inputs.as_of_run(json.loads(runs.text(run.inputs))).listed()
    told = json.loads(runs.text(run.units))
    pieces: dict[str, Mapping[str, bytes]] = {}
    months = [
        one for unit in told for one in results.months(_pieces(pieces, str(unit["result"])), str(unit["fingerprint"]))
    ]
    days = tuple(sorted(months, key=lambda one: (one.village, one.person)))
    return replace(report, files=files, sheets=sheets, counts=counts, months=days)


def ledger_of(run: KeptRun) -> Ledger:
    """Give a kept run's ledger of outcomes."""
    with law.in_force(run.law):
        tables = {name: rule.each for name, rule in catalog.load_rules().items()}
    return Ledger(_units(json.loads(runs.text(run.units))), tables)


def rule_versions(run: KeptRun) -> dict[str, str]:
    """Give the version of each rule that a kept run judged by."""
    return {one.rule.id: one.version for one in rules_of(run)}


def rules_of(run: KeptRun) -> tuple[RuleInForce, ...]:
    """Give the rules that a kept run judged by, with their numbers and clauses."""
    with law.in_force(run.law):
        return _in_force(pipeline.choose_policies(run.policies, run.month), run.month)


def _units(told: Sequence[Mapping[str, Any]]) -> Units:
    villages: dict[str, frozenset[str]] = {}
    for unit in told:
        villages[unit["result"]] = villages.get(unit["result"], frozenset()) | frozenset(unit["villages"])
    return Units(villages)


def _silent(_: str) -> None:
    """Tell nobody."""


def _round(month: str, as_of: date, chosen: Sequence[Policy]) -> Round:
    return Round(
        month, as_of, catalog.load_calendar(), catalog.conventions(chosen), catalog.load_identities(), tuple(chosen)
    )


def _make(what: Given, basis: _Basis, *, afresh: bool = False) -> _Made:
    """Judge what is not known yet and put the month together."""
    basis.say("查看哪些资料有变动")
    town = units.look(what, basis.of, basis.law, [policy.id for policy in basis.policies])
    known = {} if afresh else runs.unit_results(list(town.prints))
    fresh = _judge(what, town, [n for n, name in enumerate(town.prints) if name not in known], basis)
    blob_of = {**known, **fresh}
    pieces: dict[str, Mapping[str, bytes]] = {}
    parts = [results.part(_pieces(pieces, blob_of[name]), name) for name in town.prints]
    report = _report(what, town, parts, basis)
    noted: list[dict[str, object]] = [
        {"villages": sorted(unit), "fingerprint": name, "result": blob_of[name]}
        for unit, name in zip(town.units, town.prints, strict=True)
    ]
    return _Made(report, render.findings_json(report), noted, fresh)


def _pieces(cache: dict[str, Mapping[str, bytes]], blob: str) -> Mapping[str, bytes]:
    if blob not in cache:
        cache[blob] = bundles.untie(blobs.read("results", blob))
    return cache[blob]


def _judge(what: Given, town: Township, places: Sequence[int], basis: _Basis) -> dict[str, str]:
    """Judge some units together, by their places, and keep each one's result; gives the blob by fingerprint."""
    if not places:
        return {}
    wanted, prints = [town.units[n] for n in places], [town.prints[n] for n in places]
    villages = frozenset[str]().union(*wanted)
    basis.say(f"比对各来源（{len(villages - {reconcile.NO_VILLAGE})}个村）")
    needed = {*what.standing, *town.files_for(villages)}
    typed, sheets = inputs.load(what, needed)
    facts = reconcile.reconcile(typed, sheets, catalog.load_facts(), of=basis.of, share=town.share(villages, needed))
    judged = pipeline.judge(facts, basis.policies, basis.of, on_step=basis.say)
    cut = dict(zip(prints, results.cut(judged, facts, wanted), strict=True))
    blob = blobs.keep("results", results.tie(cut, results.ledger_of(judged, facts)))
    return dict.fromkeys(prints, blob)


def _report(what: Given, town: Township, parts: Sequence[Part], basis: _Basis) -> Report:
    """Put the month's report together from its units' parts."""
    files, sheets, counts = what.listed()
    of = basis.of
    villages = tuple(sorted({one.village for part in parts for one in part.received}))
    return Report(
        program=pipeline.program(),
        rules_version=catalog.rules_version(catalog.load_rules()),
        engines=("columns", *sorted({part.engine for part in parts})),
        policies=tuple(basis.policies),
        month=of.month,
        as_of=of.as_of,
        township=town.name,
        villages=villages,
        people=sum(part.people for part in parts),
        files=files,
        sheets=sheets,
        counts=counts,
        data_errors=tuple(sorted({*what.errors(), *town.errors})),
        coverage=results.coverage(parts, basis.rules),
        unknown=findings.told_once((one for part in parts for one in part.unknown), villages),
        findings=results.in_order(parts),
        months=(),
        notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
        received=results.received(parts, villages, tuple(SOURCE_TITLES)),
    )


def _new(made: _Made, what: Given, rules: Sequence[RuleInForce], stowed: str) -> NewRun:
    report = made.report
    told = json.loads(made.findings_json)["findings"]
    figures = {"findings": len(told), "villages": len(report.villages), "people": report.people}
    return NewRun(
        month=report.month,
        as_of=report.as_of,
        policies=[policy.id for policy in report.policies],
        parameters={one.rule.id: to_plain(dict(one.parameters)) for one in rules},
        rules_version=report.rules_version,
        program=report.program,
        law=stowed,
        inputs=inputs.noted(what),
        units=made.units,
        findings_json=made.findings_json,
        report=_without_files(report),
        figures=figures | {"judged": len(made.fresh), "units": len(made.units)},
        found=told,
        fresh=made.fresh,
    )


def _without_files(report: Report) -> str:
    """Write a report but for its files and sheets, which are kept already."""
    bare = replace(report, files=(), sheets=(), counts={})
    return to_json(bare).decode()


def _in_force(chosen: Sequence[Policy], month: str) -> tuple[RuleInForce, ...]:
    first = date.fromisoformat(f"{month}-01")
    return catalog.rules_in_force(chosen, catalog.load_rules(), month_start=first)
