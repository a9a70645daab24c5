"""The command line of the long lives."""

import argparse
import sys
import time

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from .machine import DONE, ProblemMachine


def main() -> int:
    """Run, print what was done; a difference raises with the shortest life that shows it."""
    parser = argparse.ArgumentParser(prog="python -m tests.stateful")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--steps", type=int, default=1000)
    options = parser.parse_args()
    begun = time.monotonic()
    lives = settings(
        max_examples=options.runs,
        stateful_step_count=options.steps,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    # Hypothesis ends some lives early: go on until all steps were made.
    while DONE["steps"] < options.runs * options.steps:
        run_state_machine_as_test(ProblemMachine, settings=lives)
    sys.stdout.write(
        f"{options.runs} x {options.steps} steps or more in {time.monotonic() - begun:.0f} s, no difference\n"
    )
    for move, number in DONE.most_common():
        sys.stdout.write(f"  {move}: {number}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
