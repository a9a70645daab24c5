"""The shapes of sheets: each finds its header and days in a grid and makes text rows of it."""

from collections.abc import Callable, Mapping

from msgspec import Struct

from audit.intake.grid import Grid
from audit.intake.layouts import cards, days, diary, rows
from audit.intake.layouts.shape import Extract, Match, Says
from audit.model.contract import ImportContract


class Layout(Struct, frozen=True):
    """A shape: ``match`` says how well a sheet fits a contract, ``extract`` makes its rows."""

    match: Callable[[Grid, ImportContract], Match | None]
    extract: Callable[[Grid, Match, ImportContract, Says], Extract]


LAYOUTS: Mapping[str, Layout] = {
    "rows": Layout(rows.match, rows.extract),
    "month_grid": Layout(days.match_grid, days.extract),
    "punch_times": Layout(days.match_group, days.extract),
    "month_summary": Layout(days.match_group, days.extract),
    "punch_cards": Layout(cards.match, cards.extract),
    "diary": Layout(diary.match, diary.extract),
}

__all__ = ["LAYOUTS", "Extract", "Layout", "Match", "Says"]
