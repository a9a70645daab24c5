"""What was loaded is given again while the files stay as they are, and only then."""

import os
from pathlib import Path

import pytest

from audit import resources
from audit.catalog.kept import kept, taken_up

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
    def load() -> dict[str, str]:
        loaded.append("a.yml")
        return {"a.yml": (law / "rules" / "res" / "a.yml").read_text(encoding="utf-8")}

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


def test_what_cannot_be_loaded_is_tried_again(law: Path) -> None:
    load, loaded = _loader(law)
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            load()
    assert len(loaded) == 2


def test_what_is_taken_up_is_given_for_a_while_but_not_for_another_law(tmp_path: Path) -> None:
    load, loaded = _loader(tmp_path)
    _write(tmp_path / "rules" / "res" / "a.yml", "one")
    with taken_up({"load": {"a.yml": "taken"}}):
        load().clear()
        assert load() == {"a.yml": "taken"}
        with resources.only(tmp_path):
            assert load() == {"a.yml": "one"}
        assert load() == {"a.yml": "taken"}
    assert loaded == ["a.yml"]
    assert load() == {"a.yml": "one"}
