"""The conventions with their defaults, as ``rules/conventions.yml`` states them."""

from collections.abc import Mapping
from typing import Any, get_type_hints

from msgspec.structs import fields, replace
from pydantic import Field

from audit.catalog.conventions import Convention, Setting, frozen, setting_misfit
from audit.catalog.documents import documents
from audit.catalog.problems import Problems, Spot, nearest
from audit.catalog.shapes import Shape, Text, read_shape
from audit.model.conventions import Conventions

_EXAMPLES: Mapping[Any, Setting] = {str: "", int: 0, bool: False, tuple[str, ...]: ()}


class _ConventionShape(Shape):
    title: Text
    default: Any
    choices: list[Text] = Field(default_factory=list)


def read_conventions() -> dict[str, Convention]:
    """Read ``rules/conventions.yml``: name → convention. Raises CatalogError."""
    problems = Problems()
    found: dict[str, Convention] = {}
    known = [field.name for field in fields(Conventions)]
    for _, document in documents("rules", "conventions.yml", problems):
        spot = Spot(document, problems)
        given = document.data if isinstance(document.data, dict) else {}
        for name in given:
            if name not in known:
                spot.at(name).note_key(f"没有名为“{name}”的口径{nearest(name, known)}")
                continue
            shape = read_shape(document, _ConventionShape, problems, (name,))
            if shape is not None:
                found[name] = Convention(name, shape.title, frozen(shape.default), tuple(shape.choices))
                if text := _default_misfit(found[name]):
                    spot.at(name, "default").note(text)
        missing = [name for name in known if name not in given]
        if missing:
            spot.note(f"缺少口径：{'、'.join(missing)}")
    problems.raise_if_any()
    return found


def _default_misfit(convention: Convention) -> str:
    """The program counts on each convention's kind, which an office's own file must keep."""
    example = _EXAMPLES[get_type_hints(Conventions)[convention.name]]
    return setting_misfit(replace(convention, default=example), convention.default)
