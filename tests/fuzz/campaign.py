"""Runs mutated files through intake in batches and counts what must never happen."""

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from audit.catalog import load_imports
from audit.intake import read
from audit.model.contract import ImportContract
from audit.model.tables import Intake

from .mutate import mutated
from .seeds import seeds

HANG_SECONDS = 31.0
_EXTENSIONS = ("xls", "xlsx", "csv", "txt", "docx", "et", "dat")


@dataclass(slots=True)
class Tally:
    """What came of the files: how many were read, refused or only listed, and what must be zero."""

    files: int = 0
    tables: int = 0
    refused: int = 0
    listed: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    slowest: float = 0.0

    @property
    def clean(self) -> bool:
        """Whether nothing crashed, hung or was lost."""
        return not (self.crashes or self.hangs or self.lost)


def write_file(folder: Path, seed: int, number: int, originals: Mapping[str, bytes]) -> Path:
    """Mutated file ``number``: always the same for the same seed."""
    chance = random.Random(f"{seed}:{number}")
    kind = chance.choice(sorted(originals))
    extension = kind if chance.random() < 0.7 else chance.choice(_EXTENSIONS)
    path = folder / f"{number:06d}.{extension}"
    path.write_bytes(mutated(originals[kind], chance))
    return path


def run(folder: Path, count: int, seed: int, *, batch: int = 200, tell: Callable[[Tally], None] | None = None) -> Tally:
    """Read ``count`` mutated files; files that did harm stay in the folder, the others are removed."""
    contracts, originals, tally = load_imports(), seeds(), Tally()
    for start in range(0, count, batch):
        numbers = range(start, min(start + batch, count))
        paths = [write_file(folder, seed, number, originals) for number in numbers]
        _read_batch(paths, contracts, tally)
        bad = {*tally.crashes, *tally.hangs, *tally.lost}
        for path in paths:
            if path.name not in bad:
                path.unlink()
        if tell:
            tell(tally)
    return tally


def _read_batch(paths: Sequence[Path], contracts: Mapping[str, ImportContract], tally: Tally) -> None:
    """Read a batch at once; where the parent itself fails, file by file, to know which."""
    try:
        _count(paths, contracts, tally)
    except Exception:
        for path in paths:
            try:
                _count([path], contracts, tally)
            except Exception as error:
                tally.files += 1
                tally.crashes.append(path.name)
                tally.codes[f"crash {type(error).__name__}"] += 1


def _count(paths: Sequence[Path], contracts: Mapping[str, ImportContract], tally: Tally) -> None:
    moments: list[tuple[str, float]] = []
    begun = time.monotonic()
    intake = read(paths, contracts, workers=2, on_file=lambda name: moments.append((name, time.monotonic())))
    before = begun
    for name, moment in moments:
        tally.slowest = max(tally.slowest, moment - before)
        if moment - before > HANG_SECONDS:
            tally.hangs.append(name)
        before = moment
    for path in paths:
        _outcome(path.name, intake, tally)
    tally.files += len(paths)


def _outcome(name: str, intake: Intake, tally: Tally) -> None:
    """What came of one file; an archive's files count as its own."""
    codes = {error.code for error in intake.errors if error.file.split("/")[0] == name}
    sheets = [sheet for sheet in intake.sheets if sheet.file.split("/")[0] == name]
    tally.codes.update(codes)
    if any(sheet.table for sheet in sheets):
        tally.tables += 1
    elif codes:
        tally.refused += 1
    elif sheets:
        tally.listed += 1
    else:
        tally.lost.append(name)
