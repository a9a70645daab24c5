"""The outward form of a policy file."""

from typing import Annotated

from pydantic import AfterValidator, Field

from audit.catalog.shapes import Day, Id, Name, Scalar, Setting, Shape, Text, one_of
from audit.model.policy import LEVELS


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


class ManualShape(Shape):
    """How a person checks the clause, and on which line of which form the answer is written."""

    how: Text
    form: Text | None = None


class ClauseShape(Shape):
    """One clause; the answers not given are None, which is not the same as an empty one.

    ``text`` is as the notice has it; where that is damaged ``cleaned`` says how it is read, ``note`` why.
    """

    ref: Text
    text: Text | None = None
    cleaned: Text | None = None
    note: Text | None = None
    catalogue: Text | None = None
    rules: dict[Id, dict[Name, Scalar]] | None = Field(default=None, min_length=1)
    manual: ManualShape | None = None
    outside: Text | None = None


class PolicyShape(Shape):
    """One policy; with ``extends`` only what differs from the parent is given."""

    id: Id
    title: Text
    level: Annotated[str, AfterValidator(one_of(LEVELS))] | None = None
    document: DocumentShape | None = None
    effective: EffectiveShape | None = None
    region: str = ""
    replaces: list[Id] = Field(default_factory=list)
    extends: Id | None = None
    rectify: RectifyShape | None = None
    conventions: dict[Name, Setting] = Field(default_factory=dict)
    clauses: list[ClauseShape] = Field(default_factory=list)
    note: str = ""
