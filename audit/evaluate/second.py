"""The second opinion: the same rules judged again by another engine; nothing is published on a difference."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pandas as pd
from msgspec import Struct

from audit.evaluate import durable, process, reference
from audit.evaluate.prepared import Prepared, prepare
from audit.evaluate.rows import scalar
from audit.model.contract import FactContract
from audit.model.outcome import Outcome
from audit.model.rule import RuleInForce
from audit.model.tables import RuleOutcomes

ALL_ROWS_UP_TO = 200_000
REFERENCE = "reference"
CHILDREN = 2
"""How many child processes judge at once."""
FEW = 5_000
"""Up to so many facts are judged by one child alone: another takes longer to start than to judge its half."""


class SecondOpinion(Struct, frozen=True):
    """What the second engine said of the first one's outcomes.

    ``engine`` names it; ``compared`` counts the facts judged twice, of ``population``; ``differences`` name rule and
    row (empty when the engines agree); ``notes`` tell what stood in for the engine, and where.
    """

    engine: str
    compared: int
    population: int
    differences: tuple[str, ...]
    notes: tuple[str, ...] = ()


def second_opinion(
    tables: Mapping[str, pd.DataFrame],
    rules: Sequence[RuleInForce],
    contracts: Mapping[str, FactContract],
    outcomes: Sequence[RuleOutcomes],
    *,
    seed: int = 0,
) -> SecondOpinion:
    """Judge again what ``outcomes`` (of ``evaluate``, in the order of ``rules``) say, and compare every row.

    Beyond 200,000 facts every row that some rule hits is compared, and a random sample of the rest drawn with
    ``seed``.
    """
    by_table: dict[str, list[RuleOutcomes]] = {}
    for rule, judged in zip(rules, outcomes, strict=True):
        by_table.setdefault(rule.rule.each, []).append(judged)
    population = sum(len(tables[table]) for table in by_table)
    share = min(1.0, ALL_ROWS_UP_TO / max(population, 1))
    engine = process.engine_name()
    parts: list[_Part] = []
    for table, found in by_table.items():
        rows = _rows_to_compare(found, len(tables[table]), share=share, seed=seed)
        chosen = tables[table] if share >= 1 else tables[table].iloc[rows]
        parts.append(_Part(chosen, contracts[table], rows, engine))
    # Two children at once: most of the time is theirs, and their tables have nothing to do with each other.
    at_once = CHILDREN if population > FEW else 1
    with process.sharing(CHILDREN) as children, ThreadPoolExecutor(at_once) as pool:
        compared = list(pool.map(partial(_compare, children.fire), parts, by_table.values()))
    notes = dict.fromkeys(note for _, said in compared for note in said)
    if engine is None:
        notes["本机没有durable-rules，由参照求值器复核"] = None
    differences = tuple(difference for told, _ in compared for difference in told)
    count = sum(len(part.rows) for part in parts)
    return SecondOpinion(engine or REFERENCE, count, population, differences, tuple(notes))


def _compare(fire: process.Fire, part: "_Part", found: Sequence[RuleOutcomes]) -> tuple[list[str], list[str]]:
    """Give the differences of one table, and the notes made on the way."""
    notes: dict[str, None] = {}
    return list(_differences(part, found, notes, fire)), list(notes)


class _Part(Struct, frozen=True):
    """The rows of one fact table that are judged again, their positions, and by which engine."""

    frame: pd.DataFrame
    contract: FactContract
    rows: "np.ndarray[tuple[int], np.dtype[np.intp]]"
    engine: str | None


def _rows_to_compare(
    found: Sequence[RuleOutcomes], size: int, *, share: float, seed: int
) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    if share >= 1:
        return np.arange(size)
    chosen = np.random.default_rng(seed).random(size) < share
    for one in found:
        chosen |= one.are(Outcome.VIOLATION)
    return np.flatnonzero(chosen)


def _differences(
    part: _Part, found: Sequence[RuleOutcomes], notes: dict[str, None], fire: process.Fire
) -> Iterator[str]:  # fmt: skip
    judged = []
    for one in found:
        if one.are(Outcome.ERROR).any():
            notes[f"规则{one.rule.rule.id}本身有误，未复核"] = None
        else:
            judged.append(one)
    prepared = [prepare(one.rule, part.contract) for one in judged]
    if part.engine is None:
        opinions = [[v.outcome.value for v in reference.judge_frame(part.frame, part.contract, p)] for p in prepared]
    else:
        opinion = durable.judge(part.frame, part.contract, prepared, fire)
        notes.update(dict.fromkeys(opinion.notes))
        opinions = [list(outcomes) for outcomes in opinion.outcomes]
    for one, ready, second in zip(judged, prepared, opinions, strict=True):
        yield from _other_outcomes(part, one, second)
        yield from _other_values(part, one, ready)


def _other_outcomes(part: _Part, one: RuleOutcomes, second: Sequence[str]) -> Iterator[str]:
    """Name every row on which the two engines disagree."""
    first = one.outcome.to_numpy(dtype=object)[part.rows]
    for place in np.flatnonzero(first != np.asarray(second, dtype=object)).tolist():
        yield (
            f"{_where(part, one, place)}：列式引擎判为“{Outcome(first[place]).title}”，"
            f"{part.engine or '参照求值器'}判为“{Outcome(second[place]).title}”"
        )


def _other_values(part: _Part, one: RuleOutcomes, prepared: Prepared) -> Iterator[str]:
    """Name every hit whose derived values, which its sentence will state, come out differently by reference."""
    hits = np.flatnonzero(one.are(Outcome.VIOLATION)[part.rows])
    if not hits.size or not prepared.derive:
        return
    verdicts = reference.judge_frame(part.frame.iloc[hits], part.contract, prepared)
    for name in prepared.derive:
        first = one.values[name].array.take(part.rows[hits])
        for place, item, verdict in zip(hits.tolist(), first.tolist(), verdicts, strict=True):
            if scalar(item) != verdict.values.get(name):
                yield f"{_where(part, one, place)}：{name}列式引擎算得{item}，参照求值器算得{verdict.values.get(name)}"


def _where(part: _Part, one: RuleOutcomes, place: int) -> str:
    row = part.frame.iloc[place]
    key = "、".join(f"{part.contract.columns[name].title}{row[name]}" for name in part.contract.key)
    return f"规则{one.rule.rule.id}，{part.contract.title}（{key}）"
