"""One sentence of a derivation through durable-rules: two facts joined by equal fields, in small sessions.

Facts that cannot meet are kept in different sessions, so a session stays small however many facts there are. In the
engine every join ends with a test that is always true: it reads past the end of a join whose last test fails.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from audit.evaluate import process
from audit.model.derivation import FactTest, Inference, Pattern, Reference

Fact: TypeAlias = Mapping[str, Any]

SESSION_FACTS = 300
RULE = "follows"
_OPERATORS = {"is_not": "$neq", "more_than": "$gt", "at_least": "$gte", "less_than": "$lt", "at_most": "$lte"}


def matches(inference: Inference, facts: Sequence[Fact]) -> list[tuple[int, ...]]:
    """Give, for every way the patterns are filled, the positions of the facts in pattern order, sorted.

    WorkerDiedError when the engine's process dies.
    """
    places, sessions = [], []
    for session in _sessions(inference, facts):
        places.extend(session)
        sessions.append(len(session))
    names = sorted({name for place in places for name in facts[place]})
    fired = process.fire(
        process.Request(
            rules={RULE: {"all": [_pattern(pattern) for pattern in inference.when]}},
            names=names,
            rows=[[facts[place].get(name) for name in names] for place in places],
            sessions=sessions,
        )
    )
    return sorted({tuple(places[row] for row in match) for match in fired[RULE]})


def join_fields(inference: Inference) -> tuple[tuple[str, str], ...]:
    """Give the pairs of fields (of the first fact, of the second) that must be equal for two facts to meet."""
    if len(inference.when) == 1:
        return ()
    first, second = inference.when
    return tuple(
        (test.value.field, test.field)
        for test in second.tests
        if test.comparison == "is" and isinstance(test.value, Reference) and test.value.alias == first.alias
    )


def _pattern(pattern: Pattern) -> dict[str, Any]:
    conditions: list[dict[str, Any]] = [{"kind": pattern.kind}, *(_condition(test) for test in pattern.tests)]
    others = [test.value.alias for test in pattern.tests if isinstance(test.value, Reference)]
    if others:
        conditions.append({"one": {others[0]: "one"}})
    return {pattern.alias: {"$and": conditions}}


def _condition(test: FactTest) -> dict[str, Any]:
    wanted = {test.value.alias: test.value.field} if isinstance(test.value, Reference) else test.value
    part = {test.field: wanted}
    return part if test.comparison == "is" else {_OPERATORS[test.comparison]: part}


def _sessions(inference: Inference, facts: Sequence[Fact]) -> Iterator[list[int]]:
    """Pack the positions of facts into sessions; facts whose joining fields agree stay together."""
    session: list[int] = []
    for bundle in _bundles(inference, facts).values():
        if session and len(session) + len(bundle) > SESSION_FACTS:
            yield session
            session = []
        session.extend(sorted(bundle))
    if session:
        yield session


def _bundles(inference: Inference, facts: Sequence[Fact]) -> dict[tuple[Any, ...], set[int]]:
    """Gather positions by the values of the joining fields; a fact may stand in two bundles, as first and as second."""
    pairs = join_fields(inference)
    bundles: dict[tuple[Any, ...], set[int]] = {}
    for side, pattern in enumerate(inference.when):
        for place, fact in enumerate(facts):
            if fact["kind"] == pattern.kind:
                key = tuple(fact[pair[side]] for pair in pairs) if pairs else (place,)
                bundles.setdefault(key, set()).add(place)
    return bundles
