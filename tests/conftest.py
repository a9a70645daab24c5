"""Options and fixtures for all tests."""

import difflib
import gc
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from databases import server, sqlite_workspace, workspace

__all__ = ["server", "sqlite_workspace", "workspace"]
GOLDEN = Path(__file__).parent / "golden"
CHANGES = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-file", action="store_true", help="leave out every file of the sample in turn, not one a kind"
    )
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew and show what changed")


def pytest_configure(config: pytest.Config) -> None:
    # Many tests start a child process, and each would compile its modules again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    config.stash[CHANGES] = []
    # As the program does: searching the rules of all cases for cycles again and again took an eighth of the time.
    gc.set_threshold(50_000, 20, 100)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for change in config.stash[CHANGES]:
        terminalreporter.write_line(change)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a golden file, byte for byte: ``golden("render/findings.json", text)``."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            _update(path, text, request.config.stash[CHANGES])
        assert path.is_file(), f"没有 {name}：用 python -m pytest --update-golden 生成，并检查内容"
        assert text.splitlines() == path.read_text(encoding="utf-8").splitlines()
        assert text.encode("utf-8") == path.read_bytes()

    return compare


def _update(path: Path, text: str, changes: list[str]) -> None:
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    changes += difflib.unified_diff(before.splitlines(), text.splitlines(), path.name, path.name, n=0, lineterm="")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
