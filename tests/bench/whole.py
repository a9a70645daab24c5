"""The whole command in a process of its own, from files to documents, process start included."""

import os
import subprocess
import sys
import tempfile
import time

from tests.bench.samples import AS_OF, MONTH, POLICIES, ROOT, Sample


def run_whole(sample: Sample) -> dict[str, float]:
    """Give wall seconds, processor seconds (with children) and peak megabytes of ``zhucun check``."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-P", "-m", "audit", "check", *map(str, sample.paths), "--out", folder]
        command += ["--policy", ",".join(POLICIES), "--month", MONTH, "--as-of", AS_OF.isoformat()]
        environment = dict(os.environ, PYTHONPATH=str(ROOT))
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    code = process.returncode = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        raise RuntimeError(f"zhucun check ended with {code}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024}
