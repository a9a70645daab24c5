"""The command line of the fuzz run."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from .campaign import Tally, run


def main() -> int:
    """Run, print the numbers; 1 where something crashed, hung or was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the files; those that did harm stay in it")
    options = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as spare:
        folder = options.keep or Path(spare)
        folder.mkdir(parents=True, exist_ok=True)
        tally = run(folder, options.count, options.seed, tell=_tell)
    _report(tally, time.monotonic() - begun)
    return 0 if tally.clean else 1


def _tell(tally: Tally) -> None:
    if tally.files % 2000 == 0:
        _say(f"{tally.files} files, {len(tally.crashes)} crashes, {len(tally.hangs)} hangs, {len(tally.lost)} lost")


def _report(tally: Tally, seconds: float) -> None:
    _say(f"{tally.files} files in {seconds:.0f} s, slowest {tally.slowest:.1f} s")
    _say(f"with tables {tally.tables}, refused {tally.refused}, only listed {tally.listed}")
    _say(f"crashes {tally.crashes}, hangs {tally.hangs}, lost {tally.lost}")
    for code, number in tally.codes.most_common():
        _say(f"  {code}: {number}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
