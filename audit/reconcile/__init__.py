"""Stage 3: people, villages and records brought together; the person-day ledger and all fact tables made."""

from audit.reconcile.attached import no_value
from audit.reconcile.drafts import DRAFTING
from audit.reconcile.look import look, people_of, received_in
from audit.reconcile.people import People
from audit.reconcile.received import REQUIRED
from audit.reconcile.scope import Scope
from audit.reconcile.shares import (
    NO_VILLAGE,
    Common,
    Heard,
    Share,
    Speech,
    common_to_all,
    hear,
    submitted,
)
from audit.reconcile.sources import OF_MEMBERS
from audit.reconcile.stage import reconcile
from audit.reconcile.town_logs import across_villages, log_words

__all__ = [
    "DRAFTING",
    "NO_VILLAGE",
    "OF_MEMBERS",
    "REQUIRED",
    "Common",
    "Heard",
    "People",
    "Scope",
    "Share",
    "Speech",
    "across_villages",
    "common_to_all",
    "hear",
    "log_words",
    "look",
    "no_value",
    "people_of",
    "received_in",
    "reconcile",
    "submitted",
]
