"""What is measured: the sample township, and three hundred villages that the sample's generator makes."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MONTH = "2023-11"
AS_OF = date(2024, 1, 10)
POLICIES = ("dapaicha-2023", "sanjian-2023-106", "bazhong-2015-125", "daxiang-2024-18")
MANY = 300
_DONE = "完成"


@dataclass(frozen=True, slots=True)
class Sample:
    """One set of files: its name, how many villages and how often it is measured, and where its files are."""

    name: str
    villages: int
    rounds: int
    paths: tuple[Path, ...]

    @property
    def files(self) -> list[Path]:
        """All workbooks in order."""
        return [file for path in self.paths for file in sorted(path.rglob("*.xlsx"))]


def sample(name: str) -> Sample:
    """Give one set by name: few, or many, which is generated into ``.bench`` when it is not there yet."""
    if name == "many":
        return Sample("many", MANY, 1, (_many(),))
    return Sample("few", 8, 3, tuple(ROOT / "sample_data" / part for part in ("基础资料", "2023-10", "2023-11")))


def _many() -> Path:
    """Generate once; a folder without the mark was broken off and is generated again (same bytes)."""
    folder = ROOT / ".bench" / f"{MANY}-{MONTH}"
    if not (folder / _DONE).exists():
        sys.path.insert(0, str(ROOT / "sample_data"))
        from generator.many import build

        sys.stdout.write(f"生成{MANY}个村的资料（只需一次，约一分钟）……\n")
        sys.stdout.flush()
        build(folder, villages=MANY, months=(MONTH,))
        (folder / _DONE).touch()
    return folder
