"""The layers of the program hold: import-linter reads them from pyproject.toml."""

from importlinter.cli import lint_imports


def test_no_package_imports_what_stands_above_it(capfd, monkeypatch, request) -> None:
    monkeypatch.chdir(request.config.rootpath)
    failed = lint_imports(no_cache=True, no_logo=True)
    assert not failed, capfd.readouterr().out
