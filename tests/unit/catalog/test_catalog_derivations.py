"""Derivation files: what the shipped one says, and that mistakes are named with their place."""

from pathlib import Path

import pytest

from audit.catalog import CatalogError, load_derivations, load_rules

GOOD = """
id: chain
title: 传递
about: 举例
facts:
  link: {up: text, down: text, weight: int}
  over: {up: text, down: text}
inferences:
  - id: first
    about: 相接的两段合为一段
    when:
      - {as: one, kind: link}
      - {as: two, kind: link, tests: {up: {is: one.down}, weight: {more_than: one.weight}}}
    then: {kind: over, up: one.up, down: two.down}
"""


def load(text: str, home: Path) -> None:
    folder = home / "rules" / "derivations"
    folder.mkdir(parents=True)
    (folder / "chain.yml").write_text(text, encoding="utf-8")
    load_derivations()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHUCUN_HOME", str(tmp_path))
    return tmp_path


def test_every_rule_on_the_ladder_exists() -> None:
    ranks = load_derivations()["one-cause-one-problem"].ranks
    assert {rule for step in ranks for rule in step} <= load_rules().keys()


def test_a_sound_file_is_taken(home: Path) -> None:
    load(GOOD, home)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("kind: link}", "kind: lnik}", "是否想写“link”"),
        ("{is: one.down}", "{is: one.dwon}", "是否想写“down”"),
        ("{is: one.down}", "{equals: one.down}", "不认识比较“equals”"),
        ("up: {is: one.down}, ", "", "至少要有一项相等"),
        ("more_than: one.weight", "more_than: one.up", "应与整数相比"),
        ("weight: {more", "wieght: {more", "是否想写“weight”"),
        ("then: {kind: over, up: one.up, down: two.down}", "then: {kind: over, up: one.up}", "应恰好有"),
        ("then: {kind: over", "then: {kind: ovre", "是否想写“over”"),
        ("as: two", "as: one", "已经用过"),
        ("id: chain", "id: chains", "与文件名不一致"),
        ("title: 传递", "titel: 传递", "是否想写“title”"),
        ("title: 传递", "title: 传递\nranks: [[a], [b, a]]", "出现两次"),
    ],
)
def test_mistakes_are_named(home: Path, old: str, new: str, words: str) -> None:
    assert old in GOOD
    with pytest.raises(CatalogError) as caught:
        load(GOOD.replace(old, new), home)
    assert any("chain.yml:" in message and words in message for message in caught.value.messages)
