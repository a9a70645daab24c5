"""The law that runs were made by: taken up again as it stood, and not loaded anew while it still stands."""

from pathlib import Path

from audit import catalog
from audit.workspace import law


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
