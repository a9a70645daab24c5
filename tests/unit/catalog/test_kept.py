"""What was loaded is given again while the files stay as they are, and only then."""

import os
from pathlib import Path

import pytest

from audit import resources
from audit.catalog.kept import kept

LONG_AGO = 1_700_000_000


@pytest.fixture
def law(tmp_path: Path):
    with resources.only(tmp_path):
        yield tmp_path


def _write(path: Path, text: str, *, at: float = LONG_AGO) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (at, at))


def _loader(law: Path):
    loaded: list[str] = []

    @kept
    def load(name: str = "a.yml") -> dict[str, str]:
        loaded.append(name)
        return {name: (law / "rules" / "res" / name).read_text(encoding="utf-8")}

    return load, loaded


def test_the_same_files_are_loaded_once_and_each_asker_has_a_copy(law: Path) -> None:
    _write(law / "rules" / "res" / "a.yml", "one")
    load, loaded = _loader(law)
    load().clear()
    assert load() == {"a.yml": "one"}
    assert len(loaded) == 1


@pytest.mark.parametrize("other", ["rules/res/b.yml", "data_contracts/facts/c.yml", "profile/people.yml"])
def test_a_file_that_is_changed_added_or_gone_is_a_reason_to_load_again(law: Path, other: str) -> None:
    _write(law / "rules" / "res" / "a.yml", "one")
    load, loaded = _loader(law)
    load()
    _write(law / "rules" / "res" / "a.yml", "two", at=LONG_AGO + 1)
    assert load() == {"a.yml": "two"}
    _write(law / other, "more")
    load()
    (law / other).unlink()
    load()
    # What stands there now stood there before: the last answer is still known.
    assert len(loaded) == 3


def test_a_file_written_a_moment_ago_may_be_written_again_in_the_same_moment(law: Path) -> None:
    load, _ = _loader(law)
    path = law / "rules" / "res" / "a.yml"
    _write(path, "one")
    load()
    for text in ("two", "six"):
        path.write_text(text, encoding="utf-8")
        assert load() == {"a.yml": text}


def test_what_cannot_be_loaded_is_tried_again_and_arguments_always_load(law: Path) -> None:
    load, loaded = _loader(law)
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            load()
    _write(law / "rules" / "res" / "b.yml", "two")
    assert load("b.yml") == load("b.yml") == {"b.yml": "two"}
    assert len(loaded) == 4
