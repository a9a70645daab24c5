"""What a finding only names, in words: the number of its notice, the source of its evidence, the titles of rules."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby

from msgspec import Struct

from audit.model.contract import ImportContract
from audit.model.report import Report
from audit.model.rule import Basis
from audit.model.source import SOURCE_TITLES, Place
from audit.render.month_grid import off_days

_PLACES_SHOWN = 3


class Lookup(Struct, frozen=True):
    """Titles by what is to be named.

    ``notices``: policy id to document number. ``rules``: rule id to title. ``sources``: (file, sheet) to source title.
    ``tables``: table or source id to title. ``day_kinds``: day of the month to workday, weekend or holiday.
    """

    notices: Mapping[str, str]
    rules: Mapping[str, str]
    sources: Mapping[tuple[str, str], str]
    tables: Mapping[str, str]
    day_kinds: Mapping[date, str]


def lookup(report: Report, contracts: Mapping[str, ImportContract]) -> Lookup:
    """Gather the words of one report. Without ``contracts`` a sheet's source is known only by its table's own name."""
    tables = dict(SOURCE_TITLES) | {
        name: SOURCE_TITLES.get(contract.feeds, contract.title)
        for name, contract in contracts.items()
        if name not in SOURCE_TITLES
    }
    return Lookup(
        notices={policy.id: policy.document.number or f"《{policy.title}》" for policy in report.policies},
        rules={item.rule: item.title for item in report.coverage},
        sources={(s.file, s.name): tables.get(s.table, s.name) for s in report.sheets if s.table is not None},
        tables=tables,
        day_kinds=off_days(report.months),
    )


def cite(words: Lookup, basis: Basis) -> str:
    """Name a clause: the notice's number and the place in it."""
    return f"{words.notices.get(basis.policy, basis.policy)}{basis.ref}"


def found_in(words: Lookup, places: Iterable[Place]) -> str:
    """Name the sources that evidence comes from, each once on a line, in order of appearance."""
    titles = [words.sources.get((place.file, place.sheet), place.sheet) for place in places]
    return "\n".join(dict.fromkeys(title for title in titles if title))


def grouped(places: Iterable[Place]) -> list[dict[str, object]]:
    """Fold neighbouring places of one sheet: ``where`` (file and sheet), ``cells`` joined, ``count``."""
    groups = []
    for (file, sheet), members in groupby(places, key=lambda place: (place.file, place.sheet)):
        cells = [place.cell for place in members]
        groups.append({"where": _where(file, sheet), "cells": "、".join(filter(None, cells)), "count": len(cells)})
    return groups


def shortened(places: tuple[Place, ...]) -> str:
    """Give the first three places, a line per sheet, and how many there are in all."""
    lines = [f"{group['where']} {group['cells']}" for group in grouped(places[:_PLACES_SHOWN])]
    if len(places) > _PLACES_SHOWN:
        lines.append(f"共{len(places)}处")
    return "\n".join(lines)


def _where(file: str, sheet: str) -> str:
    """Name a sheet of a file; a text file has no sheets."""
    return f"{file}《{sheet}》" if sheet else file
