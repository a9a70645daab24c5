"""Stage 3: people, villages and records brought together; the person-day ledger and all fact tables made."""

from audit.reconcile.stage import reconcile

__all__ = ["reconcile"]
