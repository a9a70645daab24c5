"""Every clause of the five notices is there, in the notice's words, and answered one way.

``clauses.csv`` lists them: policy, id, class (D data can answer it, S data and eyes, M eyes, P how the check is run).
"""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from audit.catalog import load_policies
from audit.model.policy import Clause

SHARED = Path(__file__).resolve().parents[3] / "shared"
LISTED = list(csv.DictReader(Path(__file__).with_name("clauses.csv").read_text(encoding="utf-8").splitlines()))
POLICIES = load_policies()
NOTICES = sorted({row["policy"] for row in LISTED})
CLAUSES: dict[str, Clause] = {clause.catalogue: clause for id_ in NOTICES for clause in POLICIES[id_].clauses}

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the notices are not part of the repository")


def unspaced(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("policy", NOTICES)
def test_a_notice_has_all_its_clauses_once(policy: str) -> None:
    found = Counter(clause.catalogue for clause in POLICIES[policy].clauses)
    assert found == Counter(row["id"] for row in LISTED if row["policy"] == policy)


@needs_shared
def test_the_list_of_clauses_is_the_one_of_the_requirements() -> None:
    with (SHARED / "domain" / "requirements.csv").open(encoding="utf-8") as file:
        wanted = [(row["document"], row["id"], row["class"]) for row in csv.DictReader(file)]
    assert [(row["policy"], row["id"], row["class"]) for row in LISTED] == wanted


def test_the_five_notices_have_303_clauses() -> None:
    assert (len(NOTICES), len(LISTED), len(CLAUSES)) == (5, 303, 303)


@needs_shared
@pytest.mark.parametrize("policy", NOTICES)
def test_every_clause_is_quoted_word_for_word(policy: str) -> None:
    notice = unspaced((SHARED / "documents" / f"{policy}.txt").read_text(encoding="utf-8"))
    assert [clause.ref for clause in POLICIES[policy].clauses if unspaced(clause.text) not in notice] == []


def test_every_clause_is_answered_exactly_one_way() -> None:
    answers = {id_: (bool(one.rules), bool(one.manual), bool(one.outside)) for id_, one in CLAUSES.items()}
    assert {id_: said for id_, said in answers.items() if sum(said) != 1} == {}


def test_a_clause_checked_by_a_person_names_the_line_of_the_form() -> None:
    assert [id_ for id_, clause in CLAUSES.items() if clause.manual and not clause.form] == []


def test_a_cleaned_text_differs_from_what_the_notice_says() -> None:
    assert [id_ for id_, one in CLAUSES.items() if one.cleaned and unspaced(one.cleaned) == unspaced(one.text)] == []


def test_no_clause_gives_a_telephone_number() -> None:
    said = {id_: f"{one.text}{one.cleaned}{one.note}{one.manual}{one.outside}" for id_, one in CLAUSES.items()}
    assert [id_ for id_, text in said.items() if re.search(r"\d{7,}", text)] == []


def test_every_clause_that_data_can_answer_is_answered_by_a_rule() -> None:
    unanswered = {row["id"] for row in LISTED if row["class"] == "D" and not CLAUSES[row["id"]].rules}
    assert unanswered == set()
