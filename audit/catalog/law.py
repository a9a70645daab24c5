"""The law as it was read and checked once, written down: whoever judges by the same law need not read it again."""

from contextlib import AbstractContextManager

import msgspec
from msgspec import Struct
from msgspec.structs import fields, replace

from audit.catalog import kept
from audit.catalog.conventions import Convention
from audit.catalog.loaders import (
    load_calendar,
    load_conventions,
    load_derivations,
    load_facts,
    load_identities,
    load_policies,
    load_rules,
)
from audit.model.calendar import Calendar
from audit.model.contract import FactContract
from audit.model.derivation import Derivation
from audit.model.identity import Identities
from audit.model.policy import Policy
from audit.model.rule import Rule


class _AsRead(Struct, frozen=True):
    """What each loader made, by the loader's name."""

    load_calendar: Calendar
    load_conventions: dict[str, Convention]
    load_derivations: dict[str, Derivation]
    load_facts: dict[str, FactContract]
    load_identities: Identities
    load_policies: dict[str, Policy]
    load_rules: dict[str, Rule]


def as_read() -> bytes:
    """Read all that a month is judged by and write it down; of rules without their cases. Raises CatalogError."""
    rules = {name: replace(rule, cases=()) for name, rule in load_rules().items()}
    return msgspec.json.encode(
        _AsRead(
            load_calendar(), load_conventions(), load_derivations(), load_facts(), load_identities(), load_policies(),
            rules,
        )
    )  # fmt: skip


def taken_up(told: bytes) -> AbstractContextManager[None]:
    """Let the loaders give what ``as_read`` wrote down for a while, whatever becomes of the files."""
    read = msgspec.json.decode(told, type=_AsRead)
    return kept.taken_up({one.name: getattr(read, one.name) for one in fields(_AsRead)})
