"""``run.py``: one clear sentence for a wrong verb or an old Python, and an environment that is made once."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Version(tuple):
    """A ``sys.version_info`` of another Python."""


@pytest.fixture
def run_py(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A fresh import of run.py that believes to stand in an empty clone."""
    spec = importlib.util.spec_from_file_location("run_py_under_test", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / ".zhucun-stamp")
    monkeypatch.setattr(module, "LOG", tmp_path / ".venv" / "install.log")
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    return module


@pytest.fixture
def steps(run_py: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done to the environment; nothing is really made or installed."""
    done: list[str] = []

    def make_venv() -> bool:
        done.append("venv")
        interpreter = run_py.python()
        interpreter.parent.mkdir(parents=True, exist_ok=True)
        interpreter.touch()
        return True

    def install(extras: list[str]) -> bool:
        done.append("install " + ",".join(extras))
        return True

    monkeypatch.setattr(run_py, "make_venv", make_venv)
    monkeypatch.setattr(run_py, "install", install)
    return done


@pytest.mark.parametrize("words", [[], ["demonstrate"], ["--help"]])
def test_an_unknown_verb_gets_one_sentence_with_all_verbs(run_py, steps, capsys, words) -> None:
    assert run_py.main(words) == 2
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert all(verb in said for verb in ("demo", "check", "test", "dev", "bench"))
    assert steps == []


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 13)])
def test_an_old_python_gets_one_sentence(run_py, steps, monkeypatch, capsys, version) -> None:
    monkeypatch.setattr(run_py.sys, "version_info", Version(version))
    assert run_py.main(["demo"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "需要 Python 3.11" in said
    assert "Python 3.11+ is needed" in said
    assert steps == []


def test_a_python_without_any_of_todays_syntax_can_parse_it() -> None:
    compile_for_36 = "import ast, sys; ast.parse(open(sys.argv[1], encoding='utf-8').read(), feature_version=(3, 6))"
    subprocess.run([sys.executable, "-c", compile_for_36, str(ROOT / "run.py")], check=True)


def test_the_first_time_installs_and_the_second_does_not(run_py, steps) -> None:
    assert run_py.prepare(["dev"])
    assert run_py.prepare(["dev"])
    assert steps == ["venv", "install dev"]


def test_what_is_there_for_the_tests_is_enough_for_the_demo(run_py, steps) -> None:
    run_py.prepare(["dev"])
    run_py.prepare([])
    assert steps == ["venv", "install dev"]


def test_another_extra_is_added_to_what_is_there(run_py, steps) -> None:
    run_py.prepare([])
    run_py.prepare(["bench"])
    run_py.prepare(["dev"])
    assert steps == ["venv", "install ", "install bench", "install bench,dev"]


def test_a_changed_project_file_installs_again_into_the_same_environment(run_py, steps, tmp_path) -> None:
    run_py.prepare([])
    with (tmp_path / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    run_py.prepare([])
    assert steps == ["venv", "install ", "install "]


def test_another_python_makes_the_environment_anew(run_py, steps, monkeypatch) -> None:
    run_py.prepare([])
    monkeypatch.setattr(run_py.sys, "version", "3.99.0")
    run_py.prepare([])
    assert steps == ["venv", "install ", "venv", "install "]


def test_a_failed_installation_leaves_no_stamp_and_ends_with_3(run_py, steps, monkeypatch) -> None:
    monkeypatch.setattr(run_py, "install", lambda extras: False)
    assert run_py.main(["check"]) == 3
    assert not run_py.STAMP.exists()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"extras": ["dev"]}'])
def test_a_broken_stamp_installs_again(run_py, steps, text) -> None:
    run_py.prepare([])
    run_py.STAMP.write_text(text, encoding="utf-8")
    run_py.prepare([])
    assert steps[2:]
    assert json.loads(run_py.STAMP.read_text(encoding="utf-8"))["python"] == sys.version


def test_without_a_compiler_everything_else_is_installed_and_it_says_so(run_py, monkeypatch, capsys) -> None:
    asked: list[tuple[str, ...]] = []

    def pip(what: str, *arguments: str) -> bool:
        asked.append(arguments)
        return not any(argument.startswith("durable-rules") for argument in arguments)

    monkeypatch.setattr(run_py, "pip", pip)
    monkeypatch.setattr(run_py, "run", lambda *command, quiet=False: 1)
    run_py.VENV.mkdir()
    assert run_py.install(["dev"])
    assert not any(argument.startswith("durable-rules") for argument in asked[0])
    assert any(argument.startswith("pandas") for argument in asked[0])
    assert any(argument.startswith("pytest") for argument in asked[0])
    assert "--no-deps" in asked[1]
    assert "参照引擎" in capsys.readouterr().out


def test_without_the_other_packages_nothing_goes_on(run_py, monkeypatch) -> None:
    monkeypatch.setattr(run_py, "pip", lambda what, *arguments: not what)
    run_py.VENV.mkdir()
    assert not run_py.install([])


@pytest.mark.parametrize(("code", "expected"), [(0, 0), (1, 0), (2, 2), (3, 3)])
def test_a_demo_that_finds_problems_has_gone_well(run_py, monkeypatch, code, expected) -> None:
    commands: list[tuple[object, ...]] = []
    monkeypatch.setattr(run_py, "run", lambda *command: commands.append(command) or code)
    assert run_py.demo([]) == expected
    assert "sample_data/基础资料" in commands[0]


def test_one_failing_check_fails_the_tests_and_all_are_run(run_py, monkeypatch, capsys) -> None:
    ran: list[str] = []

    def run(*command: object) -> int:
        ran.append(" ".join(Path(str(word)).name for word in command))
        return int("mypy" in ran[-1])

    monkeypatch.setattr(run_py, "run", run)
    assert run_py.test([]) == 1
    assert len(ran) == 5
    assert "未通过 failed: mypy" in capsys.readouterr().out


def test_programs_stand_in_scripts_on_windows(run_py, monkeypatch) -> None:
    monkeypatch.setattr(run_py, "os", SimpleNamespace(name="nt"))
    assert run_py.python() == run_py.VENV / "Scripts" / "python.exe"
