"""What fact tables are made from, once the sources are attached and the ledger stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from audit.model.history import NOTHING, History
from audit.model.source import Sheet
from audit.reconcile.people import People
from audit.reconcile.scope import Scope
from audit.reconcile.submissions import Submissions


@dataclass(frozen=True, slots=True)
class Material:
    """Everything one fact table may be made from.

    ``frames`` by import table: typed columns with person_id, of_village, file, sheet, cell and, where the contract
    says what its rows are about, ``_day``. ``days`` is the person-day ledger with what was handed in before the month
    as context, ``person_months`` the month's rows; ``slips`` and their ``halves`` are leave and duty (absences.py);
    ``logs`` are the judged work logs, ``held`` the meetings of all months handed in; ``moments`` single punches
    (punch_moments.py). ``members`` are those of ``people`` whose facts are made, where only some villages' are;
    ``history`` is what a workspace knows beside the files.
    """

    people: People
    sheets: tuple[Sheet, ...]
    frames: Mapping[str, pd.DataFrame]
    submissions: Submissions
    scope: Scope
    days: pd.DataFrame
    person_months: pd.DataFrame
    slips: pd.DataFrame
    halves: pd.DataFrame
    logs: pd.DataFrame
    held: pd.DataFrame
    moments: pd.DataFrame
    members: People
    history: History = NOTHING

    def over(self, last: date) -> bool:
        """Say whether a period is over for this audit: it ends within or before the audited month, and has ended."""
        return last <= self.scope.last and last <= self.scope.as_of

    def known(self, source: str, village: str, first: date, last: date) -> bool:
        """Say whether a source was handed in for a village throughout a period, as far as the audited month goes."""
        return self.submissions.known_throughout(source, village, first, min(last, self.scope.last))
