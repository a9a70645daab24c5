"""Forward chaining over facts: durable-rules and plain Python must derive the same ones."""

import logging
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from audit.evaluate import joins, process
from audit.evaluate.joins import Fact
from audit.model.derivation import Derivation, FactTest, Inference, Pattern, Reference

_LOG = logging.getLogger(__name__)

MAX_FACTS = 200_000
MAX_ROUNDS = 50

_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": operator.eq,
    "is_not": operator.ne,
    "more_than": operator.gt,
    "at_least": operator.ge,
    "less_than": operator.lt,
    "at_most": operator.le,
}


class DerivationError(ValueError):
    """Facts that do not fit the derivation, too many facts derived, or two engines that disagree (Chinese message)."""


def derive_facts(derivation: Derivation, facts: Sequence[Fact]) -> list[dict[str, Any]]:
    """Give the facts that follow from these, each once, in a stable order; the given ones are not among them.

    Every fact has ``kind`` and exactly the fields the derivation lists for it. Where durable-rules is not installed,
    or dies, plain Python's word stands alone. DerivationError when engines disagree or facts do not fit.
    """
    for fact in facts:
        _check_fact(derivation, fact)
    by_reference = _chain(derivation, facts, _matches)
    if process.engine_name() is None:
        return by_reference
    try:
        by_durable = _chain(derivation, facts, joins.matches)
    except process.WorkerDiedError as error:
        _LOG.warning("推导“%s”：durable-rules子进程中断（%s），以参照求值器的结果为准", derivation.title, error)
        return by_reference
    if by_durable != by_reference:
        raise DerivationError(f"推导“{derivation.title}”：durable-rules与参照求值器的结果不一致，本次结果无效")
    return by_durable


def _chain(
    derivation: Derivation, given: Sequence[Fact], match: Callable[[Inference, Sequence[Fact]], list[tuple[int, ...]]]
) -> list[dict[str, Any]]:
    """Apply every sentence until nothing new follows."""
    known = {_identity(fact): dict(fact) for fact in given}
    count = len(known)
    fresh = {fact["kind"] for fact in given}
    for _ in range(MAX_ROUNDS):
        before, facts = len(known), list(known.values())
        touched = [one for one in derivation.inferences if fresh & {pattern.kind for pattern in one.when}]
        for inference in touched:
            for places in match(inference, facts):
                made = _consequence(inference, [facts[place] for place in places])
                known.setdefault(_identity(made), made)
        fresh = {fact["kind"] for fact in list(known.values())[before:]}
        if not fresh:
            return sorted(list(known.values())[count:], key=_identity)
        if len(known) > MAX_FACTS + count:
            break
    raise DerivationError(f"推导“{derivation.title}”没有止境，请检查其中的句子是否互相生成")


def _consequence(inference: Inference, filled: Sequence[Fact]) -> dict[str, Any]:
    by_alias = {pattern.alias: fact for pattern, fact in zip(inference.when, filled, strict=True)}
    fields = {
        name: by_alias[one.alias][one.field] if isinstance(one, Reference) else one
        for name, one in inference.fields.items()
    }
    return {"kind": inference.kind} | fields


def _matches(inference: Inference, facts: Sequence[Fact]) -> list[tuple[int, ...]]:
    """The reference: try every fact for the first pattern, and for the second every other that has equal fields."""
    pairs = joins.join_fields(inference)
    by_key: dict[tuple[Any, ...], list[int]] = {}
    for place, fact in enumerate(facts):
        if fact["kind"] == inference.when[-1].kind:
            by_key.setdefault(tuple(fact[second] for _, second in pairs), []).append(place)
    if len(inference.when) == 1:
        return [(place,) for place in by_key.get((), []) if _fills(inference.when[0], facts[place], {})]
    return list(_pairs(inference, facts, by_key))


def _pairs(
    inference: Inference, facts: Sequence[Fact], by_key: Mapping[tuple[Any, ...], list[int]]
) -> Iterator[tuple[int, ...]]:
    first, second = inference.when
    fields = [name for name, _ in joins.join_fields(inference)]
    for place, fact in enumerate(facts):
        if fact["kind"] == first.kind and _fills(first, fact, {}):
            for other in by_key.get(tuple(fact[name] for name in fields), []):
                if other != place and _fills(second, facts[other], {first.alias: fact}):
                    yield place, other


def _fills(pattern: Pattern, fact: Fact, earlier: Mapping[str, Fact]) -> bool:
    return all(_passes(test, fact, earlier) for test in pattern.tests)


def _passes(test: FactTest, fact: Fact, earlier: Mapping[str, Fact]) -> bool:
    wanted = earlier[test.value.alias][test.value.field] if isinstance(test.value, Reference) else test.value
    return _COMPARISONS[test.comparison](fact[test.field], wanted)


def _check_fact(derivation: Derivation, fact: Fact) -> None:
    """Refuse a fact of an unknown kind, with other fields, or with a value that is not of its field's type."""
    fields = derivation.facts.get(fact.get("kind", ""))
    if fields is None or fact.keys() - {"kind"} != fields.keys():
        raise DerivationError(f"推导“{derivation.title}”不认识这样的事实：{sorted(fact)}")
    for name, field_type in fields.items():
        wanted = int if field_type == "int" else str
        if type(fact[name]) is not wanted:
            raise DerivationError(f"推导“{derivation.title}”：{fact['kind']}.{name}应为{field_type}")


def _identity(fact: Fact) -> tuple[tuple[str, str], ...]:
    return tuple((name, f"{type(fact[name]).__name__} {fact[name]}") for name in ("kind", *sorted(fact)))
