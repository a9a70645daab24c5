"""What the words of a punch's address say: the village or township, somewhere else, or nothing that can be told."""

import re
from collections.abc import Mapping

import pandas as pd

from audit.reconcile.villages import Villages, plain

_TOWNSHIP = re.compile(r"(?:^|(?<=[县区市旗]))([一-鿿]{2,4}?(?:镇|乡|街道))(?![村下亲土间野])")
_COUNTY = re.compile(r"(?:^|(?<=[省市州盟]))([一-鿿]{2,4}?县)(?!城)|(?<=市)([一-鿿]{2,4}?区)")
_SHORTEST = 2


def elsewhere(addresses: pd.Series, villages: Villages) -> pd.Series:
    """Say of each address whether it is outside the township: boolean, NA where the words do not tell.

    It is inside where it names a village of the list, an alias or the township; outside only where it names another
    township, or another county than the village list's.
    """
    known = {text: _is_elsewhere(text, villages) for text in addresses.unique()}
    return addresses.map(known).astype("boolean")


def _is_elsewhere(text: str, villages: Villages) -> bool | None:
    words = plain(text)
    if villages.mentions_township(words) or _names_village(words, villages.spellings):
        return False
    pieces = [plain(piece) for piece in re.split(r"[\s,，;；·]+", text) if piece]
    if villages.township and any(_TOWNSHIP.search(piece) for piece in pieces):
        return True
    named = {county for piece in pieces for county in _counties(piece)}
    return True if villages.county and named and villages.county not in named else None


def _names_village(words: str, spellings: Mapping[str, str]) -> bool:
    return any(len(spelling) >= _SHORTEST and spelling in words for spelling in spellings)


def _counties(piece: str) -> list[str]:
    return [county or district for county, district in _COUNTY.findall(piece)]
