"""Stage 3: people, villages and records brought together; the person-day ledger and all fact tables made."""

from audit.reconcile.look import look, received_in
from audit.reconcile.stage import reconcile

__all__ = ["look", "received_in", "reconcile"]
