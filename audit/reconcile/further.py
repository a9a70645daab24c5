"""Fact tables beside the ledger's own: the one place where a new one is entered."""

from collections.abc import Callable, Mapping

import pandas as pd

from audit.reconcile.material import Material

FURTHER: Mapping[str, Callable[[Material], pd.DataFrame]] = {}
"""By fact contract: makes its rows; columns may come in any order, and a contract column left out is null."""
