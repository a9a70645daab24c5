"""``python -m tests.writers --writers 16 --seconds 60 [--database sqlite|postgresql]``: many at work at once.

Every writer is a process on the same workspace that imports, runs, moves problems on and issues documents as fast as
it may; three of four do only what keeps the database busy, imports and problems. Nobody may be told that it is locked,
and afterwards all that was done is there, once, with a sound log.
"""

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from audit.store import connect
from tests import kills

_FOURTH = 4


@dataclass(frozen=True, slots=True)
class Worked:
    """What one writer did: the things done, the longest wait for one in seconds, and what went wrong."""

    said: tuple[dict[str, Any], ...]
    longest: float
    trouble: str


def work(seed: int, until: float, told: "multiprocessing.Queue[Worked]") -> None:
    """Do one thing after the other until the time is over, and say what was done."""
    said, longest, trouble, begun = [], 0.0, "died", time.monotonic()
    try:
        for one in kills.acts(seed, quick=seed % _FOURTH > 0):
            said.append(one)
            longest, begun = max(longest, time.monotonic() - begun), time.monotonic()
            if begun >= until:
                break
        trouble = ""
    except OSError as error:
        trouble = f"{type(error).__name__}: {error}"
    finally:
        connect.close()
        told.put(Worked(tuple(said), longest, trouble))


def together(writers: int, seconds: float) -> list[Worked]:
    """Let so many work at once on the workspace in force for so long.

    They are forks of a process that has done a round, so that their time is spent on work and not on imports.
    """
    kills.seconds_of_a_round(writers)
    connect.close()
    forked = multiprocessing.get_context("fork")
    told = forked.Queue()
    until = time.monotonic() + seconds
    processes = [forked.Process(target=work, args=(seed, until, told)) for seed in range(writers)]
    for process in processes:
        process.start()
    worked = [told.get(timeout=seconds + 600) for _ in processes]
    for process in processes:
        process.join()
    return worked


def faults(worked: Sequence[Worked]) -> list[str]:
    """Say what anybody was refused, and what of all that was done is lost, doubled or not sound."""
    found = [one.trouble for one in worked if one.trouble]
    idle = [f"writer {number} did nothing" for number, one in enumerate(worked) if not one.said]
    return [*found, *idle, *kills.faults([said for one in worked for said in one.said])]


def main() -> int:
    """Let them work, check, and print the figures; 1 when anything was refused or lost."""
    words = argparse.ArgumentParser()
    words.add_argument("--writers", type=int, default=16)
    words.add_argument("--seconds", type=float, default=60)
    words.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked = words.parse_args()
    with kills.place(asked.database):
        worked = together(asked.writers, asked.seconds)
        wrong = [*faults(worked), *kills.rerun_differs()]
    done = Counter(next(iter(said)) for one in worked for said in one.said)
    counted = ", ".join(f"{number} {name}" for name, number in sorted(done.items()))
    each = sorted(len(one.said) for one in worked)
    sys.stdout.write(
        f"{asked.database}: {asked.writers} writers, {asked.seconds:.0f} s: {done.total()} acts ({counted}), "
        f"{each[0]} to {each[-1]} each, longest {max(one.longest for one in worked):.1f} s, {len(wrong)} faults\n"
    )
    sys.stdout.write("".join(f"{one}\n" for one in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
