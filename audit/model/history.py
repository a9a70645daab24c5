"""What a workspace knows of earlier work and no file says: its problems, interviews, and what was changed later."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

Row = Mapping[str, Any]


class History(Struct, frozen=True):
    """Rows that fact tables get beside those from files; plain values, dates as texts, each with its ``village``.

    ``problems`` have the columns of the fact table ``problem`` and the ``message`` by which an imported ledger tells
    the same problem; ``late_changes`` those of ``late_change``. ``absences`` (person_id, problem_key, on) are
    confirmed absences without leave, ``interviews`` (unit, targets, held_on) those that were held.
    """

    problems: tuple[Row, ...] = ()
    late_changes: tuple[Row, ...] = ()
    absences: tuple[Row, ...] = ()
    interviews: tuple[Row, ...] = ()

    def by_village(self) -> dict[str, list[Row]]:
        """Gather the rows that decide on one village alone; an interview of a unit may concern several."""
        found: dict[str, list[Row]] = {}
        for row in (*self.problems, *self.late_changes, *self.absences):
            found.setdefault(str(row["village"]), []).append(row)
        return found


NOTHING = History()
"""What is known where no workspace is: one check of a folder."""
