"""Random months: rows of every fact table, many of them on a threshold or half a day beside it, many with nulls."""

import ast
import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeAlias

import pandas as pd

from audit.expression import Scalar, names, reads, value
from audit.model.contract import FactContract

from .numbers import Variant

Row: TypeAlias = dict[str, Any]

_BESIDE = (-1, -0.5, 0, 0, 0.5, 1)
_NULL_SHARES = (0, 0, 0.03, 0.3)
_DAYS = [date(2023, 11, 1), date(2023, 11, 30), date(2023, 12, 31), date(2024, 2, 29)]
_FEW = [0] * 12 + [1] * 4
"""Most numbers of a month are none or one."""
_TEXTS = ["", "其他", "20", "雨☂"]
_NUMBERS = ("int", "days")
_DTYPES = {"int": "Int64", "days": "float64", "bool": "boolean", "text": "str", "date": "datetime64[us]"}


class Table:
    """Makes random rows of one fact table for the rules about it."""

    def __init__(self, contract: FactContract, variants: Sequence[Variant]) -> None:
        self.contract = contract
        self._variants = variants
        self._types = {name: column.type for name, column in contract.columns.items()}
        self._examples = {
            one.rule.id: [_example(case.given, self._types) for case in one.rule.cases] for one in variants
        }
        self._pools = {name: self._pool(name) for name in contract.columns}

    @property
    def rows_a_month(self) -> int:
        """A few rows more than rules, so that each rule is aimed at about once."""
        return 3 + len(self._examples)

    def months(self, seed: int, numbers: Sequence[int]) -> list[Row]:
        """The rows of the months with these numbers: always the same for the same seed."""
        chances = [random.Random(f"{seed}:{number}:{self.contract.table}") for number in numbers]
        return [self._row(chance) for chance in chances for _ in range(self.rows_a_month)]

    def frame(self, rows: Sequence[Row]) -> pd.DataFrame:
        """The fact table with these rows, in the types reconciliation gives."""
        return pd.DataFrame(
            {name: pd.array([row[name] for row in rows], dtype=_DTYPES[of]) for name, of in self._types.items()}
        )

    def _pool(self, name: str) -> list[Scalar]:
        said = {row[name] for rows in self._examples.values() for row in rows if row.get(name) is not None}
        match self._types[name]:
            case "bool":
                return [True, False]
            case "text":
                return sorted({*said, *_TEXTS})
            case "date":
                return sorted({day + timedelta(days=by) for day in (*said, *_DAYS) for by in (-1, 0, 1)})
            case "days":
                return [*sorted({*said, *(half / 2 for half in range(64))}), *_FEW]
            case _:
                return [*sorted({*map(int, said), *range(32)}), *_FEW]

    def _row(self, chance: random.Random) -> Row:
        """A row from anywhere, made like an example of some rule, moved to one of its thresholds, with holes."""
        one = chance.choice(self._variants)
        row: Row = {name: chance.choice(pool) for name, pool in self._pools.items()}
        if chance.random() < 0.9:
            row |= chance.choice(self._examples[one.rule.id])
        for name in chance.sample(list(row), min(len(row), chance.choice((0, 0, 1, 2)))):
            row[name] = chance.choice(self._pools[name])
        for pair in chance.sample(one.comparisons, min(len(one.comparisons), chance.choice((0, 1, 1, 2)))):
            self._aim(row, pair, chance)
        holes = chance.choice(_NULL_SHARES)
        return {name: None if chance.random() < holes else item for name, item in row.items()}

    def _aim(self, row: Row, pair: tuple[ast.expr, ast.expr], chance: random.Random) -> None:
        """Move one column so that the two sides are equal, or half a day or a day apart."""
        movable = sorted(
            name for side in pair for name in names(side) if row[name] is not None and self._types[name] in _NUMBERS
        )
        if not movable or any(row[name] is None for side in pair for name in reads(side)):
            return
        name = chance.choice(movable)
        gap = _gap(pair, row)
        slope = _gap(pair, row | {name: row[name] + 1}) - gap
        if slope:
            moved = row[name] + (chance.choice(_BESIDE) - gap) / slope
            row[name] = round(moved) if self._types[name] == "int" else round(moved * 2) / 2


def _gap(pair: tuple[ast.expr, ast.expr], row: Mapping[str, Scalar]) -> float:
    left, right = pair
    gap: float = value(left, row) - value(right, row)
    return gap


def _example(given: Mapping[str, Any], types: Mapping[str, str]) -> Row:
    """The columns an example gives; what it leaves out stays as it comes."""
    return {
        name: date.fromisoformat(item) if item is not None and types[name] == "date" else item
        for name, item in given.items()
    }
