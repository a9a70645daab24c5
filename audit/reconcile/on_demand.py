"""Fact tables that are made when they are first asked for: no rule reads them all."""

from collections.abc import Callable, Iterator, Mapping

import pandas as pd


class OnDemand(Mapping[str, pd.DataFrame]):
    """A mapping of tables by name; each is made once, when it is first read."""

    def __init__(self, makers: Mapping[str, Callable[[], pd.DataFrame]]) -> None:
        """Keep how each table is made; none is made yet."""
        self._makers = makers
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Give a table, made now if nobody asked before. KeyError for a name that has none."""
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._makers)

    def __len__(self) -> int:
        """Count the tables."""
        return len(self._makers)
