"""Which of a rule's own examples is most like a row."""

from collections.abc import Mapping, Sequence
from datetime import date

from audit.expression import Scalar
from audit.model.rule import Case, RuleInForce


def nearest_case(rule: RuleInForce, cases: Sequence[Case], row: Mapping[str, Scalar]) -> Case | None:
    """Give the example at the least distance from the row; the first of equals, None when there are none.

    The distance sums over the columns that any of the examples gives, and the parameters: numbers by their difference
    in proportion to the larger, everything else by whether it is the same.
    """
    given = sorted({name for case in cases for name in case.given})
    defaults = {name: parameter.default for name, parameter in rule.rule.parameters.items()}

    def distance(case: Case) -> float:
        numbers = {**defaults, **case.parameters}
        apart = sum(_apart(row.get(name), case.given.get(name)) for name in given)
        return apart + sum(_apart(rule.parameters.get(name), value) for name, value in numbers.items())

    return min(cases, key=distance, default=None)


def _apart(one: Scalar, other: Scalar) -> float:
    if _is_number(one) and _is_number(other):
        first, second = float(one), float(other)  # type: ignore[arg-type]
        return abs(first - second) / max(abs(first), abs(second), 1.0)
    return float(_plain(one) != _plain(other))


def _is_number(item: Scalar) -> bool:
    return isinstance(item, int | float) and not isinstance(item, bool)


def _plain(item: Scalar) -> Scalar:
    return item.isoformat() if isinstance(item, date) else item
