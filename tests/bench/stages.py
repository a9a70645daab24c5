"""One round over one sample: calamine alone, then every stage of the program, then the yardstick on the same rows."""

import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path

from python_calamine import CalamineWorkbook

from audit import catalog, evaluate, findings, intake, pipeline, reconcile, render, validate
from audit.model.round import Round
from tests.bench.clock import Clock, peak_megabytes
from tests.bench.compare import compare
from tests.bench.samples import AS_OF, MONTH, POLICIES, Sample
from tests.bench.yardstick import measure, prepare


def run_round(sample: Sample) -> dict[str, object]:
    """Give seconds by step, the checks of the yardstick, sizes and peak memory, ready for JSON."""
    clock = Clock()
    policies = pipeline.choose_policies(POLICIES, MONTH)
    contracts, facts_of = catalog.load_imports(), catalog.load_facts()
    of = Round(MONTH, AS_OF, catalog.load_calendar(), catalog.conventions(policies))
    in_force = catalog.rules_in_force(policies, catalog.load_rules(), month_start=date.fromisoformat(f"{MONTH}-01"))

    cells = clock.run("raw", lambda: _raw(sample.files))
    batch = clock.run("intake", lambda: intake.read(sample.paths, contracts))
    typed = clock.run("validate", lambda: validate.validate(batch, contracts))
    facts = clock.run("reconcile", lambda: reconcile.reconcile(typed, batch.sheets, facts_of, of=of))
    outcomes = clock.run("columns", lambda: evaluate.evaluate(facts.tables, in_force, facts_of))
    opinion = clock.run("durable", lambda: evaluate.second_opinion(facts.tables, in_force, facts_of, outcomes))
    clock.run("findings", lambda: findings.make_findings(facts, outcomes, facts_of, **pipeline.precedence()))
    memory = peak_megabytes()

    given = prepare(typed, of)
    result = clock.run("polars", lambda: measure(given, in_force))
    report = pipeline.judge_batch(batch, policies, month=MONTH, as_of=AS_OF)
    with tempfile.TemporaryDirectory() as folder:
        clock.run("render", lambda: render.render(report, Path(folder), contracts=contracts))
    return {
        "seconds": {name: asdict(seconds) for name, seconds in clock.seconds.items()},
        "engine": opinion.engine,
        "checks": compare(result, facts, outcomes),
        "memory": memory,
        "sizes": {
            "files": len(batch.files),
            "sheets": len(batch.sheets),
            "cells": cells,
            "people": len(facts.tables["person_month"]),
            "days": len(facts.tables["person_day"]),
            "findings": len(report.findings),
        },
    }


def _raw(files: list[Path]) -> int:
    """Read every cell of every sheet with calamine alone, in this process; give their number."""
    cells = 0
    for file in files:
        book = CalamineWorkbook.from_path(str(file))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            cells += sum(map(len, rows))
    return cells
