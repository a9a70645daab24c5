"""Three hundred villages in a workspace: handed in, run, one file corrected, run again; and what is read anew."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl

from tests.bench.samples import AS_OF, MONTH, POLICIES, ROOT, sample

AIM = 5
CORRECTIONS = ("签到册", "工作日志", "请销假台账", "签到册")
"""One file of each of these names is corrected, one after the other."""

_RUN = ("run", MONTH, "--policy", ",".join(POLICIES), "--as-of", AS_OF.isoformat())


def run_rerun(name: str = "many") -> list[str]:
    """Measure every command in a process of its own, start included, and give the lines to print."""
    chosen = sample(name)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ZHUCUN_HOME"] = f"{folder}/home"
        lines = [f"── {chosen.villages}个村的一个月：存入、核验、更正一个文件、再核验"]
        lines += [_told("存入全部", "import", *map(str, chosen.paths)), _told("核验", *_RUN)]
        for place, kind in enumerate(CORRECTIONS):
            path = corrected(chosen.files, kind, place, Path(folder))
            lines += [_told(f"更正{path.stem}", "import", str(path)), _told(f"再核验（目标{AIM}秒以内）", *_RUN)]
    return [*lines, ""]


def corrected(files: Sequence[Path], kind: str, place: int, folder: Path) -> Path:
    """Write the file in this place among those of a kind anew, without what its last three written cells say."""
    source = [path for path in files if kind in path.name][place]
    book = openpyxl.load_workbook(source)
    written = [cell for row in book.worksheets[0].iter_rows(min_row=5) for cell in row if cell.value not in (None, "")]
    for cell in written[len(written) // 2 :][:3]:
        cell.value = None
    path = folder / f"更正{place}" / source.name
    path.parent.mkdir()
    book.save(path)
    return path


def _told(title: str, *words: str) -> str:
    # Compiled modules are kept, as they are wherever the program is installed.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "tests.bench.watched", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    seen = json.loads(done.stdout.splitlines()[-1])
    judged = "" if words[0] == "import" else f"，判定{seen['judged']}处（共{seen['units']}处）"
    read = f"读原件{seen['originals']}个、已存的表{seen['rows']}张"
    return f"{title}：{seen['wall']:.2f} 秒（CPU {seen['cpu']:.2f} 秒），{read}{judged}"
