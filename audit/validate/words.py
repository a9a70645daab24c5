"""Symbols and words that stand for no choice yet, with what they may mean."""

from collections.abc import Callable, Iterator, Mapping

import pandas as pd
from rapidfuzz import fuzz

from audit.model.contract import ImportColumn, ImportContract
from audit.model.source import Place, Sheet
from audit.model.survey import Candidate, UnknownWord
from audit.model.tables import Intake, RawTable
from audit.validate import text
from audit.validate.cells import CellError
from audit.validate.parsers.choices import choice_reader, read_choice
from audit.validate.plain import OPEN_CHOICES
from audit.validate.sign_in import mark_pieces, mark_reader

_FEWEST, _INSIDE, _SHOWN = 60, 80, 3


def unknown_words(intake: Intake, contracts: Mapping[str, ImportContract]) -> tuple[UnknownWord, ...]:
    """List each unknown word of each table's choice columns once, the most frequent first."""
    found: dict[tuple[str, str, str], UnknownWord] = {}
    for table in intake.tables:
        contract = contracts[table.table]
        for column in contract.columns.values():
            if column.type != "choice" or column.name in OPEN_CHOICES or column.name not in table.frame:
                continue
            for word, count, cell in _unread(table, column, _reader(table, contract, column)):
                place = _place(intake.sheets[table.sheet], cell)
                key = (contract.table, column.name, word)
                known = found.get(key)
                seen, first = (known.count, known.place) if known else (0, place)
                found[key] = UnknownWord(*key, seen + count, first, _candidates(word, column))
    return tuple(sorted(found.values(), key=lambda one: (one.table, one.column, -one.count, one.text)))


def _place(sheet: Sheet, cell: str) -> Place:
    return Place(sheet.file, sheet.name, cell)


def _reader(table: RawTable, contract: ImportContract, column: ImportColumn) -> Callable[[str], object]:
    """Read a cell as its column does; CellError where it cannot."""
    if any(one.type == "mark" for one in contract.columns.values()):
        return mark_reader(column.choices, table.legend)
    return read_choice(column.choices)


def _unread(table: RawTable, column: ImportColumn, read: Callable[[str], object]) -> Iterator[tuple[str, int, str]]:
    """Each word that cannot be read, how many cells hold it, and the first of them."""
    cells = pd.DataFrame({"text": table.frame[column.name].fillna(""), "cell": table.frame["_cell"]})
    counted = cells.groupby("text", sort=False)["cell"].agg(["size", "first"])
    code_of = choice_reader(column.choices)
    for raw, count, cell in counted.itertuples(name=None):
        cleaned = text.clean(str(raw))
        try:
            read(cleaned)
        except CellError:
            for word in _words(cleaned, table.legend, code_of):
                yield word, int(count), str(cell)


def _words(mark: str, legend: Mapping[str, str], code_of: Callable[[str], str | None]) -> list[str]:
    """What of a mark has no meaning: what the sheet's legend calls it, or the unknown one of two halves."""
    meanings = {text.key(symbol): meaning for symbol, meaning in legend.items()}
    if text.key(mark) in meanings:
        return [meanings[text.key(mark)]]
    pieces = mark_pieces(mark)
    lost = [piece for piece in pieces if code_of(meanings.get(text.key(piece), piece)) is None]
    return lost if pieces and lost else [mark]


def _candidates(word: str, column: ImportColumn) -> tuple[Candidate, ...]:
    best: dict[str, Candidate] = {}
    wanted = text.key(word)
    for said, code in column.choices.items():
        known = text.key(said)
        if len(known) < 2 or said.startswith("/"):
            continue
        score = round(fuzz.ratio(wanted, known))
        reason = f"与“{said}”相近"
        if known in wanted and score < _INSIDE:
            score, reason = _INSIDE, f"含有“{said}”"
        if score >= _FEWEST and (code not in best or best[code].score < score):
            best[code] = Candidate(code, said, score, reason)
    return tuple(sorted(best.values(), key=lambda one: (-one.score, one.name))[:_SHOWN])
