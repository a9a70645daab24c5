"""What the law is loaded from. What reads and checks its files, and takes long to import, comes when it is needed."""

from typing import TYPE_CHECKING

from audit.catalog.kept import kept

if TYPE_CHECKING:
    from audit.catalog.conventions import Convention
    from audit.model.calendar import Calendar
    from audit.model.contract import FactContract, ImportContract
    from audit.model.derivation import Derivation
    from audit.model.identity import Identities
    from audit.model.policy import Policy
    from audit.model.rule import Rule


@kept
def load_calendar() -> "Calendar":
    """Give every year's arrangement of holidays. Raises CatalogError with everything that is wrong."""
    from audit.catalog.calendars import read_calendar

    return read_calendar()


@kept
def load_conventions() -> "dict[str, Convention]":
    """Give the conventions with their defaults, by name. Raises CatalogError."""
    from audit.catalog.convention_defaults import read_conventions

    return read_conventions()


@kept
def load_derivations() -> "dict[str, Derivation]":
    """Give every derivation by id. Raises CatalogError with everything that is wrong."""
    from audit.catalog.derivations import read_derivations

    return read_derivations()


@kept
def load_facts() -> "dict[str, FactContract]":
    """Give every fact contract by its table. Raises CatalogError with everything that is wrong."""
    from audit.catalog.facts import read_facts

    return read_facts()


@kept
def load_identities() -> "Identities":
    """Give the surnames and the office's decisions about names. Raises CatalogError with everything that is wrong."""
    from audit.catalog.identities import read_identities

    return read_identities()


@kept
def load_imports() -> "dict[str, ImportContract]":
    """Give every import contract, as the office's profile extends it, by its table.

    Raises CatalogError with everything that is wrong.
    """
    from audit.catalog.imports import read_imports

    return read_imports()


@kept
def load_policies() -> "dict[str, Policy]":
    """Give every policy by id, what it extends already worked in. Raises CatalogError with everything wrong."""
    from audit.catalog.policies import read_policies

    return read_policies()


@kept
def load_rules() -> "dict[str, Rule]":
    """Give every rule by id, by subject and id. Raises CatalogError with everything that is wrong."""
    from audit.catalog.rules import read_rules

    return read_rules()
