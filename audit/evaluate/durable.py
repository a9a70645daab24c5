"""Judges rules with durable-rules: facts of whole numbers and short texts, small sessions, a child process.

Each rule becomes one engine rule for the violation and one for every way not to be applicable; a property counts how
many of its stages (each ``where`` in turn, then ``derive`` and ``when``) have all their values, so that a null never
meets a comparison. Everything here keeps clear of the engine's known faults; do not simplify without reading them
(docs/decisions): rulesets of at most 60 rules, no empty group, ids by counter, sessions of at most 300 facts.
"""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd
from msgspec import Struct

from audit.evaluate import process, reference
from audit.evaluate.conditions import Condition, Properties, alternatives, compiled, depth, leaves
from audit.evaluate.exact import column
from audit.evaluate.prepared import Prepared
from audit.evaluate.rows import cells
from audit.model.contract import FactContract
from audit.model.outcome import Outcome

SESSION_FACTS = 300
PARTITION_FACTS = 30_000
MAX_RULES = 58
MAX_WAYS = 58
MAX_LEAVES = 380
MAX_PROPERTIES = 200
MAX_DEPTH = 12


_FIRED: Mapping[str, Outcome] = {"v": Outcome.VIOLATION, "n": Outcome.NOT_APPLICABLE, "u": Outcome.UNKNOWN}
"""By the first letter of an engine rule's name: what it means for the rows it fired on."""


class Opinion(Struct, frozen=True):
    """Outcomes by rule, then by row; ``notes`` tell of rules or rows that another evaluator had to judge."""

    outcomes: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


class _Compiled(Struct, frozen=True):
    """One rule of ours as engine rules: for each, its name, the outcome it means and its conditions."""

    number: int
    stages: Sequence[int]
    stage_count: int
    rules: Mapping[str, Condition]

    @property
    def stage_property(self) -> str:
        """The fact's property that counts the rule's readable stages."""
        return f"k{self.number}"


def judge(
    frame: pd.DataFrame, contract: FactContract, rules: Sequence[Prepared], fire: process.Fire = process.fire
) -> Opinion:
    """Judge rules on every row of one fact table; what the engine cannot do is done by ``reference``, with a note.

    ``fire`` reaches the child process; a new one each time unless told otherwise.
    """
    outcomes: list[list[str]] = [[] for _ in rules]
    notes: dict[str, None] = {}
    for start in range(0, len(frame), PARTITION_FACTS):
        part = frame.iloc[start : start + PARTITION_FACTS] if len(frame) > PARTITION_FACTS else frame
        opinion = _judge_part(part, contract, rules, fire)
        notes.update(dict.fromkeys(opinion.notes))
        for collected, found in zip(outcomes, opinion.outcomes, strict=True):
            collected.extend(found)
    return Opinion(tuple(map(tuple, outcomes)), tuple(notes))


def _judge_part(
    frame: pd.DataFrame, contract: FactContract, rules: Sequence[Prepared], fire: process.Fire
) -> Opinion:  # fmt: skip
    names = sorted({name for rule in rules for name in rule.columns})
    types = {name: contract.columns[name].type for name in names}
    properties = Properties({name: column(cells(frame[name], types[name]), types[name]) for name in names}, len(frame))
    fitting, notes, outcomes = [], [], {}
    for number, rule in enumerate(rules):
        made = _compile(number, rule, properties)
        if _fits([made]):
            fitting.append(made)
        else:
            outcomes[number] = _by_reference(frame, contract, rule)
            notes.append(f"规则{rule.rule.rule.id}的条件过于复杂，durable-rules不适用，由参照求值器复核")
    for group in _groups(fitting):
        try:
            fired = fire(_request(group, properties, contract.table))
        except process.WorkerDiedError as error:
            notes.append(f"durable-rules子进程在核验“{contract.title}”时中断（{error}），该批由参照求值器复核")
            outcomes.update({made.number: _by_reference(frame, contract, rules[made.number]) for made in group})
        else:
            outcomes.update({made.number: _outcomes(made, fired) for made in group})
    return Opinion(tuple(outcomes[number] for number in range(len(rules))), tuple(notes))


def _by_reference(frame: pd.DataFrame, contract: FactContract, rule: Prepared) -> tuple[str, ...]:
    return tuple(verdict.outcome.value for verdict in reference.judge_frame(frame, contract, rule))


def _compile(number: int, rule: Prepared, properties: Properties) -> _Compiled:
    """Make the engine rules of one rule: ``v<number>`` finds violations, ``n<number>.<k>`` and ``u<number>.<k>`` rows
    for which the k-th ``where`` does not hold (not applicable, or unknown for want of a value).
    """
    reads = [*(test.reads for test in rule.where), rule.reads]
    made = _Compiled(number, _stages(reads, properties), len(reads), {})
    found: dict[str, Condition] = {}
    held: list[Condition] = []
    for place, test in enumerate(rule.where):
        fails = compiled(test.tree, properties, negate=True)
        _add(
            found,
            f"{'u' if test.lacks else 'n'}{number}.{place}",
            [{"$gte": {made.stage_property: place + 1}}, *held],
            fails,
        )
        holds = compiled(test.tree, properties)
        if holds is False:
            break
        held.extend(holds if isinstance(holds, list) else [])
    else:
        _add(found, f"v{number}", [{made.stage_property: len(reads)}, *held], compiled(rule.when, properties))
    return _Compiled(number, made.stages, len(reads), found)


def _add(found: dict[str, Condition], name: str, before: list[Condition], last: "list[Condition] | bool") -> None:
    """Add an engine rule unless its last condition can never hold; one that always holds needs no test."""
    if last is not False:
        found[name] = {"$and": [*before, *(last if isinstance(last, list) else [])]}


def _stages(reads: Sequence[Sequence[str]], properties: Properties) -> list[int]:
    """Count for every row how many stages from the first on have all the values they read."""
    counts = [0] * properties.size
    for stage, names in enumerate(reads):
        lists = [properties.columns[name].items for name in names]
        whole = [None not in row for row in zip(*lists, strict=True)] if lists else [True] * properties.size
        counts = [stage + 1 if count == stage and full else count for count, full in zip(counts, whole, strict=True)]
    return counts


def _fits(group: Sequence[_Compiled]) -> bool:
    """Say whether rules fit into one ruleset of the engine."""
    conditions = [condition for made in group for condition in made.rules.values()]
    return (
        len(conditions) <= MAX_RULES
        and sum(map(alternatives, conditions)) <= MAX_WAYS
        and sum(map(leaves, conditions)) <= MAX_LEAVES
        and max(map(depth, conditions), default=0) <= MAX_DEPTH
        and len(_property_names(group)) <= MAX_PROPERTIES
    )


def _groups(rules: Sequence[_Compiled]) -> Iterator[list[_Compiled]]:
    """Pack rules into as few rulesets as fit, in order."""
    group: list[_Compiled] = []
    for made in rules:
        if group and not _fits([*group, made]):
            yield group
            group = []
        group.append(made)
    if group:
        yield group


def _property_names(group: Sequence[_Compiled]) -> list[str]:
    return sorted({name for made in group for condition in made.rules.values() for name in _names(condition)})


def _names(condition: Condition) -> Iterator[str]:
    for key, part in condition.items():
        if isinstance(part, list):
            for one in part:
                yield from _names(one)
        else:
            yield from part if isinstance(part, dict) else [key]


def _request(group: Sequence[_Compiled], properties: Properties, table: str) -> process.Request:
    """Write a ruleset and its facts for the child."""
    stages = {made.stage_property: made.stages for made in group}
    names = _property_names(group)
    lists = [stages[name] if name in stages else properties.lists[name] for name in names]
    size = properties.size
    return process.Request(
        rules={name: _engine_rule(table, part) for made in group for name, part in made.rules.items()},
        names=["kind", *names],
        rows=[[table, *row] for row in zip(*lists, strict=True)] if lists else [[table] for _ in range(size)],
        sessions=[min(SESSION_FACTS, size - start) for start in range(0, size, SESSION_FACTS)],
    )


def _engine_rule(table: str, condition: Condition) -> dict[str, object]:
    return {"all": [{"m": {"$and": [{"kind": table}, *condition["$and"]]}}]}


def _outcomes(made: _Compiled, fired: Mapping[str, list[list[int]]]) -> tuple[str, ...]:
    """Rows that fired nothing passed when every stage was readable, else they are unknown."""
    whole = made.stage_count
    passed, unknown = Outcome.OK.value, Outcome.UNKNOWN.value
    found = [passed if count == whole else unknown for count in made.stages]
    for name in made.rules:
        outcome = _FIRED[name[0]].value
        for (row,) in fired[name]:
            found[row] = outcome
    return tuple(found)
