"""Derivations: sentences over several facts, read from ``rules/derivations``."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from pydantic import Field

from audit.catalog.documents import Document, Keys, documents
from audit.catalog.problems import Problems, nearest
from audit.catalog.shapes import Id, Name, Scalar, Shape, Text, read_shape
from audit.model.derivation import COMPARISONS, Derivation, FactTest, Inference, Pattern, Reference
from audit.model.rule import Value

_TYPES: Mapping[str, type] = {"text": str, "int": int}
_TITLES = {"text": "文字", "int": "整数"}


class _PatternShape(Shape):
    alias: Name = Field(alias="as")
    kind: Name
    tests: dict[Name, dict[str, Scalar]] = Field(default_factory=dict)


class _InferenceShape(Shape):
    id: Id
    about: Text
    when: list[_PatternShape] = Field(min_length=1, max_length=2)
    then: dict[Name, Scalar]


class _DerivationShape(Shape):
    id: Id
    title: Text
    about: Text
    ranks: list[list[Id]] = Field(default_factory=list)
    facts: dict[Name, dict[Name, Literal["text", "int"]]] = Field(min_length=1)
    inferences: list[_InferenceShape] = Field(min_length=1)


class _Sentence(Struct, frozen=True):
    """One inference being read: its place in the document, the kinds of facts, and the facts named so far."""

    document: Document
    problems: Problems
    keys: Keys
    facts: Mapping[str, Mapping[str, str]]
    aliases: dict[str, str]

    def note(self, keys: Keys, text: str) -> None:
        """Note an error at a place inside the inference."""
        self.problems.add(self.document, (*self.keys, *keys), text)

    def value(self, keys: Keys, value: Value) -> Value | Reference:
        """Read a constant, or a field of a fact named before (``graver.subject``)."""
        alias, dot, field = value.partition(".") if isinstance(value, str) else ("", "", "")
        if not (dot and alias in self.aliases):
            return value
        known = self.facts[self.aliases[alias]]
        if field not in known:
            self.note(keys, f"“{alias}”没有“{field}”这一项{nearest(field, known)}")
        return Reference(alias, field)

    def type_of(self, value: Value | Reference) -> str:
        """Name the type of a constant or a referred field; empty when it has none that facts may have."""
        if isinstance(value, Reference):
            return self.facts[self.aliases[value.alias]].get(value.field, "")
        return next((name for name, python in _TYPES.items() if type(value) is python), "")


def read_derivations() -> dict[str, Derivation]:
    """Read every derivation, by id. Raises CatalogError with everything that is wrong."""
    problems = Problems()
    found: dict[str, Derivation] = {}
    for relative, document in documents("rules", "derivations/*.yml", problems):
        shape = read_shape(document, _DerivationShape, problems)
        if shape is None:
            continue
        if relative != f"derivations/{shape.id}.yml":
            problems.add(document, ("id",), f"编号“{shape.id}”与文件名不一致")
        _check_ranks(shape, document, problems)
        found[shape.id] = _derivation(shape, document, problems)
    problems.raise_if_any()
    return found


def _derivation(shape: _DerivationShape, document: Document, problems: Problems) -> Derivation:
    inferences = []
    for place, one in enumerate(shape.inferences):
        sentence = _Sentence(document, problems, ("inferences", place), shape.facts, {})
        inferences.append(_inference(one, sentence))
    return Derivation(
        id=shape.id,
        title=shape.title,
        about=shape.about,
        facts=shape.facts,
        inferences=tuple(inferences),
        ranks=tuple(tuple(step) for step in shape.ranks),
        file=document.file,
    )


def _inference(shape: _InferenceShape, sentence: _Sentence) -> Inference:
    patterns = tuple(_pattern(one, place, sentence) for place, one in enumerate(shape.when))
    if len(patterns) > 1 and not any(
        t.comparison == "is" and isinstance(t.value, Reference) for t in patterns[1].tests
    ):
        sentence.note(("when", 1), "两个事实之间至少要有一项相等（is），否则会两两全比")
    fields = {name: sentence.value(("then", name), value) for name, value in shape.then.items() if name != "kind"}
    kind = str(shape.then.get("kind", ""))
    known = sentence.facts.get(kind)
    if known is None:
        sentence.note(("then",), f"没有“{kind}”这种事实{nearest(kind, sentence.facts)}")
    elif {name: sentence.type_of(value) for name, value in fields.items()} != dict(known):
        sentence.note(("then",), f"“{kind}”应恰好有：{'、'.join(f'{n}（{_TITLES[t]}）' for n, t in known.items())}")
    return Inference(id=shape.id, about=shape.about, when=patterns, kind=kind, fields=fields)


def _pattern(shape: _PatternShape, place: int, sentence: _Sentence) -> Pattern:
    keys: Keys = ("when", place)
    known = sentence.facts.get(shape.kind, {})
    if not known:
        sentence.note((*keys, "kind"), f"没有“{shape.kind}”这种事实{nearest(shape.kind, sentence.facts)}")
    if shape.alias in sentence.aliases:
        sentence.note((*keys, "as"), f"“{shape.alias}”已经用过")
    tests = []
    for field, asked in shape.tests.items():
        for comparison, value in asked.items():
            test = FactTest(field, comparison, sentence.value((*keys, "tests", field, comparison), value))
            _check_test(test, known, (*keys, "tests", field), sentence)
            tests.append(test)
    if known:
        sentence.aliases[shape.alias] = shape.kind
    return Pattern(alias=shape.alias, kind=shape.kind, tests=tuple(tests))


def _check_test(test: FactTest, known: Mapping[str, str], keys: Keys, sentence: _Sentence) -> None:
    if test.comparison not in COMPARISONS:
        sentence.note(keys, f"不认识比较“{test.comparison}”，可用：{'、'.join(COMPARISONS)}")
    if test.field not in known:
        sentence.note(keys, f"没有“{test.field}”这一项{nearest(test.field, known)}")
    elif sentence.type_of(test.value) != known[test.field]:
        sentence.note(keys, f"应与{_TITLES[known[test.field]]}相比")


def _check_ranks(shape: _DerivationShape, document: Document, problems: Problems) -> None:
    seen: set[str] = set()
    for step, ids in enumerate(shape.ranks):
        for place, rule in enumerate(ids):
            if rule in seen:
                problems.add(document, ("ranks", step, place), f"规则“{rule}”在次序中出现两次")
            seen.add(rule)
