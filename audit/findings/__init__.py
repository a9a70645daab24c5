"""Stage 5: outcomes become findings, with clause, numbers, days and source cells."""

from audit.findings.coverage import coverage
from audit.findings.make import make_findings
from audit.findings.missing import missing_sources, told_once
from audit.findings.months import person_months

__all__ = ["coverage", "make_findings", "missing_sources", "person_months", "told_once"]
