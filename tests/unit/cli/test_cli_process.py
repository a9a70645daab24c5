"""The program as a process: it ends at once, with everything said and the right exit code."""

import subprocess
import sys

import pytest

from audit import __main__ as process
from audit.cli import app


class Ended(BaseException):
    pass


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    codes: list[int] = []

    def end(code: int) -> None:
        codes.append(code)
        raise Ended

    monkeypatch.setattr(process.os, "_exit", end)
    monkeypatch.setattr(process.gc, "set_threshold", lambda *_: None)
    return codes


@pytest.mark.parametrize(("words", "code"), [(["--version"], 0), (["policy", "show", "没有"], 2)])
def test_the_process_ends_at_once_with_the_code_of_the_command(
    words: list[str], code: int, ends: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["zhucun", *words])
    with pytest.raises(Ended):
        process.run()
    assert ends == [code]


def test_what_cannot_be_written_leaves_the_end_to_python(ends: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def flush(self) -> None:
            raise OSError(28, "No space left on device")

    def ended() -> None:
        monkeypatch.setattr(sys, "stdout", Full())
        raise SystemExit(0)

    monkeypatch.setattr(app, "main", ended)
    with pytest.raises(SystemExit):
        process.run()
    assert ends == []


def test_all_that_a_command_says_comes_through_a_pipe() -> None:
    done = subprocess.run([sys.executable, "-m", "audit", "policy", "list"], capture_output=True, check=False)
    assert done.returncode == 0
    assert "大排查" in done.stdout.decode()
    assert done.stdout.endswith(b"\n")
