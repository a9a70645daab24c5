"""The outward form of a policy file."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError

from audit.catalog.shapes import NOT_SINGLE, Day, Id, Name, Scalar, Setting, Shape, Text, one_of
from audit.model.policy import LEVELS, Dated

_NOT_STEPS = "应为单个值，或按日期写成 [{from: 2023-01-01, value: 20}, {from: 2024-07-01, value: 18}]"


class DocumentShape(Shape):
    """The notice itself; a notice without number or date says so with an empty text or null."""

    number: str
    issuer: Text
    issued: Day | None


class EffectiveShape(Shape):
    """From when until when; null for open."""

    begins: Day | None = Field(alias="from")
    until: Day | None = None


class RectifyShape(Shape):
    """The deadline of its findings: a day, or days after the finding."""

    by: Day | None = None
    days: int | None = Field(default=None, ge=1)


class StepShape(Shape):
    """From when a number holds."""

    begins: Day = Field(alias="from")
    value: Scalar


def _number(value: object) -> object:
    """A number as it is, or one that changes by date made from its list of steps."""
    if type(value) is dict:
        raise ValueError(NOT_SINGLE)
    if type(value) is not list:
        return value
    try:
        steps = [StepShape.model_validate(step) for step in value]
    except ValidationError:
        steps = []
    if not steps:
        raise ValueError(_NOT_STEPS)
    return Dated(tuple((step.begins, step.value) for step in steps))


Number = Annotated[Any, AfterValidator(_number)]


class ManualShape(Shape):
    """How a person checks the clause, and on which line of which form the answer is written."""

    how: Text
    form: Text | None = None


class ClauseShape(Shape):
    """One clause; the answers not given are None, which is not the same as an empty one.

    ``text`` is as the notice has it; where that is damaged ``cleaned`` says how it is read, ``note`` why. ``off``
    gives rules of the parent's clause that this office does not check, with its reason.
    """

    ref: Text
    text: Text | None = None
    cleaned: Text | None = None
    note: Text | None = None
    catalogue: Text | None = None
    rules: dict[Id, dict[Name, Number]] | None = Field(default=None, min_length=1)
    off: dict[Id, Text] = Field(default_factory=dict)
    manual: ManualShape | None = None
    outside: Text | None = None


class PolicyShape(Shape):
    """One policy; with ``extends`` only what differs from the parent is given; ``named_only`` holds only by name."""

    id: Id
    title: Text
    level: Annotated[str, AfterValidator(one_of(LEVELS))] | None = None
    document: DocumentShape | None = None
    effective: EffectiveShape | None = None
    region: str = ""
    replaces: list[Id] = Field(default_factory=list)
    named_only: bool = False
    extends: Id | None = None
    rectify: RectifyShape | None = None
    conventions: dict[Name, Setting] = Field(default_factory=dict)
    clauses: list[ClauseShape] = Field(default_factory=list)
    note: str = ""
