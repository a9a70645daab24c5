"""What unknown headers may be: candidates with reasons, never a decision."""

import re
from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz

from audit.intake.headers import fold
from audit.intake.looks import look_of, look_title, speaks_against, speaks_for
from audit.model.contract import ImportColumn, ImportContract
from audit.model.source import HeaderCell, Sheet
from audit.model.survey import Candidate, HeaderGap, SheetMap

SURE, LEAD = 85, 10
"""A candidate is sure from this score on, if it leads the next one by this much."""

_PLAIN, _ELSEWHERE, _INSIDE, _BY_LOOK = 95, 90, 75, 55
_FEWEST, _AGAINST, _SHOWN = 60, 30, 3
_LIKE = 0.9
_BRACKETS = re.compile(r"[(（\[【〔][^)）\]】〕]*[)）\]】〕]?")
_DECORATION = re.compile(r"[\d\W_]+")
_FEWEST_COVERED = 0.5


def propose(sheet: Sheet, contracts: Mapping[str, ImportContract]) -> SheetMap:
    """Say which headers of a sheet are known and what the others may be; for an unrecognised sheet guess the table."""
    if sheet.table is not None:
        return _map(sheet, contracts[sheet.table], contracts, recognised=True)
    maps = [_map(sheet, contract, contracts, recognised=False) for contract in contracts.values()]
    ranked = sorted(maps, key=lambda found: -_cover(found, sheet, contracts))
    best = ranked[0] if ranked else None
    if best is None or _cover(best, sheet, contracts) < _FEWEST_COVERED:
        unknown = tuple(HeaderGap(one.cell, one.text, ()) for one in sheet.headers)
        return SheetMap(sheet.file, sheet.name, "", recognised=False, known=(), gaps=unknown)
    return best


def _map(
    sheet: Sheet, contract: ImportContract, contracts: Mapping[str, ImportContract], *, recognised: bool
) -> SheetMap:
    known, open_cells = _known(sheet, contract)
    taken = {name for _, names in known for name in names}
    gaps = _gaps(open_cells, _open_columns(contract, taken), contracts)
    hoped = {gap.candidates[0].name for gap in gaps if gap.candidates}
    lacking = tuple(contract.columns[n].title for n in contract.read.needs if n not in taken and n not in hoped)
    titles = tuple((text, contract.columns[names[0]].title) for text, names in known)
    reason = "" if recognised else _table_reason(sheet, contract, len(known))
    return SheetMap(sheet.file, sheet.name, contract.table, recognised, titles, gaps, reason, lacking)


def _known(sheet: Sheet, contract: ImportContract) -> tuple[list[tuple[str, tuple[str, ...]]], list[HeaderCell]]:
    """Header cells the contract knows, with their columns, and the others; what the office ignores is left out."""
    known: list[tuple[str, tuple[str, ...]]] = []
    others: list[HeaderCell] = []
    for header in sheet.headers:
        names = header.columns or tuple(
            name for name, column in contract.columns.items() if fold(header.text) in map(fold, column.aliases)
        )
        if names:
            known.append((header.text, names))
        elif header.text and fold(header.text) not in contract.ignored:
            others.append(header)
    return known, others


def _open_columns(contract: ImportContract, taken: set[str]) -> list[ImportColumn]:
    """The columns that no header was read as, one for those that are read from the same cell."""
    columns = [one for one in contract.columns.values() if one.aliases and one.name not in taken]
    return list({frozenset(one.aliases): one for one in reversed(columns)}.values())[::-1]


def _gaps(
    headers: list[HeaderCell], columns: list[ImportColumn], contracts: Mapping[str, ImportContract]
) -> tuple[HeaderGap, ...]:
    """Candidates of each header; a column goes first to the header it fits best, and is second-best elsewhere."""
    found = {header.cell: _candidates(header, columns, contracts) for header in headers}
    best: dict[str, int] = {}
    for candidates in found.values():
        for one in candidates:
            best[one.name] = max(best.get(one.name, 0), one.score)
    gaps = []
    for header in headers:
        ranked = sorted(found[header.cell], key=lambda one: (one.score < best[one.name], -one.score, one.name))
        gaps.append(HeaderGap(header.cell, header.text, tuple(ranked[:_SHOWN]), sure=_is_sure(ranked, best)))
    return tuple(gaps)


def _is_sure(ranked: list[Candidate], best: Mapping[str, int]) -> bool:
    if not ranked or ranked[0].score < SURE or ranked[0].score < best[ranked[0].name]:
        return False
    return len(ranked) == 1 or ranked[0].score - ranked[1].score >= LEAD


def _candidates(
    header: HeaderCell, columns: list[ImportColumn], contracts: Mapping[str, ImportContract]
) -> list[Candidate]:
    look = look_of(header.samples)
    found = []
    for column in columns:
        score, reason = max(_reasons(header.text, column, contracts), default=(0, ""))
        if speaks_against(look, column.type):
            score, reason = score - _AGAINST, f"{reason}，但内容像{look_title(look)}"
        elif speaks_for(look, column.type):
            score, reason = _with_look(score, reason, look, required=column.required)
        if score >= (_BY_LOOK if speaks_for(look, column.type) else _FEWEST):
            found.append(Candidate(column.name, column.title, score, reason))
    return found


def _with_look(score: int, reason: str, look: str, *, required: bool) -> tuple[int, str]:
    """Values of the right kind support a likeness, and alone suggest a needed column."""
    if score >= _FEWEST:
        return min(score + LEAD, 99), f"{reason}，内容像{look_title(look)}"
    return (_BY_LOOK, f"内容像{look_title(look)}，本表还缺这一列") if required else (0, "")


def _reasons(text: str, column: ImportColumn, contracts: Mapping[str, ImportContract]) -> Iterator[tuple[int, str]]:
    """What speaks for a header being this column, each with its score."""
    folded, bare = fold(text), _bare(text)
    for alias in column.aliases:
        own = fold(alias)
        if bare and bare == _bare(alias):
            yield _PLAIN, f"去掉括号、数字和标点后与“{alias}”相同"
        like = round(fuzz.ratio(folded, own) * _LIKE)
        if like >= _FEWEST:
            yield like, f"与“{alias}”相近"
        if len(own) > 1 and own in folded:
            yield _INSIDE - min(len(folded) - len(own), _INSIDE - _FEWEST), f"含有“{alias}”"
    for other in contracts.values():
        same = other.columns.get(column.name)
        if same and any(fold(alias) == folded for alias in same.aliases):
            yield _ELSEWHERE, f"“{other.title}”的“{same.title}”也这样写"


def _bare(text: str) -> str:
    """A header without brackets and what stands in them, digits and punctuation."""
    return fold(_DECORATION.sub("", _BRACKETS.sub("", text)))


def _cover(found: SheetMap, sheet: Sheet, contracts: Mapping[str, ImportContract]) -> float:
    """How far a table explains a sheet: its needed columns first, then its title and all its headers."""
    contract = contracts[found.table]
    needs = len(contract.read.needs)
    met = (needs - len(found.lacking)) / needs if needs else 0
    hoped = [gap.candidates[0].score for gap in found.gaps if gap.candidates]
    explained = (len(found.known) + sum(hoped) / 100) / max(len(sheet.headers), 1)
    return met * 0.5 + explained * 0.4 + _titled(sheet, contract) * 0.3


def _titled(sheet: Sheet, contract: ImportContract) -> bool:
    text = f"{sheet.title}\n{sheet.name}"
    return any(re.search(title, text) for title in contract.read.titles)


def _table_reason(sheet: Sheet, contract: ImportContract, known: int) -> str:
    parts = [f"{known}个表头认得"] if known else []
    if _titled(sheet, contract):
        parts.append("标题像这种表")
    return "，".join(parts) or "内容相近"
