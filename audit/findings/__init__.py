"""Stage 5: outcomes become findings, with clause, numbers, days and source cells."""

from audit.findings.account import Judged, account
from audit.findings.coverage import coverage
from audit.findings.explain import explain_row, subject_words
from audit.findings.hits import plain
from audit.findings.make import make_findings
from audit.findings.missing import missing_sources, told_once
from audit.findings.months import person_months

__all__ = [
    "Judged",
    "account",
    "coverage",
    "explain_row",
    "make_findings",
    "missing_sources",
    "person_months",
    "plain",
    "subject_words",
    "told_once",
]
