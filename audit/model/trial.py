"""What other numbers would find in the same material."""

from msgspec import Struct

from audit.model.finding import Coverage, Finding
from audit.model.rule import Value


class NumberTried(Struct, frozen=True):
    """One parameter of a rule with the value in force in the month and the value tried."""

    rule: str
    name: str
    before: Value
    after: Value


class Trial(Struct, frozen=True):
    """One month judged twice on the same facts: with a policy's numbers, and with others.

    ``changed`` are findings of the same identity that differ in severity or words: (before, after). ``coverage`` holds
    for each rule whose numbers were tried its outcomes before and after. ``total`` counts the findings of both.
    """

    policy: str
    month: str
    numbers: tuple[NumberTried, ...]
    appear: tuple[Finding, ...]
    vanish: tuple[Finding, ...]
    changed: tuple[tuple[Finding, Finding], ...]
    coverage: tuple[tuple[Coverage, Coverage], ...]
    total: tuple[int, int]
