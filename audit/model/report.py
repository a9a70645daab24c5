"""The result of one check: what every document and ``findings.json`` is made from."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from audit.model.finding import Coverage, Finding, Missing, PersonMonth
from audit.model.policy import Policy
from audit.model.received import Received
from audit.model.source import DataError, FileRead, Sheet, SheetCount


class Report(Struct, frozen=True):
    """One check of one month. ``engines`` says which two engines agreed; ``rules_version`` is the hash of all rules.

    ``received`` is the matrix of what each village handed in for the month.
    """

    program: str
    rules_version: str
    engines: tuple[str, ...]
    policies: tuple[Policy, ...]
    month: str
    as_of: date
    township: str
    villages: tuple[str, ...]
    people: int
    files: tuple[FileRead, ...]
    sheets: tuple[Sheet, ...]
    counts: Mapping[int, SheetCount]
    data_errors: tuple[DataError, ...]
    coverage: tuple[Coverage, ...]
    unknown: tuple[Missing, ...]
    findings: tuple[Finding, ...]
    months: tuple[PersonMonth, ...]
    notes: tuple[str, ...] = ()
    received: tuple[Received, ...] = ()
