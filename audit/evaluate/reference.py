"""The reference evaluator: plain Python, one row at a time, as short as the meaning allows. The oracle of the tests."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from audit.evaluate.prepared import Prepared
from audit.evaluate.rows import rows
from audit.expression import Scalar, value
from audit.model.contract import FactContract
from audit.model.outcome import Outcome


class Verdict(NamedTuple):
    """What a rule says of one row: outcome, derived values (judged rows only), reason text, null columns read."""

    outcome: Outcome
    values: Mapping[str, Scalar] = {}
    reason: str = ""
    lacking: tuple[str, ...] = ()


def judge(row: Mapping[str, Scalar], prepared: Prepared) -> Verdict:
    """Judge one row; TypeError when the rule mixes kinds."""
    for test in prepared.where:
        if lacking := _lacking(row, test.reads):
            return Verdict(Outcome.UNKNOWN, lacking=lacking)
        if not value(test.tree, row):
            if test.lacks:
                return Verdict(Outcome.UNKNOWN, lacking=test.lacks)
            return Verdict(Outcome.NOT_APPLICABLE, reason=test.reason)
    if lacking := _lacking(row, prepared.reads):
        return Verdict(Outcome.UNKNOWN, lacking=lacking)
    values = {name: value(tree, row) for name, tree in prepared.derive.items()}
    return Verdict(Outcome.VIOLATION if value(prepared.when, row) else Outcome.OK, values)


def judge_frame(frame: pd.DataFrame, contract: FactContract, prepared: Prepared) -> list[Verdict]:
    """Judge every row of a fact table, in its order."""
    return [judge(row, prepared) for row in rows(frame, contract, prepared.columns)]


def _lacking(row: Mapping[str, Scalar], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if row[name] is None)
