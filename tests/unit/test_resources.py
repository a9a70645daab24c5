"""Where data folders are: office before wheel before repository."""

from pathlib import Path

import pytest

from audit import resources


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """An office's folder and a package's folder with a wheel's data in it."""
    home, package = tmp_path / "home", tmp_path / "site-packages" / "audit"
    for path, text in (
        (home / "rules/policies/own.yml", "office"),
        (home / "rules/attendance/a.yml", "office"),
        (package / "_data/rules/attendance/a.yml", "wheel"),
        (package / "_data/rules/attendance/b.yml", "wheel"),
        (package.parent / "rules/attendance/c.yml", "stranger"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("ZHUCUN_HOME", str(home))
    monkeypatch.setattr(resources, "_PACKAGE", package)
    return home, package


def contents(name: str, pattern: str) -> dict[str, str]:
    return {relative: resources.read_text(path) for relative, path in resources.files(name, pattern).items()}


def test_the_offices_file_stands_before_the_shipped_one(places: tuple[Path, Path]) -> None:
    assert contents("rules", "**/*.yml") == {
        "attendance/a.yml": "office",
        "attendance/b.yml": "wheel",
        "policies/own.yml": "office",
    }


def test_beside_an_installed_wheel_there_is_no_repository(places: tuple[Path, Path]) -> None:
    home, package = places
    assert resources.folders("rules") == (home / "rules", package / "_data" / "rules")


def test_the_repository_is_read_where_there_is_one(places: tuple[Path, Path]) -> None:
    (places[1].parent / "pyproject.toml").write_text("", encoding="utf-8")
    assert contents("rules", "attendance/*.yml")["attendance/c.yml"] == "stranger"


def test_shipped_files_are_named_shortly_and_the_offices_in_full(places: tuple[Path, Path]) -> None:
    home, package = places
    assert resources.shown(package / "_data/rules/attendance/b.yml") == "rules/attendance/b.yml"
    assert resources.shown(home / "rules/policies/own.yml") == str(home / "rules/policies/own.yml")


def test_hidden_files_are_left_out(places: tuple[Path, Path]) -> None:
    (places[0] / "rules/policies/._own.yml").write_bytes(b"\x00\x05")
    assert list(resources.files("rules", "policies/*.yml")) == ["policies/own.yml"]


def test_without_the_variable_the_office_is_in_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHUCUN_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert resources.office() == tmp_path / ".zhucun"


def test_an_unknown_folder_is_refused() -> None:
    with pytest.raises(
        LookupError, match="没有名为“rule”的资料文件夹，只有：rules、data_contracts、templates、sample_data"
    ):
        resources.folders("rule")
