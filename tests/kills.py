"""``python -m tests.kills --count 300 [--database sqlite|postgresql]``: kill -9 at random moments, lose nothing.

A child imports, runs, moves problems and issues documents, and says each thing only once it is done. It is killed at
a random moment of that, and what it said must be there, once, with a sound log; at the end a rerun gives the same
bytes.
"""

import argparse
import hashlib
import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parents[1]
MONTH, AS_OF = "2023-11", date(2024, 1, 10)
_PEOPLE = (("桃溪村", "王建国"), ("桃溪村", "李军"), ("柳湾村", "周海"))


def files(folder: Path, number: int) -> list[Path]:
    """Write a roster, a list of villages, and logs that no earlier number has."""
    texts = {
        "村基本情况表.csv": ["序号,乡镇,村名,村类型", "1,青禾镇,桃溪村,脱贫村", "2,青禾镇,柳湾村,脱贫村"],
        "花名册.csv": [
            "村,姓名,派出单位,驻村职务,到任时间",
            *(f"{v},{p},县水利局,工作队员,2023-05-15" for v, p in _PEOPLE),
        ],
        f"工作日志{number}.csv": [
            "村,姓名,日期,工作内容",
            *(f"{v},{p},2023-11-{number % 28 + 1:02d},第{number}次走访农户了解秋收情况和用水困难" for v, p in _PEOPLE),
        ],
    }  # fmt: skip
    made = []
    for name, lines in texts.items():
        made.append(folder / name)
        made[-1].write_text("\n".join(lines), encoding="utf-8")
    return made


def acts(seed: int, *, quick: bool = False) -> Iterator[dict[str, Any]]:
    """Import, run, move problems and issue documents over and over, giving each thing once it is done.

    ``quick`` leaves out what takes the processor and not the database: runs and documents.
    """
    from audit.rectify import RefusedError
    from audit.store import connect, problems
    from audit.store.log import By
    from audit.workspace import handing_in, issuing, running

    connect.use()
    by = By("张三", datetime.now(UTC))
    with tempfile.TemporaryDirectory() as name:
        for number in count(seed * 1000 + 1):
            done = handing_in.hand_in(files(Path(name), number), by=by).recorded
            yield {"imported": done.taken}
            if not quick:
                ran = running.run(MONTH, policies=("sanjian-2023-106",), as_of=AS_OF, by=by)
                yield {"run": ran.number, "sha256": hashlib.sha256(ran.findings_json.encode()).hexdigest()}
            for one in problems.listed(month=MONTH)[:2]:
                # Somebody else may have moved it on meanwhile.
                with suppress(RefusedError):
                    yield {"problem": one.id, "moves": len(_moved(one, by).history)}
            if not quick:
                kept = running.runs.kept(ran.number)
                yield {"documents": [one.number for one in issuing.issue(kept, Path(name) / "out", by=by)]}


def _moved(problem: Any, by: Any) -> Any:
    """Make the next move that a problem's life has: confirm, assign, hand in, return, hand in again, close."""
    from audit.model.lifecycle import Role, Status
    from audit.model.problem import Act, Actor, Attestation
    from audit.rectify import lifecycle
    from audit.store import problems

    today = by.at.date()
    office, village = Actor("王芳", Role.OFFICE), Actor("李军", Role.VILLAGE, problem.village)
    act, theirs = Act(office, today, "已核实"), Act(village, today, "已补齐")
    word = Attestation(Actor("赵刚", Role.AUDITOR), today, "现场查看属实")
    claim = next((one for one in ("behaviour", "data_fix", "accountability") if one in problem.closure), "")
    steps = {
        Status.CLUE: lambda one: lifecycle.verify(one, act),
        Status.FOUND: lambda one: lifecycle.confirm(one, act),
        Status.TO_VERIFY: lambda one: lifecycle.confirm(one, act),
        Status.CONFIRMED: lambda one: lifecycle.issue(one, act, due_on=date(2030, 1, 1)),
        Status.ISSUED: lambda one: lifecycle.start(one, theirs, one.plan),
        Status.IN_PROGRESS: lambda one: lifecycle.submit(one, theirs, claim) if claim == "behaviour" else one,
        Status.SUBMITTED: lambda one: lifecycle.close(one, act, word),
        Status.CLOSED: lambda one: lifecycle.reopen(one, act, due_on=date(2030, 1, 1)),
    }
    step = steps.get(problem.status)
    return problems.change(problem.id, step, by=by, action="演练") if step else problem


def kill_once(seed: int, longest: float, *, heard: int = 0) -> list[dict[str, Any]]:
    """Let a child work, kill it at a random moment once it has said so much, and give what it said before.

    The child is a fork, which has everything imported already and is at work at once.
    """
    from audit.store import connect

    connect.close()
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Newer Pythons warn of forks beside threads; this child takes up none of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        worker = os.fork()
    if worker == 0:
        _work(seed, writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        said = [told.readline() for _ in range(heard)]
        time.sleep(random.Random(seed).uniform(0, longest))
        os.kill(worker, signal.SIGKILL)
        said += told
    os.waitpid(worker, 0)
    return [json.loads(line) for line in said if line.endswith("\n") and line.strip()]


def _work(seed: int, told: int) -> NoReturn:
    """Be the child; whatever ends it but the kill is told on stderr, and shows as too few things said."""
    try:
        for one in acts(seed):
            os.write(told, (json.dumps(one) + "\n").encode())
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def seconds_of_a_round(seed: int) -> float:
    """Do everything once without being killed, which also gets everything imported, and say how long it took."""
    begun = time.monotonic()
    next(one for one in acts(seed) if "documents" in one)
    return time.monotonic() - begun


def faults(said: list[dict[str, Any]]) -> Iterator[str]:
    """Say what of the things said is not there, or is there twice, or is not sound."""
    from audit.store import connect, documents, log, problems, runs
    from audit.store.kept_files import kept_files
    from audit.workspace import issuing

    connect.use()
    files = kept_files()
    names = [file.name for file in files]
    contents = [file.sha256 for file in files]
    if len(contents) != len(set(contents)):
        yield "the same content stands twice"
    for one in said:
        yield from (f"lost import {name}" for name in one.get("imported", ()) if name not in names)
        if "run" in one:
            told = runs.text(runs.kept(one["run"]).findings_json)
            if hashlib.sha256(told.encode()).hexdigest() != one["sha256"]:
                yield f"run {one['run']} is another"
        if "problem" in one and len(problems.of(one["problem"]).history) < one["moves"]:
            yield f"lost a move of {one['problem']}"
        yield from (f"lost document {name}" for name in one.get("documents", ()) if not documents.find(number=name))
    latest = runs.latest(MONTH)
    found = [one["id"] for one in runs.found(latest.number)] if latest else []
    if len(found) != len(set(found)):
        yield "a finding stands twice in a run"
    yield from log.check(documents.anchors())
    yield from issuing.verify_all({})


def rerun_differs() -> Iterator[str]:
    """Say where running again, taking up kept results or not, gives other bytes."""
    from audit.store import runs
    from audit.store.log import By
    from audit.workspace import running

    by = By("张三", datetime.now(UTC))
    ran = [running.run(MONTH, policies=("sanjian-2023-106",), as_of=AS_OF, by=by) for _ in range(2)]
    if ran[0].findings_json != ran[1].findings_json:
        yield "two runs differ"
    if running.again(runs.kept(ran[1].number)) != ran[1].findings_json:
        yield "judged afresh it comes out differently"


@contextmanager
def place(database: str, url: str = "") -> Iterator[None]:
    """A new workspace on one of the databases, for this process and its children."""
    sys.path.insert(0, str(ROOT / "tests"))
    from databases import Server

    with tempfile.TemporaryDirectory() as home:
        server = Server() if database == "postgresql" and not url else None
        os.environ["ZHUCUN_HOME"] = home
        os.environ["ZHUCUN_DATABASE_URL"] = server.database() if server else url
        try:
            yield
        finally:
            if server:
                server.stop()


def main() -> int:
    """Kill as often as asked, check after each time, and print the figures; 1 when anything was lost.

    Every so often a new workspace begins: one that only grows takes ever longer to check.
    """
    words = argparse.ArgumentParser()
    words.add_argument("--count", type=int, default=300)
    words.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    words.add_argument("--renew", type=int, default=25)
    asked = words.parse_args()
    wrong: list[str] = []
    done: Counter[str] = Counter()
    for first in range(0, asked.count, asked.renew):
        with place(asked.database):
            longest = 1.2 * seconds_of_a_round(asked.count + first)
            for seed in range(first, min(first + asked.renew, asked.count)):
                said = kill_once(seed, longest)
                done.update(next(iter(one)) for one in said)
                wrong += faults(said)
            wrong += rerun_differs()
        _told(asked.database, min(first + asked.renew, asked.count), done, wrong)
    sys.stdout.write("".join(f"{one}\n" for one in wrong))
    return 1 if wrong else 0


def _told(database: str, kills: int, done: Counter[str], wrong: Sequence[str]) -> None:
    counted = ", ".join(f"{number} {name}" for name, number in sorted(done.items()))
    sys.stdout.write(f"{database}: {kills} kills, {done.total()} acts acknowledged ({counted}), {len(wrong)} faults\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
