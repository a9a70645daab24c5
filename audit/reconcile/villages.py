"""Which village a text means: names, aliases, and the township they belong to."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import pandas as pd
from msgspec import Struct

from audit.model.source import Sheet

_SUFFIX = re.compile(r"(?:行政村|村委会|居委会|村|社区)$")
_TOWNSHIP = re.compile(r"([一-鿿]{2,8}?(?:镇|乡|街道))")
_GAP = "|"


@lru_cache(1 << 16)
def plain(text: str) -> str:
    """Give a text as it is compared: NFKC, without any white space. Kept, for a month has few names and many cells."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


class Villages(Struct, frozen=True):
    """The villages of the township.

    ``names`` are in the order of the village list (else of the roster). ``spellings`` maps every accepted plain
    spelling to the village, the longest first; a spelling two villages share is left out, except where it is the name
    of one of them.
    ``county`` is "" where the list does not say it.
    """

    names: tuple[str, ...]
    spellings: Mapping[str, str]
    township: str
    county: str = ""

    def named(self, text: str) -> str:
        """Give the village that is written as the whole text, or "" where none or no single one is."""
        wanted = plain(text)
        return self.spellings.get(wanted) or self.spellings.get(plain(_after_township(wanted, self.township)), "")

    def mentioned(self, text: str) -> str:
        """Give the one village whose name or alias stands in the text, or "" where none or several do."""
        rest = plain(text).replace(self.township, _GAP) if self.township else plain(text)
        found: set[str] = set()
        # What is read as 新桃溪村 does not say 桃溪村 again.
        for spelling in self.spellings:
            if len(spelling) > 1 and spelling in rest:
                found.add(self.spellings[spelling])
                rest = rest.replace(spelling, _GAP)
        return found.pop() if len(found) == 1 else ""

    def is_township(self, text: str) -> bool:
        """Say whether the text names the township itself (青禾镇, 青禾镇人民政府) where a village is usually named."""
        wanted = plain(text)
        rest = wanted.replace(self.township, "") if self.township else wanted
        return self.mentions_township(wanted) and not _SUFFIX.search(rest)

    def mentions_township(self, text: str) -> bool:
        """Say whether the text speaks of the whole township."""
        wanted = plain(text)
        return bool(self.township) and self.township in wanted


def _after_township(text: str, township: str) -> str:
    return text.removeprefix(township) if township else text


def make_villages(listed: pd.DataFrame, roster: pd.DataFrame, sheets: Sequence[Sheet]) -> Villages:
    """Make the village names from the village list (village, aliases, township), else from the roster's column."""
    aliases: dict[str, tuple[str, ...]] = {}
    for name, others in zip(listed["village"], listed["aliases"], strict=True):
        if name:
            aliases.setdefault(name, tuple(others))
    if not aliases:
        aliases = {name: () for name in roster["village"] if name}
    names = tuple(aliases)
    return Villages(
        names=names, spellings=_spellings(aliases), township=_township(listed, sheets), county=_county(listed)
    )


def _spellings(aliases: Mapping[str, Iterable[str]]) -> dict[str, str]:
    owners: dict[str, set[str]] = {}
    for name, others in aliases.items():
        for spelling in (name, *others):
            owners.setdefault(plain(spelling), set()).add(name)
    stems: dict[str, set[str]] = {}
    for spelling, names in owners.items():
        stems.setdefault(_SUFFIX.sub("", spelling), set()).update(names)
    for stem, names in stems.items():
        if stem and stem not in owners:
            owners[stem] = names
    single = {spelling: next(iter(names)) for spelling, names in owners.items() if len(names) == 1}
    every = single | {plain(name): name for name in aliases}
    return {spelling: every[spelling] for spelling in sorted(every, key=len, reverse=True)}


def _township(listed: pd.DataFrame, sheets: Sequence[Sheet]) -> str:
    stated = Counter(text for text in listed["township"] if text)
    if stated:
        return plain(stated.most_common(1)[0][0])
    titles = (plain(sheet.title) for sheet in sheets if sheet.table)
    titled = Counter(match.group(1) for title in titles if (match := _TOWNSHIP.match(title)))
    return titled.most_common(1)[0][0] if titled else ""


def _county(listed: pd.DataFrame) -> str:
    stated = Counter(text for text in listed["county"] if text)
    return plain(stated.most_common(1)[0][0]) if stated else ""
