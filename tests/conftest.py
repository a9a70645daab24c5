"""Options and fixtures for all tests."""

from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew; look at the diff")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a golden file, byte for byte: ``golden("findings.json", text)``."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        assert path.is_file(), f"没有 {path.name}：用 python -m pytest --update-golden 生成，并检查内容"
        assert text.splitlines() == path.read_text(encoding="utf-8").splitlines()
        assert text.encode("utf-8") == path.read_bytes()

    return compare
