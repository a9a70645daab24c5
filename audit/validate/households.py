"""Households without personal data: the head's surname and 某, a code to compare names by, and the kinds as codes."""

import hashlib
import re

import pandas as pd

from audit.validate import text
from audit.validate.cells import column_of
from audit.validate.draft import Bad, Draft, at_column
from audit.validate.parsers.choices import read_choice
from audit.validate.parsers.times import read_time
from audit.validate.visits import masked_household

_PARTS = re.compile(r"[、,;/|\n]+")
_HIDDEN = re.compile(r"[某*×○〇xX?]")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?$")


def household_columns(draft: Draft) -> Draft:
    """Of a household: ``household`` as surname and 某, ``household_code`` by which written names are compared.

    The given name goes no further than here. The code tells whether two written names are the same, and nothing else
    is ever done with it; a name that is masked already has none.
    """
    names = draft.texts("household")
    masked = column_of(names, "household", masked_household, dtype="str", empty="")
    codes = column_of(names, "household_code", name_codes, dtype="str", empty="")
    return draft.with_columns({**masked.columns, **codes.columns}, {})


def name_codes(raw: str) -> str:
    """Code each head of a household named in a cell, joined with 、 as the masked names are; "" for a masked one."""
    if text.is_empty(raw):
        return ""
    names = [piece.strip() for piece in text.half_width(text.clean(raw)).replace(",", "、").split("、")]
    return "、".join(_code(name) for name in names if name)


def _code(name: str) -> str:
    bare = "".join(name.split())
    if len(bare) < 2 or _HIDDEN.search(bare):
        return ""
    return hashlib.blake2b(bare.encode(), digest_size=6, person=b"household").hexdigest()


def listed_columns(draft: Draft) -> Draft:
    """农户台账: a household's columns, and ``tags`` as the codes of its kinds (a cell may name several)."""
    column = draft.contract.columns["tags"]
    one = read_choice(column.choices)

    def codes(raw: str) -> tuple[str, ...]:
        words = _PARTS.split(text.half_width(text.clean(raw))) if not text.is_empty(raw) else []
        found = [one(word) for word in words if word.strip()]
        return tuple(dict.fromkeys(code for code in found if code and code != "none"))

    tags = column_of(draft.texts("tags"), "tags", codes, dtype="object", empty=())
    return household_columns(draft).with_columns(tags.columns, at_column("tags", tags.bad))


def visit_columns(draft: Draft) -> Draft:
    """走访: a household's columns, and ``visit_minute``, the minute of the day where a time is written."""
    minutes, bad = _minutes(draft.texts("visited_at"))
    beside = draft.texts("visited_on").map(_clock_in)
    stated, _ = _minutes(beside.astype("str"))
    return household_columns(draft).with_columns({"visit_minute": minutes.fillna(stated)}, bad)


def _clock_in(raw: str) -> str:
    found = _CLOCK.search(text.half_width(text.clean(raw)))
    return found[0] if found else ""


def _minutes(texts: pd.Series) -> tuple[pd.Series, Bad]:
    """Give the minute of the day, null where none is written; a span (``9:00-9:40``) counts from its start."""

    def minute(raw: str) -> int | None:
        words = re.split(r"[-~—至]", text.half_width(text.clean(raw)))[0]
        clock = read_time(words)
        return clock.minutes if clock else None

    read = column_of(texts, "visited_at", minute, dtype="Int64")
    return read.columns["visited_at"], at_column("visited_at", read.bad)
