"""A policy: one issued document, clause by clause."""

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from msgspec import Struct, field

from audit.model.rule import Value

LEVELS = ("nation", "province", "city", "county", "township")
"""Levels of issuers, farthest first: the nearest level's number wins."""


class Document(Struct, frozen=True):
    """The notice itself."""

    number: str
    issuer: str
    issued: date | None


class Dated(Struct, frozen=True):
    """A number that changes by date: (from when, value), earliest first. Each value holds for whole months."""

    steps: tuple[tuple[date, Value], ...]

    def at(self, day: date) -> Value:
        """Give the value that holds on a day; before the first step the first one."""
        begun = [value for begins, value in self.steps if begins <= day]
        return begun[-1] if begun else self.steps[0][1]

    def __str__(self) -> str:
        """Give ``20（2024-07-01起18）``, as messages quote it."""
        later = "，".join(f"{begins}起{value}" for begins, value in self.steps[1:])
        return f"{self.steps[0][1]}（{later}）" if later else str(self.steps[0][1])


Number: TypeAlias = Value | Dated
"""What a clause gives a parameter."""


class Clause(Struct, frozen=True):
    """One sentence of a notice, answered exactly one way.

    ``rules`` maps rule ids to this clause's numbers; ``manual`` says how a person checks it, ``form`` on which line of
    which form; ``outside`` says why it is not the program's business. ``text`` is verbatim; where the notice is
    damaged ``cleaned`` is how it is read and ``note`` says what is wrong with it. ``off`` maps rules that an office no
    longer checks under this clause to its reason.
    """

    ref: str
    text: str
    rules: Mapping[str, Mapping[str, Number]] = field(default_factory=dict)
    manual: str = ""
    outside: str = ""
    catalogue: str = ""
    form: str = ""
    cleaned: str = ""
    note: str = ""
    off: Mapping[str, str] = field(default_factory=dict)


class Policy(Struct, frozen=True):
    """One issued document, or an office's own numbers on top of it (``extends``).

    ``conventions`` overrides how days are counted (see ``rules/conventions.yml``). ``rectify_by`` or
    ``rectify_days`` set the deadline of its findings. ``named_only``: it holds only where it is asked for by name.
    """

    id: str
    title: str
    level: str
    document: Document
    effective_from: date | None
    effective_until: date | None
    clauses: tuple[Clause, ...]
    conventions: Mapping[str, Value | tuple[str, ...]] = field(default_factory=dict)
    region: str = ""
    replaces: tuple[str, ...] = ()
    extends: str | None = None
    rectify_by: date | None = None
    rectify_days: int | None = None
    note: str = ""
    file: str = ""
    named_only: bool = False
