"""The tables, by what they are about."""

from audit.store.tables.models.issued import Document, MonthLock
from audit.store.tables.models.log import LogEntry
from audit.store.tables.models.problems import Comparison, EscalationRow, ProblemRow
from audit.store.tables.models.runs import Found, Law, Run, Shared, UnitResult
from audit.store.tables.models.uploads import Import, Replaced, SheetRead, Upload

__all__ = [
    "Comparison",
    "Document",
    "EscalationRow",
    "Found",
    "Import",
    "Law",
    "LogEntry",
    "MonthLock",
    "ProblemRow",
    "Replaced",
    "Run",
    "Shared",
    "SheetRead",
    "UnitResult",
    "Upload",
]
