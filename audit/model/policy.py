"""A policy: one issued document, clause by clause."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from audit.model.rule import Value

LEVELS = ("nation", "province", "city", "county", "township")
"""Levels of issuers, farthest first: the nearest level's number wins."""


@dataclass(frozen=True, slots=True)
class Document:
    """The notice itself."""

    number: str
    issuer: str
    issued: date | None


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence of a notice, answered exactly one way.

    ``rules`` maps rule ids to this clause's numbers; ``manual`` says how a person checks it, ``form`` on which line of
    which form; ``outside`` says why it is not the program's business. ``text`` is verbatim; where the notice is
    damaged ``cleaned`` is how it is read and ``note`` says what is wrong with it.
    """

    ref: str
    text: str
    rules: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    manual: str = ""
    outside: str = ""
    catalogue: str = ""
    form: str = ""
    cleaned: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """One issued document, or an office's own numbers on top of it (``extends``).

    ``conventions`` overrides how days are counted (see ``rules/conventions.yml``). ``rectify_by`` or
    ``rectify_days`` set the deadline of its findings.
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
