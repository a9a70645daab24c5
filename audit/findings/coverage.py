"""Coverage: how often each rule gave each outcome; the six always sum to the population."""

from collections.abc import Sequence

from audit.model.finding import Coverage
from audit.model.outcome import Outcome
from audit.model.tables import RuleOutcomes


def coverage(outcomes: Sequence[RuleOutcomes]) -> tuple[Coverage, ...]:
    """Count the outcomes of each rule, in rule order."""
    return tuple(_count(each) for each in outcomes)


def _count(outcomes: RuleOutcomes) -> Coverage:
    counts = outcomes.outcome.value_counts()
    rule = outcomes.rule.rule
    return Coverage(
        rule.id,
        rule.title,
        **{outcome.value: int(counts.get(outcome.value, 0)) for outcome in Outcome},
        population=len(outcomes.outcome),
    )
