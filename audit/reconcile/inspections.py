"""Inspections: who signed, what the check lists say, and whether the group really looked."""

import re
import unicodedata
from typing import Any

import pandas as pd

from audit.model.policy import Clause
from audit.reconcile.campaigns import beside_lacking, in_month
from audit.reconcile.material import Material

_SIGNS = {
    "party_head": "村党组织负责人",
    "first_secretary": "第一书记",
    "unit_head": "单位负责人",
    "inspectors": "检查人员",
}
_NUMBERING = re.compile(r"^[(（]?\d+[)）.、．]\s*")
_OWN_NUMBER = r"[0-9a-f]{16}"
_MARKS = re.compile(r"[\s，,。.；;：:、？?！!（）()“”\"]+")


@beside_lacking("inspections", first="inspected_on", blank=["group_name"])
def inspections(of: Material) -> pd.DataFrame:
    """Make one row per inspection of a village: the columns of the fact contract inspection.

    A signature cell left empty is null. Who signs for another does not count until the note is confirmed.
    """
    rows = in_month(of.frames["inspections"], of)
    signs = {name: rows[f"{name}_sign"].where(rows[f"{name}_sign"] != "") for name in _SIGNS}
    made = rows.assign(
        village=rows["of_village"],
        inspected_on=rows["_day"],
        inspected_day=rows["_day"].dt.day,
        substitutes=_substitutes(rows),
        **{f"lacks_{name}": (sign != "signed").astype("boolean").mask(sign.isna()) for name, sign in signs.items()},
    )
    columns = ["village", "inspected_on", "group_name", "inspected_day", "substitutes"]
    return made[[*columns, *(f"lacks_{name}" for name in _SIGNS)]]


def _substitutes(rows: pd.DataFrame) -> pd.Series:
    """Name the roles somebody else signed for, with the note."""
    each = [rows[f"{name}_sign"].eq("substitute").map({True: title, False: ""}) for name, title in _SIGNS.items()]
    names = ["、".join(filter(None, one)) for one in zip(*each, strict=True)]
    told = [
        f"{name}（{note}）" if name and note else name
        for name, note in zip(names, rows["substitute_note"], strict=True)
    ]
    return pd.Series(told, index=rows.index, dtype="str")


@beside_lacking("checklist_results", first="checked_on", blank=["group_name", "form", "item"])
def checklist_items(of: Material) -> pd.DataFrame:
    """Make one row per line of a check list: the columns of the fact contract checklist_item.

    ``answer`` is null for a line left blank. The clause is the one whose words the line repeats, else the one that
    names this line of this form.
    """
    rows = in_month(of.frames["checklist_results"], of).sort_values(["of_village", "_day", "group_name", "form"])
    clauses = _Clauses(of)
    found = [clauses.of_line(*line) for line in zip(rows["item"], rows["form"], rows["item_no"], strict=True)]
    made = rows.assign(
        village=rows["of_village"],
        checked_on=rows["_day"],
        item=rows["item"].map(_bare),
        answer=rows["answer"].where(rows["answer"] != ""),
        clause_policy=[policy for policy, _ in found],
        clause_ref=[clause.ref if clause else "" for _, clause in found],
        clause_text=[clause.text if clause else "" for _, clause in found],
    )
    return made[
        [
            "village", "checked_on", "group_name", "form", "item_no", "item", "answer", "problem", "clause_policy",
            "clause_ref", "clause_text",
        ]
    ]  # fmt: skip


class _Clauses:
    """The clauses in force by their words and by the line of the form that answers them."""

    def __init__(self, of: Material) -> None:
        self._by_words: dict[str, list[tuple[str, Clause]]] = {}
        self._by_line: dict[str, tuple[str, Clause]] = {}
        pairs = [(policy.id, clause) for policy in of.scope.round.policies for clause in policy.clauses]
        for policy, clause in pairs:
            for words in filter(None, {_words(clause.text), _words(clause.cleaned)}):
                self._by_words.setdefault(words, []).append((policy, clause))
            self._by_line.setdefault(_words(clause.ref), (policy, clause))
        for policy, clause in pairs:
            self._by_line.setdefault(_words(clause.form), (policy, clause))

    def of_line(self, item: str, form: str, number: Any) -> tuple[str, Clause | None]:
        """Give the policy's id and the clause a line is about, ("", None) where none says so.

        Of clauses in the same words the one on this line is meant.
        """
        ending = _words(f"{form}第{int(number)}项") if pd.notna(number) else ""
        alike = self._by_words.get(_words(item), [])
        here = [pair for pair in alike if ending and _words(pair[1].ref).endswith(ending)]
        if here or alike:
            return (here or alike)[0]
        return (self._by_line.get(ending) if form else None) or ("", None)


def _bare(item: str) -> str:
    return _NUMBERING.sub("", item).strip()


def _words(text: str) -> str:
    """What two writings of one clause share: no numbering, marks or white space."""
    return _MARKS.sub("", _bare(unicodedata.normalize("NFKC", text)))


@beside_lacking("checklist_results", first="checked_on", blank=["group_name"])
def checklist_rounds(of: Material) -> pd.DataFrame:
    """Make one row per check list filled in: the columns of the fact contract checklist_round.

    ``peer_problems`` is the sum of the two middle numbers of problems of all lists of the month, twice the median.
    """
    rows = in_month(of.frames["checklist_results"], of)
    by = ["of_village", "_day", "group_name"]
    counted = rows.assign(
        blank=(rows["answer"] == "").astype("int64"), problem=(rows["answer"] == "problem").astype("int64")
    )
    made = counted.groupby(by, as_index=False)[["blank", "problem"]].sum()
    made = made.assign(items=counted.groupby(by)["blank"].size().to_numpy()).rename(
        columns={"of_village": "village", "_day": "checked_on", "blank": "blank_items", "problem": "problems"}
    )
    made = made.assign(peer_problems=_twice_median(made["problems"]), groups=len(made), minutes=_minutes(made, of))
    return made.assign(known_problems=_known_problems(made, of))


def _twice_median(counts: pd.Series) -> int:
    return 0 if counts.empty else round(2 * float(counts.median()))


def _minutes(made: pd.DataFrame, of: Material) -> pd.Series:
    """How long the inspection took as its record says; null where no record does."""
    records = of.frames["inspections"]
    stated = records.dropna(subset="minutes").drop_duplicates(["of_village", "_day"])
    known = stated.set_index(["of_village", "_day"])["minutes"]
    keys = pd.MultiIndex.from_frame(made[["village", "checked_on"]])
    return pd.Series(known.reindex(keys).array, index=made.index, dtype="Int64")


def _known_problems(made: pd.DataFrame, of: Material) -> pd.Series:
    """How many problems that this program found, by their numbers, were open in the village's ledger on the day.

    Those dismissed, closed before the inspection or found after it are not counted; undated ones are. Null for a
    village whose ledger is not there, and where no ledger has such numbers.
    """
    ledger = of.frames["rectification_ledger"]
    own = ledger[ledger["problem_no"].str.fullmatch(_OWN_NUMBER) & (ledger["status"] != "dismissed")]
    handed = [of.submissions.known_village("rectifications", name, of.scope.month) for name in made["village"]]
    known = pd.Series(handed, index=made.index, dtype="bool") & bool(len(own))
    there = own.assign(found=own["found_on"].fillna(own["issued_on"]))[["of_village", "found", "closed_on"]]
    pairs = made[["village", "checked_on"]].reset_index(names="row")
    pairs = pairs.merge(there, left_on="village", right_on="of_village")
    still = pairs[~(pairs["found"] > pairs["checked_on"]) & ~(pairs["closed_on"] < pairs["checked_on"])]
    return still.groupby("row").size().reindex(made.index, fill_value=0).astype("Int64").where(known)
