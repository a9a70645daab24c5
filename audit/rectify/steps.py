"""The steps that the clauses in force ask for, with their numbers: read from the parameters of four rules."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from audit.model.escalation import Measure, Step, Trigger
from audit.model.rule import RuleInForce

SEPARATOR = "、"
"""Between the roles a clause names."""


def steps_in_force(rules: Sequence[RuleInForce]) -> tuple[Step, ...]:
    """Give each step once for every clause that asks for it; nothing where no policy asks."""
    makers = {rule.rule.id: _MAKERS[rule.rule.id] for rule in rules if rule.rule.id in _MAKERS}
    return tuple(step for rule in rules if rule.rule.id in makers for step in makers[rule.rule.id](rule))


def _number(rule: RuleInForce, name: str) -> int:
    value = rule.parameters[name]
    return int(value) if isinstance(value, int | float) else 0


def _text(rule: RuleInForce, name: str) -> str:
    return str(rule.parameters[name] or "")


def _interview(rule: RuleInForce) -> Iterator[Step]:
    roles = tuple(role for role in _text(rule, "targets").split(SEPARATOR) if role)
    for basis in rule.basis:
        least = max(1, _number(rule, "grace_days"))
        yield Step(
            Trigger.OVERDUE, "village", least, Measure.INTERVIEW, basis, by=_text(rule, "talked_by"), roles=roles
        )


def _results(rule: RuleInForce) -> Iterator[Step]:
    """Twice in a year: the unit and its members get no award, the unit and the village secretary lose points."""
    wanted = [("unit", Measure.NO_AWARD), ("person", Measure.NO_AWARD)]
    wanted += [("unit", Measure.DEDUCTION), ("village", Measure.DEDUCTION)]
    for basis in rule.basis:
        for kind, measure in wanted:
            yield Step(Trigger.INTERVIEWS, kind, _number(rule, "interviews_per_year"), measure, basis)


def _absences(rule: RuleInForce) -> Iterator[Step]:
    """A ladder: each rung holds until the next one begins; a rung that no document sets (0) is not there."""
    rungs = [(_number(rule, name), measure) for name, measure in _RUNGS.items() if _number(rule, name) > 0]
    for basis in rule.basis:
        for least, measure in rungs:
            above = [other for other, _ in rungs if other > least]
            most = min(above) - 1 if above and measure is not Measure.RECALL else _NO_END
            yield Step(Trigger.ABSENCES, "person", least, measure, basis, most=most)


def _relapse(rule: RuleInForce) -> Iterator[Step]:
    for basis in rule.basis:
        yield Step(Trigger.RELAPSE, "village", 1, Measure.RELAPSE, basis)


_NO_END = 1_000_000
_RUNGS: Mapping[str, Measure] = {
    "no_award_after": Measure.NO_AWARD,
    "basic_after": Measure.BASIC_AT_MOST,
    "unfit_after": Measure.UNFIT,
    "recall_after": Measure.RECALL,
}
_MAKERS: Mapping[str, Callable[[RuleInForce], Iterator[Step]]] = {
    "overdue-interview-due": _interview,
    "interviewed-often": _results,
    "absent-repeatedly": _absences,
    "problem-recurred": _relapse,
}
