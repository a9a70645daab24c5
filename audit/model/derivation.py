"""A derivation: sentences about several facts at once, chained until nothing new follows."""

from collections.abc import Mapping

from msgspec import Struct

from audit.model.rule import Value

COMPARISONS = ("is", "is_not", "more_than", "at_least", "less_than", "at_most")
"""The words a test may use; ``is`` with another fact's field is what joins two facts."""


class Reference(Struct, frozen=True):
    """A field of a fact named earlier in the same sentence: ``graver.subject``."""

    alias: str
    field: str


class FactTest(Struct, frozen=True):
    """One thing asked of a fact's field: a comparison (see ``COMPARISONS``) with a constant or an earlier fact."""

    field: str
    comparison: str
    value: Value | Reference


class Pattern(Struct, frozen=True):
    """One fact the sentence speaks of: its name in the sentence, its kind, and what is asked of it."""

    alias: str
    kind: str
    tests: tuple[FactTest, ...]


class Inference(Struct, frozen=True):
    """One sentence: wherever facts fill all patterns, each by another fact, a fact of ``kind`` follows."""

    id: str
    about: str
    when: tuple[Pattern, ...]
    kind: str
    fields: Mapping[str, Value | Reference]


class Derivation(Struct, frozen=True):
    """One file of sentences.

    ``facts`` gives the fields of every kind of fact (``text`` or ``int``), given or derived. ``ranks`` lists rule ids,
    the gravest first; those of one step are equally grave.
    """

    id: str
    title: str
    about: str
    facts: Mapping[str, Mapping[str, str]]
    inferences: tuple[Inference, ...]
    ranks: tuple[tuple[str, ...], ...] = ()
    file: str = ""

    def rank(self, rule_id: str) -> int | None:
        """Say at which step of the ladder a rule stands, 0 for the gravest; None when it is not on it."""
        for place, step in enumerate(self.ranks):
            if rule_id in step:
                return place
        return None
