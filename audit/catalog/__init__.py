"""Rules, policies, contracts and calendars: YAML files read strictly, checked at load, made into ``audit.model``."""

from audit.catalog.facts import load_facts
from audit.catalog.imports import load_imports
from audit.catalog.problems import CatalogError
from audit.catalog.rules import load_rules

__all__ = ["CatalogError", "load_facts", "load_imports", "load_rules"]
