"""Collecting everything that is wrong with the data files, each with file, line and column, before giving up."""

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from audit.catalog.documents import Document, Keys


class CatalogError(Exception):
    """Rules, policies or contracts that cannot be loaded; ``messages`` lists every error in Chinese."""

    def __init__(self, messages: Iterable[str]) -> None:
        """Keep the messages in the order found, each once."""
        self.messages = tuple(dict.fromkeys(messages))
        super().__init__("\n".join(self.messages))


class Problems:
    """Errors found so far in a set of files."""

    def __init__(self) -> None:
        """Start with none."""
        self.messages: list[str] = []

    def add(self, document: "Document", keys: "Keys", text: str, *, at_key: bool = False) -> None:
        """Note one error at a value of a document, or at its key: ``rules/a.yml:3:5 where.0.is：……``."""
        path = ".".join(str(key) for key in keys)
        self.messages.append(f"{document.place(keys, at_key=at_key)} {path}{'：' if path else ''}{text}")

    def extend(self, messages: Iterable[str]) -> None:
        """Take over messages that already say where."""
        self.messages.extend(messages)

    def raise_if_any(self) -> None:
        """Raise CatalogError with everything noted; do nothing when there is nothing."""
        if self.messages:
            raise CatalogError(self.messages)


class Spot(Struct, frozen=True):
    """A value in a document, at which errors may be noted."""

    document: "Document"
    problems: Problems
    keys: "Keys" = ()

    def at(self, *keys: str | int) -> "Spot":
        """A value further inside."""
        return Spot(self.document, self.problems, (*self.keys, *keys))

    def note(self, text: str) -> None:
        """Note an error at the value."""
        self.problems.add(self.document, self.keys, text)

    def note_key(self, text: str) -> None:
        """Note an error at the value's key."""
        self.problems.add(self.document, self.keys, text, at_key=True)


def nearest(word: str, known: Iterable[str]) -> str:
    """Suggest the known word that resembles this one most: ``，是否想写“where”？``; empty when none does."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"，是否想写“{close[0]}”？" if close else ""
