"""Stage 3: people, villages and records brought together; the person-day ledger and all fact tables made."""

from audit.reconcile.drafts import DRAFTING
from audit.reconcile.look import look, people_of, received_in
from audit.reconcile.people import People
from audit.reconcile.received import REQUIRED
from audit.reconcile.shares import (
    NO_VILLAGE,
    Common,
    Heard,
    Share,
    Speech,
    across,
    common_to_all,
    hear,
    submitted,
)
from audit.reconcile.sources import OF_MEMBERS
from audit.reconcile.stage import reconcile

__all__ = [
    "DRAFTING",
    "NO_VILLAGE",
    "OF_MEMBERS",
    "REQUIRED",
    "Common",
    "Heard",
    "People",
    "Share",
    "Speech",
    "across",
    "common_to_all",
    "hear",
    "look",
    "people_of",
    "received_in",
    "reconcile",
    "submitted",
]
