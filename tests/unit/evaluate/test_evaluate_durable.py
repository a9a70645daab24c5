"""durable-rules in its child process: batches, limits, texts, and what happens when it dies."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path

import pandas as pd
import pytest
from evaluate_samples import make_contract, make_frame, make_rule

from audit.evaluate import conditions, durable, process, reference
from audit.evaluate.conditions import Properties, compiled
from audit.evaluate.exact import column
from audit.evaluate.prepared import Prepared, prepare
from audit.expression import parse
from audit.model.rule import RuleInForce

needs_durable = pytest.mark.skipif(process.engine_name() is None, reason="durable-rules 未安装")


def ready(*rules: RuleInForce) -> list[Prepared]:
    return [prepare(rule, make_contract()) for rule in rules]


def expected(frame: pd.DataFrame, rule: Prepared) -> tuple[str, ...]:
    return tuple(verdict.outcome.value for verdict in reference.judge_frame(frame, make_contract(), rule))


@pytest.fixture
def many() -> pd.DataFrame:
    rows = [
        {
            "workdays": n % 3,
            "punches": n,
            "present_days": n % 47 / 2 if n % 5 else None,
            "late": n % 2 == 0,
            "role": f"{n}",
        }
        for n in range(1001)
    ]
    return make_frame(rows)


def worker(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "worker.py"
    path.write_text(text, encoding="utf-8")
    return path


@needs_durable
def test_more_rows_than_a_session_holds(many: pd.DataFrame) -> None:
    rules = ready(
        make_rule("present_days * 2 < punches", where=["workdays > 0", "late"]),
        make_rule("role in ('3', '700') or punches == 1000"),
    )
    opinion = durable.judge(many, make_contract(), rules)
    assert list(opinion.outcomes) == [expected(many, rule) for rule in rules]
    assert opinion.notes == ()


@needs_durable
def test_more_rules_than_a_ruleset_holds(many: pd.DataFrame) -> None:
    frame = many.iloc[:40]
    rules = ready(*(make_rule(f"punches < {n}", where=["late"], name=f"r{n}") for n in range(90)))
    opinion = durable.judge(frame, make_contract(), rules)
    assert list(opinion.outcomes) == [expected(frame, rule) for rule in rules]
    assert opinion.notes == ()


@needs_durable
def test_several_partitions(many: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "PARTITION_FACTS", 400)
    rules = ready(make_rule("punches > 500", where=["workdays > 0"]))
    assert durable.judge(many, make_contract(), rules).outcomes[0] == expected(many, rules[0])


@needs_durable
def test_texts_of_every_sort_are_compared_as_written() -> None:
    texts = ["20", "20.0", '甲"乙', "行\n行", "雨☂", "", "缺勤" * 5000, "a\tb", "\ud800", '{"m":{"id":7,']
    frame = make_frame([{"role": text} for text in texts])
    rules = ready(
        *(make_rule(f"role == {text!r}") for text in ("20", "20.0", '甲"乙', "雨☂", "", '{"m":{"id":7,')),
        make_rule("role != '20'"),
        make_rule("role >= '行'"),
    )
    opinion = durable.judge(frame, make_contract(), rules)
    assert list(opinion.outcomes) == [expected(frame, rule) for rule in rules]


@needs_durable
def test_conditions_that_are_constant_need_no_test() -> None:
    frame = make_frame([{"late": True}, {}])
    rules = ready(
        make_rule("mode == 'all'", parameters={"mode": "all"}),
        make_rule("mode == 'none'", parameters={"mode": "all"}),
        make_rule("late", where=["mode == 'none'"], parameters={"mode": "all"}),
        make_rule("late", where=["mode == 'all'"], parameters={"mode": "all"}),
    )
    opinion = durable.judge(frame, make_contract(), rules)
    assert [list(found) for found in opinion.outcomes] == [
        ["violation", "violation"],
        ["ok", "ok"],
        ["not_applicable", "not_applicable"],
        ["violation", "unknown"],
    ]


@needs_durable
def test_a_condition_the_engine_cannot_hold_goes_to_the_reference(many: pd.DataFrame) -> None:
    both = " and ".join(f"(punches == {n} or workdays == {n})" for n in range(7))
    rules = ready(make_rule(both, name="wide"), make_rule("late"))
    opinion = durable.judge(many, make_contract(), rules)
    assert list(opinion.outcomes) == [expected(many, rule) for rule in rules]
    assert len(opinion.notes) == 1
    assert "wide" in opinion.notes[0]


@needs_durable
def test_an_empty_table_needs_no_process() -> None:
    assert durable.judge(make_frame([]), make_contract(), ready(make_rule("late"))).outcomes == ((),)


@needs_durable
def test_numbers_that_are_no_half_show_as_a_difference() -> None:
    frame = make_frame([{"present_days": 2.25}, {"present_days": 2.5}])
    opinion = durable.judge(frame, make_contract(), ready(make_rule("present_days < 3")))
    assert opinion.outcomes == (("unknown", "violation"),)


@pytest.mark.parametrize(
    "death",
    [
        "import os; os.abort()",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "raise SystemExit(5)",
        "1 / 0",
    ],
)
def test_a_dead_worker_is_replaced_and_told_of(
    death: str, many: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "WORKER", worker(tmp_path, death))
    rules = ready(make_rule("punches > 500", where=["workdays > 0"]))
    opinion = durable.judge(many, make_contract(), rules)
    assert opinion.outcomes == (expected(many, rules[0]),)
    (note,) = opinion.notes
    assert "参照求值器" in note
    assert "中断" in note


def test_a_worker_that_hangs_is_stopped(many: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "WORKER", worker(tmp_path, "while True: pass"))
    monkeypatch.setattr(process, "TIMEOUT_SECONDS", 0.3)
    opinion = durable.judge(many, make_contract(), ready(make_rule("late")))
    assert "没有算完" in opinion.notes[0]


FAKE_ENGINE = """
def create_ruleset(name, text): return 1
def assert_facts(handle, text):
    global facts, said
    import json
    facts = json.loads(text); said = []
    return 0, 1
def start_action_for_state(handle, state):
    return "{}", next_message()
def complete_and_start_action(handle, state):
    return next_message()
def next_message():
    import json
    while len(said) < len(facts):
        fact = facts[len(said)]
        said.append(fact)
        if SKIP(fact): continue
        return json.dumps({"gate" if fact["id"] == -1 else "counted": {"m": fact}})
    return None
def delete_state(handle, sid): pass
"""


@pytest.mark.parametrize(
    ("skip", "code"), [("False", 0), ("fact['id'] == -1", 1), ("fact['id'] == 2", 1)], ids=["全", "门未触发", "少一个"]
)
def test_a_batch_that_was_not_worked_through_is_refused(tmp_path: Path, skip: str, code: int) -> None:
    source = f"def SKIP(fact): return {skip}\n{FAKE_ENGINE}"
    (tmp_path / "durable_rules_engine.py").write_text(source, encoding="utf-8")
    request = {"rules": {}, "names": ["kind"], "rows": [["t"]] * 5, "sessions": [3, 2]}
    done = subprocess.run(
        [sys.executable, "-P", str(process.WORKER)],
        input=json.dumps(request).encode(),
        capture_output=True,
        env={"PYTHONPATH": str(tmp_path)},
        check=False,
    )
    assert done.returncode == code
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("workdays < 20", [{"$lt": {"p0": 40}}]),
        ("not workdays < 20", [{"$gte": {"p0": 40}}]),
        ("not (late or punches > 3)", [{"p0": 0}, {"$lte": {"p1": 6}}]),
        ("not (late and punches > 3)", [{"$or": [{"p0": 0}, {"$lte": {"p1": 6}}]}]),
        ("present_days < workdays - 1", [{"$lt": {"p0": 0}}]),
        ("role != '队员'", [{"$neq": {"p0": "队员"}}]),
        ("role is None", [{"p0": 1}]),
        ("1 < workdays < 3", [{"$lt": {"p0": 0}}, {"$lt": {"p1": 6}}]),
        ("not 1 < workdays < 3", [{"$or": [{"$gte": {"p0": 0}}, {"$gte": {"p1": 6}}]}]),
        ("late and late and late", [{"p0": 1}, {"p0": 1}, {"p0": 1}]),
    ],
)
def test_conditions_are_whole_numbers_with_negation_at_the_leaves(text: str, found: list[object]) -> None:
    types = {"workdays": "int", "punches": "int", "present_days": "days", "late": "bool", "role": "text"}
    columns = {name: column([None, None], column_type) for name, column_type in types.items()}
    assert compiled(parse(text), Properties(columns, 2)) == found


def test_ways_leaves_and_depth_are_counted() -> None:
    condition = {"$and": [{"$or": [{"a": 1}, {"b": 1}, {"$and": [{"c": 1}, {"d": 1}]}]}, {"$or": [{"e": 1}, {"f": 1}]}]}
    assert conditions.alternatives(condition) == 6
    assert conditions.leaves(condition) == 6
    assert conditions.depth(condition) == 3


def test_the_worker_imports_only_the_standard_library_and_the_engine() -> None:
    found = subprocess.run(
        [sys.executable, "-P", "-X", "importtime", str(process.WORKER)],
        input=b'{"rules": {}, "names": [], "rows": [], "sessions": []}',
        capture_output=True,
        check=False,
    )
    imported = {line.split("|")[-1].strip() for line in found.stderr.decode().splitlines()}
    assert not {name for name in imported if name.startswith(("pandas", "numpy", "audit", "durable."))}


@needs_durable
def test_what_is_asked_for_a_while_is_answered_by_one_child_even_from_threads(monkeypatch) -> None:
    started = []
    monkeypatch.setattr(process, "_started", lambda start=process._started: started.append(1) or start())
    nothing = process.Request(rules={}, names=(), rows=(), sessions=())
    with process.sharing(1), process.sharing(2), ThreadPoolExecutor(1) as beside:
        beside.submit(copy_context().run, process.fire, nothing).result()
        assert process.fire(nothing) == {}
    assert started == [1]
    process.fire(nothing)
    assert started == [1, 1]
