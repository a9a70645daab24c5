"""The yardstick: ledger, monthly counts and eleven rules by hand in polars, from the same typed rows.

It takes shortcuts that an office's program may not take: no cells as evidence, no sentences, no error told. Where a
source was not handed in it only has to know that it does not know, so that its numbers can be compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from audit.model.rule import RuleInForce
from tests.bench.yardstick.counts import person_months, village_days
from tests.bench.yardstick.given import Given, prepare
from tests.bench.yardstick.ledger import make_ledger
from tests.bench.yardstick.rules import violations

__all__ = ["Measured", "measure", "prepare"]


@dataclass(frozen=True, slots=True)
class Measured:
    """The month's person-days, person-months and village-days, and the number of violations by rule."""

    days: pl.DataFrame
    months: pl.DataFrame
    villages: pl.DataFrame
    violations: dict[str, int]


def measure(given: Given, in_force: Sequence[RuleInForce]) -> Measured:
    """Make everything from the typed rows; this is what the clock runs on."""
    ledger, posted = make_ledger(given)
    month = ledger.filter(pl.col("month") == given.month)
    months = person_months(month, given)
    villages = village_days(posted, ledger, given)
    parameters = {rule.rule.id: rule.parameters for rule in in_force}
    return Measured(month, months, villages, violations(month, months, villages, parameters))
