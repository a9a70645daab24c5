"""``python -m tests.bench [few|many|large|rules|rerun]``: measure in fresh processes and print figures."""

import json
import subprocess
import sys

from tests.bench.large import run_large, run_one
from tests.bench.samples import ROOT, Sample, sample
from tests.bench.show import table
from tests.bench.whole import run_whole


def main(words: list[str]) -> int:
    """Measure the named samples, or both; 1 when the yardstick's numbers differ."""
    wanted = [one for one in words if not one.startswith("-")]
    if "--round" in words:
        return _round(wanted[0])
    if "--large" in words:
        sys.stdout.write(json.dumps(run_one(wanted[0])))
        return 0
    same = True
    for name in wanted or ("few", "many", "large", "rules", "rerun"):
        if name == "large":
            sys.stdout.write("\n".join(run_large()) + "\n")
            continue
        if name == "rules":
            from tests.bench.rules import run_rules

            sys.stdout.write("\n".join(run_rules()) + "\n")
            continue
        if name == "rerun":
            from tests.bench.rerun import run_rerun

            sys.stdout.write("\n".join(run_rerun()) + "\n")
            continue
        chosen = sample(name)
        rounds = [_child(chosen) for _ in range(chosen.rounds)]
        whole = [run_whole(chosen) for _ in range(chosen.rounds)]
        sys.stdout.write("\n".join(table(chosen.villages, rounds, whole)) + "\n")
        sys.stdout.flush()
        same = same and not any(check["different"] for one in rounds for check in one["checks"])
    return 0 if same else 1


def _child(chosen: Sample) -> dict:
    """One round in a process of its own, so that memory and caches are a single run's."""
    command = [sys.executable, "-m", "tests.bench", "--round", chosen.name]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def _round(name: str) -> int:
    from tests.bench.stages import run_round

    sys.stdout.write(json.dumps(run_round(sample(name))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
