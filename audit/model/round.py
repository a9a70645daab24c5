"""One round (轮次): the month that is audited, and what it is judged by."""

from dataclasses import dataclass
from datetime import date

from audit.model.calendar import Calendar
from audit.model.conventions import Conventions


@dataclass(frozen=True, slots=True)
class Round:
    """``month`` is written ``2023-11``; ``as_of`` is the day of judgement."""

    month: str
    as_of: date
    calendar: Calendar
    conventions: Conventions
