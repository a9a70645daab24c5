"""Which of several policies decides: the nearest level, then the later one."""

from collections.abc import Sequence
from datetime import date

from audit.model.policy import LEVELS, Policy


def without_extended(policies: Sequence[Policy]) -> tuple[Policy, ...]:
    """Leave out policies that another one of them extends: it contains them already, with the office's numbers."""
    parents = {policy.extends for policy in policies}
    return tuple(policy for policy in policies if policy.id not in parents)


def nearest_last(policies: Sequence[Policy], *, month_end: date | None = None) -> tuple[Policy, ...]:
    """Order policies so that a later one's numbers overrule an earlier one's.

    Nearer levels overrule farther ones. At one level, what is in force by the end of the month overrules what comes
    later, and a later document an earlier one. Of equals, the policy given first overrules.
    """

    def rank(policy: Policy) -> tuple[int, bool, date]:
        begins = policy.effective_from or date.min
        return LEVELS.index(policy.level), month_end is None or begins <= month_end, begins

    first_wins = without_extended(policies)[::-1]
    return tuple(sorted(first_wins, key=rank))
