"""Chaining: what a graver problem explains, fixpoints, and the agreement of both engines."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.catalog import load_derivations
from audit.evaluate import DerivationError, derivations, derive_facts, joins, process
from audit.model.derivation import Derivation, FactTest, Inference, Pattern, Reference

ONE_CAUSE = load_derivations()["one-cause-one-problem"]
needs_durable = pytest.mark.skipif(process.engine_name() is None, reason="durable-rules 未安装")


def day(finding: str, rule: str, subject: str = "甲", date: str = "2023-11-08") -> dict[str, Any]:
    rank = ONE_CAUSE.rank(rule)
    return {"kind": "finding_day", "finding": finding, "rule": rule, "rank": rank, "subject": subject, "date": date}


def explained(facts: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(fact["finding"], fact["date"], fact["by"]) for fact in derive_facts(ONE_CAUSE, facts)]


def test_ranks_go_from_grave_to_slight() -> None:
    assert [ONE_CAUSE.rank(rule) for rule in ("untraced-run", "punch-missing", "log-attendance-mismatch")] == [0, 2, 3]
    assert ONE_CAUSE.rank("team-understaffed") is None


def test_a_day_is_explained_by_each_graver_finding_of_the_same_subject_and_day() -> None:
    facts = [
        day("f1", "untraced-run"),
        day("f2", "sign-in-missing"),
        day("f3", "sign-in-punch-mismatch"),
        day("f4", "sign-in-missing", date="2023-11-09"),
        day("f5", "punch-missing", subject="乙"),
    ]
    assert explained(facts) == [("f2", "2023-11-08", "f1"), ("f3", "2023-11-08", "f1"), ("f3", "2023-11-08", "f2")]


def test_findings_of_equal_rank_do_not_explain_each_other() -> None:
    assert explained([day("f1", "sign-in-missing"), day("f2", "punch-missing"), day("f3", "work-log-missing")]) == []


def test_the_same_fact_twice_is_one() -> None:
    facts = [day("f1", "untraced-run"), day("f1", "untraced-run"), day("f2", "punch-missing")]
    assert explained(facts) == [("f2", "2023-11-08", "f1")]


def test_no_facts_give_no_facts() -> None:
    assert derive_facts(ONE_CAUSE, []) == []


DAYS = st.builds(
    day,
    finding=st.sampled_from([f"f{n}" for n in range(6)]),
    rule=st.sampled_from([rule for step in ONE_CAUSE.ranks for rule in step]),
    subject=st.sampled_from(["甲", "乙\"'", "丙\n"]),
    date=st.sampled_from(["2023-11-08", "2023-11-09"]),
)


def by_hand(facts: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {
        (lesser["finding"], lesser["date"], graver["finding"])
        for graver in facts
        for lesser in facts
        if (graver["subject"], graver["date"]) == (lesser["subject"], lesser["date"])
        and graver["rank"] < lesser["rank"]
    }


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(facts=st.lists(DAYS, max_size=25))
def test_random_facts_give_what_the_sentence_says(facts: list[dict[str, Any]]) -> None:
    found = explained(facts)
    assert len(found) == len(set(found))
    assert set(found) == by_hand(facts)


def test_more_facts_than_a_session_holds() -> None:
    rules = [rule for step in ONE_CAUSE.ranks for rule in step]
    facts = [day(f"f{n}", rules[n % len(rules)], f"人{n % 97}", f"2023-11-{n % 28 + 1:02}") for n in range(1500)]
    assert set(explained(facts)) == by_hand(facts)


ANCESTRY = Derivation(
    id="ancestry",
    title="传递",
    about="",
    facts={"link": {"up": "text", "down": "text"}, "over": {"up": "text", "down": "text"}, "far": {"up": "text"}},
    inferences=(
        Inference(
            "first",
            "",
            (Pattern("one", "link", (FactTest("up", "is_not", "零"),)),),
            "over",
            {"up": Reference("one", "up"), "down": Reference("one", "down")},
        ),
        Inference(
            "next",
            "",
            (Pattern("one", "over", ()), Pattern("two", "link", (FactTest("up", "is", Reference("one", "down")),))),
            "over",
            {"up": Reference("one", "up"), "down": Reference("two", "down")},
        ),
        Inference(
            "end", "", (Pattern("one", "over", (FactTest("down", "is", "丁"),)),), "far", {"up": Reference("one", "up")}
        ),
    ),
)


def test_chaining_goes_on_until_nothing_new_follows_and_stands_circles() -> None:
    links = [("零", "甲"), ("甲", "乙"), ("乙", "丙"), ("丙", "丁"), ("丁", "丙")]
    facts = [{"kind": "link", "up": up, "down": down} for up, down in links]
    found = derive_facts(ANCESTRY, facts)
    over = {(fact["up"], fact["down"]) for fact in found if fact["kind"] == "over"}
    assert over == {tuple(pair) for pair in ["甲乙", "甲丙", "甲丁", "乙丙", "乙丁", "丙丁", "丙丙", "丁丙", "丁丁"]}
    assert {fact["up"] for fact in found if fact["kind"] == "far"} == {"甲", "乙", "丙", "丁"}


def test_sentences_that_never_end_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derivations, "MAX_ROUNDS", 2)
    facts = [{"kind": "link", "up": a, "down": b} for a, b in ["甲乙", "乙丙", "丙丁", "丁戊", "戊己"]]
    with pytest.raises(DerivationError, match="没有止境"):
        derive_facts(ANCESTRY, facts)


@pytest.mark.parametrize(
    "fact",
    [
        {"kind": "unheard"},
        {"finding": "f"},
        day("f1", "untraced-run") | {"extra": 1},
        day("f1", "untraced-run") | {"rank": "0"},
        day("f1", "untraced-run") | {"rank": True},
        day("f1", "untraced-run") | {"subject": None},
    ],
)
def test_facts_that_do_not_fit_are_refused(fact: dict[str, Any]) -> None:
    with pytest.raises(DerivationError, match="一因一案"):
        derive_facts(ONE_CAUSE, [fact])


@needs_durable
def test_engines_that_disagree_stop_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joins, "matches", lambda *_: [])
    with pytest.raises(DerivationError, match="不一致"):
        derive_facts(ONE_CAUSE, [day("f1", "untraced-run"), day("f2", "punch-missing")])


@needs_durable
def test_a_dead_worker_or_no_engine_leaves_the_reference(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    facts = [day("f1", "untraced-run"), day("f2", "punch-missing")]
    process.engine_name()
    path = tmp_path / "worker.py"
    path.write_text("import os; os.abort()", encoding="utf-8")
    monkeypatch.setattr(process, "WORKER", path)
    assert explained(facts) == [("f2", "2023-11-08", "f1")]
    assert "中断" in caplog.text
    monkeypatch.setattr(process, "engine_name", lambda: None)
    assert explained(facts) == [("f2", "2023-11-08", "f1")]
