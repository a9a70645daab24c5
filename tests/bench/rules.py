"""Seconds of the columns engine rule by rule, for three hundred villages."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from audit import catalog, evaluate, intake, pipeline
from audit.evaluate.cases import case_frame
from audit.evaluate.columns import Columns, judge
from audit.evaluate.prepared import prepare
from audit.model.contract import FactContract
from audit.model.rule import Rule, RuleInForce
from tests.bench.samples import AS_OF, MONTH, POLICIES, sample

ROWS_A_VILLAGE = 100
AIM = 10
SLOWEST = 10
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """One rule: rows judged, whether they are the rule's own examples over and over, and seconds (least of rounds)."""

    rule: str
    rows: int
    repeated: bool
    seconds: float


def run_rules(name: str = "many") -> list[str]:
    """Measure every rule, asked for by a clause or not, and give the lines to print."""
    chosen, contracts = sample(name), catalog.load_facts()
    rules = [_with_numbers(rule) for rule in catalog.load_rules().values()]
    tables = _facts(chosen.paths)
    repeated = {table for table, frame in tables.items() if frame.empty}
    size = chosen.villages * ROWS_A_VILLAGE
    given = {
        rule.rule.id: _repeated(rule.rule, contracts[rule.rule.each], size)
        if rule.rule.each in repeated
        else tables[rule.rule.each]
        for rule in rules
    }
    each = [_measured(rule, contracts, given[rule.rule.id], repeated=rule.rule.each in repeated) for rule in rules]
    start = time.perf_counter()
    evaluate.evaluate(tables, rules, contracts)
    whole = time.perf_counter() - start
    return _lines(chosen.villages, each, whole)


def _with_numbers(rule: Rule) -> RuleInForce:
    """A rule with its default numbers."""
    return RuleInForce(rule, {name: parameter.default for name, parameter in rule.parameters.items()}, (), "")


def _facts(paths: Sequence[Path]) -> Mapping[str, pd.DataFrame]:
    policies = pipeline.choose_policies(POLICIES, MONTH)
    batch = intake.read(paths, catalog.load_imports())
    return pipeline.hand_in(batch, policies, month=MONTH, as_of=AS_OF).facts.tables


def _repeated(rule: Rule, contract: FactContract, size: int) -> pd.DataFrame:
    """The rule's own examples over and over: as many rows as so many villages would have."""
    frame = case_frame(rule, contract)
    return pd.concat([frame] * (size // len(frame) + 1), ignore_index=True)[:size]


def _measured(
    rule: RuleInForce, contracts: Mapping[str, FactContract], frame: pd.DataFrame, *, repeated: bool
) -> Measured:
    contract, seconds = contracts[rule.rule.each], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        judge(Columns(frame, contract), prepare(rule, contract))
        seconds.append(time.perf_counter() - start)
    return Measured(rule.rule.id, len(frame), repeated, min(seconds))


def _lines(villages: int, each: Sequence[Measured], whole: float) -> list[str]:
    total = sum(one.seconds for one in each)
    slow = sorted(each, key=lambda one: -one.seconds)
    lines = [f"── {villages}个村，{len(each)}条规则，整表引擎（每条单独换算各列，{ROUNDS}次取最少）"]
    for number, one in enumerate(slow):
        mark = "（例子重复成表）" if one.repeated else ""
        title = "最慢" if number < SLOWEST else "    "
        lines.append(f"{title} {one.rule:40}{one.rows:>9}行{one.seconds:9.4f} 秒{mark}")
    verdict = "达到" if total < AIM else "没有达到"
    return [
        *lines,
        f"合计 {total:.2f} 秒（目标{AIM}秒以内，{verdict}）；资料中有的表一次判完全部规则 {whole:.2f} 秒",
        "",
    ]
