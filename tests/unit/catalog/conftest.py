"""An office's own folder for a test."""

from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Office:
    """A folder that stands before the shipped one."""

    home: Path

    def write(self, name: str, text: str) -> Path:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("ZHUCUN_HOME", str(tmp_path))
    return Office(tmp_path)
