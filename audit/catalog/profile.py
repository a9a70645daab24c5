"""The office's profile: headers and symbols it taught the program, added to the import contracts at load.

``profile/columns.yml`` maps a table's header texts to its columns, ``profile/symbols.yml`` the symbols and words of a
column to its choices. What is nearest wins: a header given to one column is taken from the others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from audit.catalog.documents import documents
from audit.catalog.problems import Problems, Spot, nearest
from audit.model.contract import ImportColumn, ImportContract
from audit.model.spelling import fold

IGNORED = "ignore"
"""Stands for a column in ``columns.yml`` where a header is to be left aside for good."""


def with_profile(contracts: Mapping[str, ImportContract], problems: Problems) -> dict[str, ImportContract]:
    """Give the contracts as the office's profile extends them; notes every error of the profile's files."""
    extended = dict(contracts)
    for contract, entries in _tables("columns.yml", contracts, problems):
        for header, spot, given in entries:
            names = _columns(contract, spot, given)
            extended[contract.table] = with_header(extended[contract.table], header, names)
    for contract, entries in _tables("symbols.yml", contracts, problems):
        for name, spot, given in entries:
            column = _choice_column(contract, name, spot)
            if column is None:
                continue
            choices = dict(_choices(column, spot, given))
            extended[contract.table] = _with_choices(extended[contract.table], column.name, choices)
    return extended


def with_header(contract: ImportContract, header: str, names: Sequence[str]) -> ImportContract:
    """Give a contract whose columns ``names`` (none: a header to be ignored) know this header, and no others do.

    Columns read from one cell (an approver and his level) share their headers, so they learn it together.
    """
    learning = {twin for name in names for twin in twins(contract, name)}
    columns = {name: _with_alias(column, header, learns=name in learning) for name, column in contract.columns.items()}
    ignored = contract.ignored - {fold(header)} if names else contract.ignored | {fold(header)}
    return replace(contract, columns=columns, ignored=ignored)


def twins(contract: ImportContract, name: str) -> list[str]:
    """List the columns that are read from the same cells as this one, itself among them."""
    aliases = set(contract.columns[name].aliases)
    return [other for other, column in contract.columns.items() if other == name or set(column.aliases) == aliases]


def _with_alias(column: ImportColumn, header: str, *, learns: bool) -> ImportColumn:
    others = tuple(alias for alias in column.aliases if fold(alias) != fold(header))
    return replace(column, aliases=(header, *others) if learns else others)


def _with_choices(contract: ImportContract, name: str, choices: Mapping[str, str]) -> ImportContract:
    """Give a contract whose column knows these texts; they stand last, which is where a later spelling wins."""
    column = contract.columns[name]
    kept = {text: code for text, code in column.choices.items() if text not in choices}
    return replace(contract, columns={**contract.columns, name: replace(column, choices={**kept, **choices})})


def _tables(
    name: str, contracts: Mapping[str, ImportContract], problems: Problems
) -> Iterator[tuple[ImportContract, list[tuple[str, Spot, Any]]]]:
    """The tables of one profile file with their entries: key, place, value."""
    for _, document in documents("profile", name, problems):
        spot = Spot(document, problems)
        for table, entries in _entries(spot, document.data):
            contract = contracts.get(table) or _titled(table, contracts.values())
            if contract is None:
                known = [*contracts, *(each.title for each in contracts.values())]
                spot.at(table).note_key(f"没有表“{table}”{nearest(table, known)}")
                continue
            yield contract, [(key, spot.at(table, key), value) for key, value in _entries(spot.at(table), entries)]


def _entries(spot: Spot, data: Any) -> list[tuple[str, Any]]:
    if data is None or isinstance(data, dict):
        return list((data or {}).items())
    spot.note("应为“键: 值”的形式，每行一项")
    return []


def _titled(title: str, things: Iterable[Any]) -> Any:
    """The one table or column of this Chinese title; None where there is none or more than one."""
    found = [thing for thing in things if thing.title == title]
    return found[0] if len(found) == 1 else None


def _columns(contract: ImportContract, spot: Spot, given: Any) -> list[str]:
    """The columns named for a header, by name or Chinese title; empty for one that is to be ignored."""
    if given == IGNORED:
        return []
    names: list[str] = []
    for wanted in given if isinstance(given, list) else [given]:
        text = "" if wanted is None else str(wanted)
        column = contract.columns.get(text) or _titled(text, contract.columns.values())
        if column is None or not column.aliases:
            known = [word for each in contract.columns.values() if each.aliases for word in (each.name, each.title)]
            spot.note(f"“{contract.title}”没有可从表头读取的列“{text}”{nearest(text, known)}；不用的表头写 {IGNORED}")
            continue
        names.append(column.name)
    return names


def _choice_column(contract: ImportContract, name: str, spot: Spot) -> ImportColumn | None:
    found = contract.columns.get(name) or _titled(name, contract.columns.values())
    if isinstance(found, ImportColumn) and found.choices:
        return found
    known = [each.name for each in contract.columns.values() if each.choices]
    spot.note_key(f"“{contract.title}”没有可选的列“{name}”{nearest(name, known)}，可写：{'、'.join(known)}")
    return None


def _choices(column: ImportColumn, spot: Spot, given: Any) -> Iterator[tuple[str, str]]:
    """Texts and codes; the code may be given by any word that is known already (``出差``)."""
    codes = set(column.choices.values())
    words = {fold(text): code for text, code in column.choices.items()}
    for text, meant in _entries(spot, given):
        said = str(meant)
        code = said if said in codes else words.get(fold(said))
        if not text.strip() or (len(text) > 1 and text.startswith("/") and text.endswith("/")):
            spot.at(text).note_key("符号不能为空，也不能写成正则表达式（/…/）")
        elif code is None:
            spot.at(text).note(f"不知道“{said}”是什么，可写：{'、'.join(meanings(column))}")
        else:
            yield text, code


def meanings(column: ImportColumn) -> list[str]:
    """Name each choice by the first of its words that an office would say: ``出差`` for duty."""
    return list({code: _word(column, code) for code in column.choices.values()}.values())


def _word(column: ImportColumn, code: str) -> str:
    texts = [text for text, own in column.choices.items() if own == code and not text.startswith("/")]
    return next((text for text in texts if len(text) > 1), texts[0] if texts else code)
