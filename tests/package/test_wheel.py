"""The wheel works where nothing but the wheel is: an editable install would hide missing data files."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("rules", "data_contracts", "templates", "sample_data")
GENERATED = {"__pycache__", ".DS_Store"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from this tree."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the installed wheel and nothing else; its dependencies are those of the tests."""
    target = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*command, str(wheel)], check=True, capture_output=True)
    return target


def zhucun(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the installed program in a folder, without the repository and without an office's own files."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment |= {"PYTHONPATH": str(installed), "PYTHONUTF8": "1", "ZHUCUN_HOME": str(folder / "office")}
    command = [sys.executable, "-m", "audit", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")


def committed(folder: str) -> set[str]:
    """The files of a data folder as they stand in the tree."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not GENERATED & set(path.parts)
    }


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_wheel_carries_every_data_file(wheel: Path, folder: str) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert committed(folder), folder
    assert not {f"audit/_data/{name}" for name in committed(folder)} - names


def test_the_wheel_carries_nothing_but_the_program_and_its_data(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    strange = [name for name in names if not name.startswith("audit/") and ".dist-info/" not in name]
    strange += [name for name in names if name.endswith((".pyc", ".tmp", ".log"))]
    assert not strange


def test_the_program_runs_from_an_empty_folder_on_files_brought_along(elsewhere: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "sample_data" / "基础资料", tmp_path / "资料" / "基础资料")
    for path in (ROOT / "sample_data" / "2023-11").glob("石磨村*"):
        shutil.copy(path, tmp_path / "资料")
    done = zhucun(elsewhere, tmp_path, "check", "资料", "--policy", "dapaicha-2023", "--month", "2023-11")
    assert done.returncode == 1, done.stderr
    assert (tmp_path / "核验结果" / "findings.json").is_file()
    assert list((tmp_path / "核验结果").rglob("*.docx"))
    assert "青禾镇2023年11月核验" in done.stdout


def test_the_rules_and_policies_it_carries_are_sound(elsewhere: Path, tmp_path: Path) -> None:
    done = zhucun(elsewhere, tmp_path, "rules", "lint")
    assert done.returncode == 0, done.stderr


def test_it_runs_its_own_files_and_not_those_of_the_repository(elsewhere: Path, tmp_path: Path) -> None:
    code = "import audit.resources as r; print(*r.folders('rules'))"
    environment = dict(os.environ, PYTHONPATH=str(elsewhere), PYTHONUTF8="1", ZHUCUN_HOME=str(tmp_path))
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    assert found.split() == [str(elsewhere / "audit" / "_data" / "rules")]


def test_the_project_can_be_installed_in_place(tmp_path: Path) -> None:
    code = f"import hatchling.build; hatchling.build.build_editable({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    assert any(name.endswith(".pth") for name in names)
