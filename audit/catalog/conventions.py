"""How days are counted: the defaults of ``rules/conventions.yml`` and what policies make of them."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from audit.catalog.documents import documents
from audit.catalog.loaders import load_conventions
from audit.catalog.precedence import nearest_last
from audit.catalog.problems import Problems, Spot, nearest
from audit.catalog.values import misfit
from audit.model.conventions import Conventions
from audit.model.policy import Policy
from audit.model.rule import Value

Setting: TypeAlias = Value | tuple[str, ...]


class Convention(Struct, frozen=True):
    """One convention: what it decides, its default and, for a word, the words possible."""

    name: str
    title: str
    default: Setting
    choices: tuple[str, ...] = ()


def conventions(policies: Sequence[Policy]) -> Conventions:
    """The conventions in force: defaults, overridden by policies, the nearest level last, then by the office's own."""
    given = _by_policies(policies) | office_conventions()
    return Conventions(**given)


def changed_by_office(policies: Sequence[Policy]) -> tuple[str, ...]:
    """Say in Chinese which conventions the office's profile sets otherwise than defaults and policies do."""
    known, before = load_conventions(), _by_policies(policies)
    return tuple(
        f"本单位口径：{known[name].title}为“{_said(value)}”（原为“{_said(before[name])}”），见 profile/conventions.yml"
        for name, value in office_conventions().items()
        if value != before[name]
    )


def office_conventions() -> dict[str, Setting]:
    """Read ``profile/conventions.yml``: what the office's own profile sets, name → value. Raises CatalogError."""
    problems = Problems()
    known, found = load_conventions(), {}
    for _, document in documents("profile", "conventions.yml", problems):
        spot = Spot(document, problems)
        if not isinstance(document.data, dict | None):
            spot.note("应为“口径: 值”的形式，每行一项")
            continue
        for name, value in (document.data or {}).items():
            if name not in known:
                spot.at(name).note_key(f"没有名为“{name}”的口径{nearest(name, known)}")
            elif text := setting_misfit(known[name], frozen(value)):
                spot.at(name).note(text)
            else:
                found[name] = frozen(value)
    problems.raise_if_any()
    return found


def _by_policies(policies: Sequence[Policy]) -> dict[str, Any]:
    settings: dict[str, Any] = {name: convention.default for name, convention in load_conventions().items()}
    for policy in nearest_last(policies):
        settings |= policy.conventions
    return settings


def _said(value: Setting) -> str:
    return "、".join(value) if isinstance(value, tuple) else str(value)


def setting_misfit(convention: Convention, value: Setting) -> str:
    """Say in Chinese why a policy cannot set a convention to this value; empty when it can."""
    if isinstance(convention.default, tuple):
        return _list_misfit(convention, value)
    if isinstance(value, tuple):
        return "应为单个值，不能是列表"
    return misfit(value, convention.default, convention.choices)


def _list_misfit(convention: Convention, value: Setting) -> str:
    if not isinstance(value, tuple) or not all(isinstance(item, str) for item in value):
        return "应为文字的列表（[…]）"
    wrong = (misfit(item, item, convention.choices) for item in value)
    return next(filter(None, wrong), "")


def frozen(value: Any) -> Any:
    """Lists as tuples, everything else as it is."""
    return tuple(value) if isinstance(value, list) else value


def settings(given: Mapping[str, Any]) -> dict[str, Setting]:
    """A policy's own conventions as plain settings."""
    return {name: frozen(value) for name, value in given.items()}
