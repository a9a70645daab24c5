"""A rule: one sentence about one row of one fact table."""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field

from audit.model.outcome import Kind, Outcome, Severity

Value: TypeAlias = bool | int | float | str | None


class Parameter(Struct, frozen=True):
    """A number or choice a policy may set. ``choices`` maps each code to its title; empty for free values."""

    name: str
    title: str
    default: Value
    unit: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


class Condition(Struct, frozen=True):
    """An expression and what to say where it does not hold (``where``) or where it holds (``also``).

    A ``where`` that names a column as ``lacking`` makes the rows where it does not hold unknown for want of that
    column: the records that were handed in leave both verdicts possible.
    """

    expression: str
    text: str = ""
    lacking: str = ""


class Grade(Struct, frozen=True):
    """One step of the severity ladder: the first whose expression holds is taken; the last has none."""

    severity: Severity
    expression: str | None = None


class Rectification(Struct, frozen=True):
    """What would put it right, who must, within how many days, and what proof closes it."""

    do: str
    owner: str
    days: int
    closure: tuple[str, ...]


class Case(Struct, frozen=True):
    """An example that lives in the rule file and runs as a test: given columns and parameters, the expected outcome."""

    name: str
    given: Mapping[str, Value]
    expect: Outcome
    parameters: Mapping[str, Value] = field(default_factory=dict)
    severity: Severity | None = None
    values: Mapping[str, Value] = field(default_factory=dict)


class Rule(Struct, frozen=True):
    """A rule as its YAML file says it.

    ``each`` names the fact table. A row is judged where every ``where`` condition holds (else not_applicable, with
    the condition's text as the reason, or unknown where the condition says so); a row that lacks a value the rule
    reads is unknown; otherwise it is a violation exactly when ``when`` holds. ``derive`` adds named values, in order.
    ``titles`` say what derived values are called.
    ``days`` maps a name usable in the message to the person-day or village-day column whose true days it lists.
    ``group`` names a date column: hits with the same value are one finding. ``evidence`` names the sources quoted.
    """

    id: str
    catalogue: str
    title: str
    about: str
    kind: Kind
    each: str
    where: tuple[Condition, ...]
    when: str
    parameters: Mapping[str, Parameter]
    derive: Mapping[str, str]
    severity: tuple[Grade, ...]
    message: str
    also: tuple[Condition, ...]
    days: Mapping[str, str]
    group: str | None
    evidence: tuple[str, ...]
    rectification: Rectification
    cases: tuple[Case, ...]
    formerly: tuple[str, ...] = ()
    file: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def judged_by(self) -> tuple[str, ...]:
        """All expressions that a violation and its severity rest on."""
        applies = (condition.expression for condition in self.where)
        ladder = (grade.expression for grade in self.severity if grade.expression is not None)
        return (self.when, *self.derive.values(), *applies, *ladder)


class Basis(Struct, frozen=True):
    """The clause a finding rests on: ``text`` verbatim, ``cleaned`` how a damaged one is read, else empty."""

    policy: str
    ref: str
    text: str
    cleaned: str = ""

    @property
    def quoted(self) -> str:
        """The clause as lists quote it: as it is read, the original beside it."""
        return f"{self.cleaned}（原文：{self.text}）" if self.cleaned else self.text


class RuleInForce(Struct, frozen=True, eq=False):
    """A rule with the numbers and clauses that the policies in force give it, equal only to itself.

    ``version`` is the hash of its logic.
    """

    rule: Rule
    parameters: Mapping[str, Value]
    basis: tuple[Basis, ...]
    version: str
    due_on: str | None = None
