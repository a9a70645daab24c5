"""Why a rule said what it said of one row: clause, conditions, values with their cells, arithmetic, nearest example."""

from msgspec import Struct

from audit.model.outcome import Outcome, Severity
from audit.model.rule import Case, RuleInForce
from audit.model.source import Place

SETTLED = "由口径决定"
"""What is written of a condition that the parameters alone decide."""


class ValueRead(Struct, frozen=True):
    """One column the rule read in the row: its Chinese title, its value as written, the cells it was made from."""

    name: str
    title: str
    value: str
    places: tuple[Place, ...] = ()


class Step(Struct, frozen=True):
    """One expression with what came of it.

    ``written`` is the expression with names replaced by titles and values; ``result`` is 成立 or 不成立 for a
    condition, 缺资料 where a value it reads is null, else the value derived.
    """

    name: str
    title: str
    expression: str
    written: str
    result: str


class Account(Struct, frozen=True):
    """The judgement step by step.

    ``conditions`` are the ``where`` lines up to the one that decided; ``derived`` and ``when`` are empty where the
    row was not judged; ``grade`` is the step of the severity ladder of a hit. ``case`` is the rule's own example
    nearest to the row among those with the same outcome.
    """

    conditions: tuple[Step, ...] = ()
    values: tuple[ValueRead, ...] = ()
    derived: tuple[Step, ...] = ()
    when: Step | None = None
    grade: Step | None = None
    case: Case | None = None


class Explanation(Struct, frozen=True):
    """One rule on one row. ``subject`` names the row; ``finding`` and ``message`` belong to a hit.

    ``reason`` says why the rule does not apply; ``missing`` which sources an unknown row waits for.
    """

    rule: RuleInForce
    table: str
    subject: str
    outcome: Outcome
    account: Account
    severity: Severity | None = None
    finding: str = ""
    message: str = ""
    reason: str = ""
    missing: tuple[str, ...] = ()
