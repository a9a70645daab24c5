"""One round (轮次): the month that is audited, and what it is judged by."""

from datetime import date

from msgspec import Struct, field

from audit.model.calendar import Calendar
from audit.model.conventions import Conventions
from audit.model.identity import Identities
from audit.model.policy import Policy


class Round(Struct, frozen=True):
    """``month`` is written ``2023-11``; ``as_of`` is the day of judgement; ``identities`` say who is who;
    ``policies`` are those judged by, whose clauses the lines of a check list answer.
    """

    month: str
    as_of: date
    calendar: Calendar
    conventions: Conventions
    identities: Identities = field(default_factory=Identities)
    policies: tuple[Policy, ...] = ()
