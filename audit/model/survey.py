"""What a first look at files tells, before anything is judged: headers, words and names that nobody knows yet."""

from msgspec import Struct

from audit.model.received import Received
from audit.model.source import DataError, Place


class Candidate(Struct, frozen=True):
    """What an unknown header or word may be: ``name`` is a column's name or a choice's code.

    ``score`` is 0–100; ``reason`` says in Chinese what speaks for it.
    """

    name: str
    title: str
    score: int
    reason: str


class HeaderGap(Struct, frozen=True):
    """A header that is no column of its table yet. ``sure`` says that the first candidate may be taken as proposed."""

    cell: str
    text: str
    candidates: tuple[Candidate, ...]
    sure: bool = False


class SheetMap(Struct, frozen=True):
    """One sheet's headers: ``known`` pairs header texts with titles of columns; ``gaps`` are the others.

    ``table`` is the contract's id, "" where no table is near. ``recognised`` is False where the table is a guess,
    for the ``reason`` given. ``lacking`` are titles of needed columns that nothing in the sheet may be.
    """

    file: str
    sheet: str
    table: str
    recognised: bool
    known: tuple[tuple[str, str], ...]
    gaps: tuple[HeaderGap, ...]
    reason: str = ""
    lacking: tuple[str, ...] = ()


class UnknownWord(Struct, frozen=True):
    """A symbol or word that stands for no choice yet: its table and column, how often, and where it stands first."""

    table: str
    column: str
    text: str
    count: int
    place: Place
    candidates: tuple[Candidate, ...] = ()


class PersonCandidate(Struct, frozen=True):
    """A person of the roster who may be meant, and why."""

    person: str
    village: str
    unit: str
    reason: str


class NameQuestion(Struct, frozen=True):
    """A name that means nobody, or several people, of the roster; said once per file and sheet.

    ``code`` is unknown-person, ambiguous-person, or same-name (two rows of the roster that may be one person or two).
    """

    code: str
    name: str
    where: str
    place: Place
    candidates: tuple[PersonCandidate, ...] = ()


class Look(Struct, frozen=True):
    """What is known once people and villages are attached, before any rule: who, where, and what came in.

    ``received`` is empty where no month was asked about.
    """

    township: str
    villages: tuple[str, ...]
    people: int
    received: tuple[Received, ...]
    questions: tuple[NameQuestion, ...]
    errors: tuple[DataError, ...]
