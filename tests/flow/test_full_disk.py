"""A disk that is full or read-only, a real one where this machine lets us mount it: one sentence, 3, nothing lost."""

import errno
import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from audit import disk
from audit.cli import app
from audit.store import connect, problems

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import kills

Zhucun = Callable[..., tuple[int, str]]
RUN = ("run", kills.MONTH, "--policy", "sanjian-2023-106", "--as-of", "2024-01-10")
BACKUP = "备份.zip"


def _mounted(*words: str) -> bool:
    return subprocess.run(["mount", *words], capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk of its own, with a month in its workspace, run once; where mounting is not allowed, a folder."""
    folder = tmp_path_factory.mktemp("disk")
    mounted = sys.platform == "linux" and _mounted("-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZHUCUN_HOME", str(folder / "home"))
        patch.setenv("ZHUCUN_DATABASE_URL", "")
        (folder / "资料").mkdir()
        kills.files(folder / "资料", 1)
        kills.files(folder / "资料", 2)
        for words in (("import", str(folder / "资料" / "花名册.csv")), ("import", *_lists(folder)), RUN):
            patch.setattr(sys, "argv", ["zhucun", *words])
            with pytest.raises(SystemExit):
                app.main()
        yield folder
    if mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _lists(folder: Path) -> tuple[str, str]:
    return str(folder / "资料" / "村基本情况表.csv"), str(folder / "资料" / "工作日志1.csv")


@pytest.fixture
def zhucun(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Zhucun:
    """Run a command as from the shell; give its exit code and what it said on stderr."""

    def call(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["zhucun", *words])
        with pytest.raises(SystemExit) as ended:
            app.main()
        return int(ended.value.code or 0), capsys.readouterr().err

    return call


@pytest.fixture
def home(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHUCUN_HOME", str(place / "home"))
    monkeypatch.setenv("ZHUCUN_DATABASE_URL", "")
    return place


def _words(home: Path) -> dict[str, tuple[str, ...]]:
    """Each command that writes, with something to write."""
    connect.use()
    problem = problems.listed()[0].id
    connect.close()
    return {
        "import": ("import", str(home / "资料" / "工作日志2.csv")),
        "run": RUN,
        "report": ("report", kills.MONTH, "--out", str(home / "印发"), "--by", "王芳"),
        "rectify": ("rectify", "confirm", problem[:12], "--note", "核实" * 3000, "--by", "王芳"),
        "backup": ("backup", str(home / BACKUP)),
    }


EACH = pytest.mark.parametrize("command", ["import", "run", "report", "rectify", "backup"])


def _fill(folder: Path) -> Path:
    """Leave no byte free."""
    filler = folder / "占满"
    with filler.open("wb", buffering=0) as stream:
        for size in (1 << 20, 1 << 12, 1):
            with suppress(OSError):
                while True:
                    stream.write(b"x" * size)
    return filler


@EACH
def test_a_full_disk_is_one_sentence_and_loses_nothing(home: Path, command: str, zhucun: Zhucun) -> None:
    words = _words(home)[command]
    if not os.path.ismount(home):
        pytest.skip("这台机器不许挂载")
    filler = _fill(home)
    code, said = zhucun(*words)
    filler.unlink()
    assert code == 3
    assert "磁盘已满" in said
    assert said.count("\n") == 1
    assert zhucun("verify")[0] == 0
    assert not (home / BACKUP).exists()


@EACH
def test_a_read_only_disk_is_one_sentence(home: Path, command: str, zhucun: Zhucun) -> None:
    words = _words(home)[command]
    if not os.path.ismount(home):
        pytest.skip("这台机器不许挂载")
    # What an earlier failure still holds open for writing would keep the disk from becoming read-only.
    gc.collect()
    assert _mounted("-o", "remount,ro", str(home))
    code, said = zhucun(*words)
    assert _mounted("-o", "remount,rw", str(home))
    assert code == 3
    assert "只读" in said or "没有写入权限" in said
    assert said.count("\n") == 1
    assert zhucun("verify")[0] == 0


@pytest.mark.parametrize(
    ("command", "number", "why"),
    [
        ("import", errno.ENOSPC, "磁盘已满"),
        ("report", errno.ENOSPC, "磁盘已满"),
        ("backup", errno.ENOSPC, "磁盘已满"),
        ("import", errno.EROFS, "只读"),
        ("import", errno.EACCES, "没有权限"),
    ],
)
def test_what_the_system_refuses_is_said_in_chinese(
    command: str, number: int, why: str, home: Path, zhucun: Zhucun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    words = _words(home)[command]
    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "fsync", refuse)
        code, said = zhucun(*words)
    assert code == 3
    assert why in said
    assert said.count("\n") == 1
    assert zhucun("verify")[0] == 0
