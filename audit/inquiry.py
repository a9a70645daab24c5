"""Why did a rule say that: one row of one rule, explained from the files.

Nothing is published, so one engine is enough here; ``pipeline`` asks two.
"""

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd
from msgspec import Struct

from audit import catalog, evaluate, findings, intake, pipeline
from audit.expression import Scalar
from audit.model.contract import FactContract
from audit.model.explanation import Explanation
from audit.model.outcome import Outcome
from audit.model.tables import Facts, RuleOutcomes

_LISTED = 40


class Question(Struct, frozen=True):
    """Which rule, and which row of its table: ``of`` is a person, household, unit or any other name in the row."""

    rule: str
    of: str = ""
    village: str = ""
    on: date | None = None


class NotOneRowError(ValueError):
    """The question fits no row, or several; the lines say which, with the outcome of each."""

    def __init__(self, said: str, lines: Sequence[str]) -> None:
        """Keep what to say and the rows there are."""
        super().__init__(said)
        self.lines = tuple(lines)


def explain(
    paths: Sequence[Path], question: Question, *, policies: Sequence[str], month: str, as_of: date
) -> Explanation:
    """Explain one outcome in a month's files. Raises NotOneRowError, and otherwise as ``pipeline.check``."""
    require_rule(question.rule)
    chosen = pipeline.choose_policies(policies, month)
    batch = intake.read(paths, catalog.load_imports())
    return explain_handed(pipeline.hand_in(batch, chosen, month=month, as_of=as_of), question)


def explain_handed(handed: pipeline.Handed, question: Question) -> Explanation:
    """Explain one outcome in facts that are made already; as ``explain`` otherwise."""
    facts, contracts = handed.facts, catalog.load_facts()
    first = date.fromisoformat(f"{facts.month}-01")
    asked = catalog.rules_in_force(handed.policies, catalog.load_rules(), month_start=first)
    rule = next((one for one in asked if one.rule.id == question.rule), None)
    if rule is None:
        names = "、".join(policy.id for policy in handed.policies)
        raise pipeline.BadInputError(f"{names}没有条款要求规则“{question.rule}”，{facts.month}不核这一条")
    (outcomes,) = evaluate.evaluate(facts.tables, [rule], contracts)
    place = _place(facts, outcomes, contracts[rule.rule.each], question)
    return findings.explain_row(facts, outcomes, contracts, place)


def require_rule(id_: str) -> None:
    """Raise BadInputError, naming the nearest, where there is no such rule."""
    rules = catalog.load_rules()
    if id_ not in rules:
        near = get_close_matches(id_, rules, n=1, cutoff=0.4)
        raise pipeline.BadInputError(
            f"没有规则“{id_}”" + (f"，是不是 {near[0]}？" if near else "，请看 zhucun rules list")
        )


def _place(facts: Facts, outcomes: RuleOutcomes, contract: FactContract, question: Question) -> int:
    """Find the one row that the question is about."""
    table = facts.tables[contract.table]
    fits = _fits(table, contract, question)
    if fits.sum() == 1:
        return int(np.argmax(fits.to_numpy()))
    shown = fits if fits.any() else _fits(table, contract, Question(question.rule, village=question.village))
    lines = _lines(table[shown], outcomes, contract, year=int(facts.month[:4]))
    if fits.any():
        raise NotOneRowError(f"符合的有{fits.sum()}行，请用 --of、--village、--on 写明是哪一行：", lines)
    raise NotOneRowError(f"{contract.title}里没有符合的行，现有{shown.sum()}行：", lines)


def _fits(table: pd.DataFrame, contract: FactContract, question: Question) -> pd.Series:
    fits = pd.Series(data=True, index=table.index)
    if question.village and "village" in table:
        fits &= table["village"] == question.village
    if question.of:
        texts = [name for name, column in contract.columns.items() if column.type == "text"]
        fits &= (table[texts] == question.of).any(axis=1)
    if question.on and contract.period != ("month",):
        day, first, last = pd.Timestamp(question.on), table[contract.period[0]], table[contract.period[-1]]
        fits &= (first <= day) & ((last >= day) | last.isna())
    return fits.fillna(value=False).astype("bool")


def _lines(rows: pd.DataFrame, outcomes: RuleOutcomes, contract: FactContract, *, year: int) -> list[str]:
    """Name the rows with their outcomes, those that are problems first."""
    said = outcomes.outcome.loc[rows.index]
    order = said.ne(Outcome.VIOLATION.value).sort_values(kind="stable").index
    lines = [
        f"{findings.subject_words(row, contract, year=year)}　{Outcome(said.loc[index]).label}"
        for index, row in zip(order, _plain(rows.loc[order]), strict=True)
    ]
    return lines[:_LISTED] + ([f"……其余{len(lines) - _LISTED}行"] if len(lines) > _LISTED else [])


def _plain(rows: pd.DataFrame) -> list[dict[str, Scalar]]:
    return [{str(name): findings.plain(item) for name, item in row.items()} for row in rows.to_dict("records")]
