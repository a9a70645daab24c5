"""The second set written to files, with the lists of what must be found in it."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import ModuleType

from generator.expected import Check, write_expected
from generator.model import BadCell, Expected

from . import (
    attendance,
    base,
    books,
    economy,
    gatherings,
    households,
    inspection_round,
    log_texts,
    money,
    papers,
    pictures,
    problems,
    rosters,
    survey_round,
    units,
)

FOLDER = "2024-年末"
YEAR = "全年台账"
POLICIES = (
    "dapaicha-2023", "sanjian-2023-106", "bazhong-2015-125", "daxiang-2024-18", "haogou-2023-16", "common-practice",
)  # fmt: skip
AS_OF = {"2024-09": date(2024, 10, 15), "2024-12": date(2025, 1, 15)}
"""After the tenth, until when meals may be paid."""

TOPICS: tuple[ModuleType, ...] = (
    units, money, economy, households, rosters, papers, pictures, problems, survey_round, inspection_round,
)  # fmt: skip
"""Each writes its lists (``write``) and says what they must give by month (``EXPECTED``)."""

_IN_BASE: tuple[ModuleType, ...] = (base, attendance, log_texts, books, gatherings)
"""What is spoiled before the months' files are written."""

_ROUND = (
    *("checklist_results", "filings", "inspection_groups", "inspections", "leader_interviews", "quiz_results"),
    *("samples", "surveys", "village_draws"),
)
_OTHER_MONTHS = "别的月份没有放进来，全年天数断定不了"
NO_SOURCE: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "2024-09": (*(("", table, "九月没有检查") for table in _ROUND), ("", "leave_slips", _OTHER_MONTHS)),
    "2024-12": (
        *(("", table, _OTHER_MONTHS) for table in ("duty_records", "leave_slips", "sign_ins")),
        ("东坝村", "checklist_results", "清单有一项没有填"),
        ("东坝村", "surveys", "只查七户，知晓率、满意率不作判断"),
    ),
}
"""By month: (village, table, why) that was not handed in."""


def write_year_end(folder: Path) -> None:
    """Write the second set and its expected lists into a folder that holds the first."""
    villages, postings = base.teams()
    bad = base.write_base(folder / FOLDER)
    for topic in TOPICS:
        topic.write(folder / FOLDER, villages, postings)
    for month in base.MONTHS:
        write_expected(
            folder / "expected" / f"{month}.yml",
            of=Check(month, AS_OF[month].isoformat(), POLICIES),
            findings=_expected(month),
            unknown=NO_SOURCE[month],
            bad=_bad_cells(bad, month),
        )


def _expected(month: str) -> list[Expected]:
    return [finding for topic in (*_IN_BASE, *TOPICS) for finding in topic.EXPECTED.get(month, ())]


def _bad_cells(bad: Mapping[str, Sequence[BadCell]], month: str) -> list[BadCell]:
    return list(bad[month])
