"""Household surveys, samples and check lists: what is worked out of several cells of a row."""

import re
from datetime import date

import pandas as pd

from audit.validate import text
from audit.validate.cells import column_of, spread
from audit.validate.draft import Draft, read_on_days
from audit.validate.households import household_columns, name_codes
from audit.validate.parsers.answers import Interval, answered_days, says_never
from audit.validate.visits import masked_household

_NOTHING_FOUND = re.compile(r"^(?:无|没有|暂无|未见|未发现|未查出|没发现|不存在)(?:问题|异常|发现)?[。.]?$")
_BY_ANOTHER = re.compile(r"代答|代签|代填|代为(?:回?答|作答|签|填)|替(?:他|她|其|户主)?(?:回?答|签|填)")
_NOT_BY_ANOTHER = re.compile(r"(?:未|没有?|无|非|不是|不得|不能|不可)(?:人|他人|由他人|由人)?[代替]")
_YES_IS_A_PROBLEM = re.compile(r"是否(?:还|仍)?存在|有无.*问题")


def survey_columns(draft: Draft) -> Draft:
    """到户核查: the household masked, and what its answer on the last visit means.

    ``last_visit_from`` and ``last_visit_to`` are null where the answer names no day; ``never_visited`` is null where
    nothing is answered. ``proxy`` is also told by a remark, where the column for it is absent or blank.
    """
    words, proxy = draft.texts("last_visit"), draft.typed["proxy"]
    values, positions, _ = read_on_days(words, draft.typed["surveyed_on"], _interval)
    never = words.map(says_never).astype("boolean").mask(draft.typed["last_visit"] == "")
    columns = {
        "last_visit_from": spread(words.index, positions, [one and one[0] for one in values], "datetime64[us]"),
        "last_visit_to": spread(words.index, positions, [one and one[1] for one in values], "datetime64[us]"),
        "never_visited": never,
        "proxy": proxy.mask(proxy.isna() & draft.typed["remark"].map(_by_another).astype("bool"), other=True),
    }
    return household_columns(draft).with_columns(columns, {})


def _by_another(remark: str) -> bool:
    """Say whether a remark tells that somebody else answered or signed for the household."""
    words = text.key(remark)
    return bool(_BY_ANOTHER.search(words)) and not _NOT_BY_ANOTHER.search(words)


def _interval(words: str, asked_on: date) -> Interval | None:
    return answered_days(words, asked_on)


def sample_columns(draft: Draft) -> Draft:
    """抽样: the household drawn and the one it was changed for, by surname and comparison code."""
    texts = draft.texts("replaced_by")
    other = column_of(texts, "replaced_by", masked_household, dtype="str", empty="")
    codes = column_of(texts, "replaced_code", name_codes, dtype="str", empty="")
    return household_columns(draft).with_columns({**other.columns, **codes.columns}, {})


def checklist_columns(draft: Draft) -> Draft:
    """对照清单: ``answer`` is the conclusion, else what 是否落实 says, else what stands under 存在的问题.

    A line that asks whether something wrong exists is answered the other way round. "" is a line left blank.
    """
    problem = draft.texts("problem").map(_told_problem).astype("str")
    wrong_if_yes = draft.texts("item").str.contains(_YES_IS_A_PROBLEM, regex=True)
    achieved = draft.typed["achieved"]
    wrong = (achieved == wrong_if_yes).astype("boolean")
    ticked = wrong.map({True: "problem", False: "none"}).where(achieved.notna(), "").fillna("").astype("str")
    stated = draft.typed["conclusion"]
    answer = stated.where(stated != "", ticked.where(ticked != "", problem))
    return draft.with_columns({"answer": answer}, {})


def _told_problem(raw: str) -> str:
    """``problem`` where one is told, ``none`` where the cell says there is none, "" where it says nothing."""
    words = text.key(raw)
    if _NOTHING_FOUND.match(words):
        return "none"
    return "" if text.is_empty(raw) else "problem"


def filing_columns(draft: Draft) -> Draft:
    """材料报送: ``about_on`` is when it was due, else the end or the beginning of the check it is about."""
    about: pd.Series = draft.typed["due_on"].fillna(draft.typed["window_to"]).fillna(draft.typed["window_from"])
    return draft.with_columns({"about_on": about}, {})
