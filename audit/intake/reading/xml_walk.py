"""Walks XML with expat: names without namespaces, no document types, no entities, no depth beyond reason."""

from collections.abc import Iterable
from typing import Any
from xml.parsers import expat

from .tables import RefusedError

_DEEPEST = 200


class Walker:
    """Calls ``start(name, attributes)``, ``end(name)`` and ``words(text)`` of a subclass; names are local names.

    Attributes keep their local names too (``ss:Index`` → ``Index``).
    """

    def __init__(self) -> None:
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def words(self, text: str) -> None:
        """A run of text, possibly one of several."""

    def walk(self, chunks: Iterable[bytes], encoding: str | None = None) -> None:
        """Parse a document. Raises ExpatError where it is broken, RefusedError where it declares entities."""
        parser = expat.ParserCreate(encoding)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.words
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        for chunk in chunks:
            parser.Parse(chunk)
        parser.Parse(b"", True)  # noqa: FBT003  expat takes no keywords

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RefusedError(code="damaged", detail="嵌套过深")
        local = {key.rpartition(":")[2]: value for key, value in attributes.items()} if attributes else attributes
        self.start(name.rpartition(":")[2], local)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self.end(name.rpartition(":")[2])


def _refuse(*_: Any) -> None:
    raise RefusedError(code="entities")
