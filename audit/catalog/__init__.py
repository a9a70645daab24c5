"""Rules, policies, contracts and calendars: YAML files read strictly, checked at load, made into ``audit.model``."""

from audit.catalog.conventions import Convention, conventions, office_conventions
from audit.catalog.in_force import policies_in_force, rules_in_force, rules_version
from audit.catalog.law import as_read, taken_up
from audit.catalog.loaders import (
    load_calendar,
    load_conventions,
    load_derivations,
    load_facts,
    load_identities,
    load_imports,
    load_policies,
    load_rules,
)
from audit.catalog.office import office_notes
from audit.catalog.policy_changes import policy_changes
from audit.catalog.problems import CatalogError
from audit.catalog.profile import IGNORED, meanings, with_header
from audit.catalog.profile_text import entries_under, with_entries
from audit.catalog.settings import Setting, SettingError, read_setting, with_settings

__all__ = [
    "IGNORED",
    "CatalogError",
    "Convention",
    "Setting",
    "SettingError",
    "as_read",
    "conventions",
    "entries_under",
    "load_calendar",
    "load_conventions",
    "load_derivations",
    "load_facts",
    "load_identities",
    "load_imports",
    "load_policies",
    "load_rules",
    "meanings",
    "office_conventions",
    "office_notes",
    "policies_in_force",
    "policy_changes",
    "read_setting",
    "rules_in_force",
    "rules_version",
    "taken_up",
    "with_entries",
    "with_header",
    "with_settings",
]
