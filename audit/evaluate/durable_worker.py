"""The child process in which durable-rules runs: a line of JSON on stdin for each request, one on stdout as its answer.

Run as a file, never imported: it needs only the standard library and the C module. Request: ``rules`` (definition),
``names`` of the facts' properties, ``rows`` of their values (null = property absent), ``sessions`` (how many rows
each session holds). Answer: ``fired``, a rule's name to the row numbers that filled its patterns, in pattern order.

Nothing is printed but the answer: the engine's messages quote the facts, which are about people.
"""

import json
import os
import re
import sys
from typing import Any

LIMIT_BYTES = 4 * 1024**3
LIMIT_SECONDS = 900
GATE = "gate!"
COUNTED = "counted"
SINGLE = re.compile(r'\{"([^"]+)":\{"m":\{"id":(-?\d+),')
"""How the engine's word on a rule with one pattern begins; reading only that saves most of the time."""
EXIT_NO_ENGINE = 3


class RefusedError(Exception):
    """The engine did not take or did not work through what it was given."""


def limit() -> None:
    """Limit memory and time of this process, and leave no core file of personal data behind, where that exists."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for what, most in ((resource.RLIMIT_AS, LIMIT_BYTES), (resource.RLIMIT_CPU, LIMIT_SECONDS)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def load_engine() -> Any:
    """Import the C module; symbols it lacks on newer Pythons are used by store callbacks only, so bind them late."""
    if hasattr(os, "RTLD_LAZY"):
        sys.setdlopenflags(os.RTLD_LAZY)
    import durable_rules_engine

    return durable_rules_engine


def answer(engine: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Assert every session's facts, work through all actions, and give what fired."""
    definition = dict(request["rules"])
    definition[COUNTED] = {"all": [{"m": {"one": 1}}]}
    definition["gate"] = {"all": [{"m": {"kind": GATE}}]}
    handle = engine.create_ruleset("rules", json.dumps(definition, ensure_ascii=False))
    fired: dict[str, list[list[int]]] = {name: [] for name in definition}
    start = 0
    for size in request["sessions"]:
        run_session(engine, handle, facts_of(request, start, size), fired)
        start += size
    if sorted(fired.pop(COUNTED)) != [[number] for number in range(len(request["rows"]))]:
        raise RefusedError
    fired.pop("gate")
    return {"fired": fired}


def facts_of(request: dict[str, Any], start: int, size: int) -> list[dict[str, Any]]:
    """Make the facts of one session; the number of the row is the fact's id, so no two are the same."""
    names = request["names"]
    facts = []
    for number in range(start, start + size):
        pairs = zip(names, request["rows"][number], strict=True)
        facts.append({"id": number, "one": 1} | {name: value for name, value in pairs if value is not None})
    return facts


def run_session(engine: Any, handle: int, facts: list[dict[str, Any]], fired: dict[str, list[list[int]]]) -> None:
    """One session: the gate fact goes in last; only when it fired may the session be deleted."""
    gate = {"id": -1, "kind": GATE}
    text = json.dumps([*facts, gate], ensure_ascii=False, separators=(",", ":"))
    status, state = engine.assert_facts(handle, text)
    if status != 0:
        raise RefusedError
    started = engine.start_action_for_state(handle, state)
    message = started[1] if started else None
    gates = len(fired["gate"])
    while message:
        name, numbers = read_firing(message)
        fired[name].append(numbers)
        message = engine.complete_and_start_action(handle, state)
    if len(fired["gate"]) != gates + 1:
        raise RefusedError
    engine.delete_state(handle, "0")


def read_firing(message: str) -> tuple[str, list[int]]:
    """Give the name of the rule that fired and the ids of the facts that filled its patterns."""
    single = SINGLE.match(message)
    if single:
        return single[1], [int(single[2])]
    [(name, match)] = json.loads(message).items()
    return name, [fact["id"] for fact in match.values()]


def main() -> int:
    """Answer requests until there are no more; the exit code says why there is no answer."""
    limit()
    sys.excepthook = lambda *_: None
    try:
        engine = load_engine()
    except ImportError:
        return EXIT_NO_ENGINE
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(json.dumps(answer(engine, json.loads(line))).encode() + b"\n")
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
