"""The command line of the long comparison."""

import argparse
import sys
import time

from audit.evaluate import process

from .compare import Engines, Tally

_BATCH = 50


def main() -> int:
    """Compare, print the figures and every difference; 1 where there is one."""
    parser = argparse.ArgumentParser(prog="python -m tests.agreement")
    parser.add_argument("--months", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    begun, engines, tally = time.monotonic(), Engines(), Tally()
    for start in range(0, asked.months, _BATCH):
        engines.compare(asked.seed, range(start, min(start + _BATCH, asked.months)), tally)
        _say(f"{tally.months} months, {tally.compared['outcome']} outcomes, {len(tally.differences)} differences")
    _report(tally, engines, time.monotonic() - begun)
    return 1 if tally.differences or tally.died else 0


def _report(tally: Tally, engines: Engines, seconds: float) -> None:
    numbers = sum(map(len, engines.variants.values()))
    _say(f"columns, reference and {process.engine_name() or 'no third engine'}, {seconds:.0f} s")
    _say(f"{tally.months} months, {len(engines.tables)} fact tables, {tally.rows} rows")
    _say(f"{len(tally.outcomes)} rules with {numbers} sets of numbers")
    _say(f"compared: {dict(tally.compared)}")
    for id_, outcomes in sorted(tally.outcomes.items()):
        _say(f"  {id_}: {_counts(outcomes)}; {_counts(tally.severities[id_])}")
    for text in (*tally.notes, *tally.never(engines.rules), *tally.differences):
        _say(text)
    _say(f"{len(tally.differences)} differences")


def _counts(counter: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counter.items()))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
