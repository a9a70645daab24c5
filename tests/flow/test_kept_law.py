"""The law that runs were made by: taken up again as it stood, and not loaded anew while it still stands."""

from pathlib import Path
from unittest.mock import patch

import pytest
from msgspec.structs import replace

from audit import catalog, resources
from audit.catalog import documents
from audit.store import blobs
from audit.workspace import law

LOADERS = (
    catalog.load_calendar,
    catalog.load_conventions,
    catalog.load_derivations,
    catalog.load_facts,
    catalog.load_identities,
    catalog.load_policies,
    catalog.load_rules,
)


def test_the_law_that_still_stands_is_not_loaded_anew(sqlite_workspace: Path) -> None:
    rules = catalog.load_rules()
    with law.in_force(law.stow()):
        assert all(catalog.load_rules()[name] is rule for name, rule in rules.items())


def test_the_law_of_an_old_run_holds_though_the_office_has_another_now(sqlite_workspace: Path) -> None:
    old = law.stow()
    own = sqlite_workspace / "rules" / "policies" / "own.yml"
    own.parent.mkdir(parents=True)
    own.write_text("id: broken", encoding="utf-8")
    assert law.stow() != old
    with law.in_force(old):
        assert law.stow() == old
        assert catalog.load_policies()
    assert law.stow() != old


def test_what_was_read_once_is_written_down_whole_but_for_the_cases_of_rules() -> None:
    told = catalog.as_read()
    loaded = [load() for load in LOADERS]
    with patch.object(resources, "files", side_effect=AssertionError), catalog.taken_up(told):
        taken = [load() for load in LOADERS]
    loaded[-1] = {name: replace(rule, cases=()) for name, rule in loaded[-1].items()}
    assert [repr(one) for one in taken] == [repr(one) for one in loaded]


def test_the_same_law_is_read_once_and_a_changed_one_again(sqlite_workspace: Path) -> None:
    with law.taken_up() as first, patch.object(documents, "read_yaml", side_effect=AssertionError):
        assert catalog.load_policies()
    with patch.object(documents, "read_yaml", side_effect=AssertionError), law.taken_up() as same:
        assert catalog.load_rules()["absent-without-leave"].cases == ()
    assert same == first
    own = sqlite_workspace / "profile" / "people.yml"
    own.parent.mkdir(parents=True)
    own.write_text("same:\n- {written: 张小三, is: 张三}\n", encoding="utf-8")
    with law.taken_up() as changed:
        assert [one.written for one in catalog.load_identities().same] == ["张小三"]
        own.unlink()
        assert catalog.load_identities().same
    assert changed != first
    with law.taken_up() as back:
        assert not catalog.load_identities().same
    assert back == first


def test_a_law_that_cannot_be_read_is_neither_taken_up_nor_kept(sqlite_workspace: Path) -> None:
    own = sqlite_workspace / "rules" / "policies" / "own.yml"
    own.parent.mkdir(parents=True)
    own.write_text("id: broken", encoding="utf-8")
    with pytest.raises(catalog.CatalogError), law.taken_up():
        pass
    assert blobs.all_kept("laws") == []
