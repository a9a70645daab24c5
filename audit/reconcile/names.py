"""How alike two names are: the same sound, nearly the same sound, one character off."""

import re
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

Surnames = Mapping[str, tuple[str, ...]]

SAME_SOUND, NEAR_SOUND, ONE_OFF = 90, 75, 70
STRONG = {SAME_SOUND, ONE_OFF}
"""Likenesses that are told even where strangers may rightly stand."""

_CONFUSED = (
    (re.compile(r"\b([zcs])h"), r"\1"),
    (re.compile(r"\bn(?!g\b)"), "l"),
    (re.compile(r"\bf(?=u|eng)"), "h"),
    (re.compile(r"([ei])ng\b"), r"\1n"),
)


def likeness(wanted: str, known: str, surnames: Surnames) -> tuple[int, str]:
    """Say how alike two plain names are (0: not at all) and why, in Chinese."""
    if abs(len(wanted) - len(known)) > 1:
        return 0, ""
    sounds, others = readings(wanted, surnames), readings(known, surnames)
    if sounds & others:
        return SAME_SOUND, "同音"
    off = Levenshtein.distance(wanted, known, score_cutoff=1)
    if off == 1:
        return ONE_OFF, "一字之差" if len(wanted) == len(known) else "多一字或少一字"
    if set(map(_slurred, sounds)) & set(map(_slurred, others)):
        return NEAR_SOUND, "读音相近"
    return 0, ""


def readings(name: str, surnames: Surnames) -> frozenset[str]:
    """Give every way a name may be read, in pinyin without tones; surnames by their own readings."""
    return _readings(name, tuple(surnames.get(name[:2], ())), tuple(surnames.get(name[:1], ())))


@lru_cache(maxsize=1 << 14)
def _readings(name: str, of_two: tuple[str, ...], of_one: tuple[str, ...]) -> frozenset[str]:
    length = 2 if of_two else 1
    first = of_two or of_one or (" ".join(_pinyin(name[:1])),)
    given = " ".join(_pinyin(name[length:]))
    return frozenset(f"{surname} {given}".strip() for surname in first)


def _pinyin(text: str) -> list[str]:
    # Its dictionary takes a quarter of a second to load, and most townships write all names as the roster does.
    from pypinyin import Style, lazy_pinyin

    found: list[str] = lazy_pinyin(text, style=Style.NORMAL)
    return found


@lru_cache(maxsize=1 << 14)
def _slurred(sound: str) -> str:
    """What is left of a sound where zh and z, n and l, f and h, ng and n are not told apart."""
    for pattern, instead in _CONFUSED:
        sound = pattern.sub(instead, sound)
    return sound
