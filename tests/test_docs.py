"""The documents tell the truth: commands, options, paths and links exist, and every identifier has its word."""

import importlib.util
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from audit.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NAMES = [path.relative_to(ROOT).as_posix() for path in DOCUMENTS]


def commands() -> dict[str, object]:
    """Every command by the words that call it, such as ``policy show``."""
    found: dict[str, object] = {}
    waiting = [("", typer.main.get_command(app))]
    for words, command in waiting:
        inside = getattr(command, "commands", None)
        if inside is None:
            found[words.strip()] = command
        else:
            waiting += [(f"{words} {name}", one) for name, one in inside.items()]
    return found


def verbs() -> set[str]:
    spec = importlib.util.spec_from_file_location("run_py_for_docs", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return set(module.VERBS)


@cache
def contracts(folder: str) -> list[dict[str, Any]]:
    """Every contract of a folder of ``data_contracts``, as it is written."""
    paths = sorted((ROOT / "data_contracts" / folder).iterdir())
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def glossary() -> set[tuple[str, str]]:
    """Pairs of identifier and Chinese word, whichever stands first in the row."""
    pairs = set()
    for line in text("docs/glossary.md").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) > 1:
            first, second = sorted(cells[:2], key=lambda cell: not cell.startswith("`"))
            pairs.add((first.strip("`"), second))
    return pairs


def test_every_command_and_every_option_says_what_it_does() -> None:
    for words, command in commands().items():
        assert command.help, words
        silent = [option.name for option in command.params if option.name != "help" and not option.help]
        assert not silent, words


def test_every_command_of_the_workspace_gives_an_example() -> None:
    own = {"import", "run", "diff", "findings", "report", "verify", "backup", "restore", "move"}
    wanted = {words: command for words, command in commands().items() if words.split()[0] in {*own, "rectify", "month"}}
    assert len(wanted) > len(own)
    assert not [words for words, command in wanted.items() if f"例：zhucun {words}" not in command.help]


def test_the_readme_names_every_command_and_every_verb() -> None:
    readme = text("README.md")
    assert not [words for words in commands() if words != "check" and f"zhucun {words}" not in readme]
    assert not [verb for verb in verbs() if f"run.py {verb}" not in readme]


@pytest.mark.parametrize("document", NAMES)
def test_commands_in_documents_exist(document: str) -> None:
    content = text(document)
    called = re.findall(r"\bzhucun ((?:rules|policy|map|people|rectify|month) [a-z]+|[a-z]+)", content)
    assert not set(called) - set(commands())
    assert not set(re.findall(r"run\.py ([a-z]+)", content)) - verbs()


@pytest.mark.parametrize("document", NAMES)
def test_options_in_documents_exist(document: str) -> None:
    known = {flag for command in commands().values() for option in command.params for flag in option.opts}
    named = set(re.findall(r"(?:run\.py|zhucun) [^\n`]*?(--[a-z][a-z-]+)", text(document)))
    assert not named - known


@pytest.mark.parametrize("document", NAMES)
def test_links_lead_somewhere(document: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", text(document))
    assert not [link for link in links if not (ROOT / document).parent.joinpath(link).exists()]


@pytest.mark.parametrize("document", NAMES)
def test_paths_in_documents_exist(document: str) -> None:
    roots = "audit|rules|data_contracts|templates|sample_data|tests|docs"
    paths = re.findall(rf"`((?:{roots})/[^`<*{{]*)`", text(document))
    assert not [path for path in paths if not (ROOT / path).exists()]


def test_every_table_and_every_column_that_rules_read_has_its_word(glossary: set[tuple[str, str]]) -> None:
    tables = {(one["table"], one["title"]) for one in (*contracts("imports"), *contracts("facts"))}
    columns = {(name, column["title"]) for fact in contracts("facts") for name, column in fact["columns"].items()}
    assert not (tables | columns) - glossary, "add these rows to docs/glossary.md"


def test_every_source_has_its_word(glossary: set[tuple[str, str]]) -> None:
    sources = {contract["feeds"] for contract in contracts("imports")}
    columns = [column for fact in contracts("facts") for column in fact["columns"].values()]
    assert {source for column in columns for source in column.get("from", [])} <= sources
    assert not sources - {identifier for identifier, _ in glossary}


def test_the_glossary_has_no_column_that_is_gone() -> None:
    section = text("docs/glossary.md").split("## 事实表的列")[1].split("## ")[0]
    columns = {name for fact in contracts("facts") for name in fact["columns"]}
    assert set(re.findall(r"^\| `([a-z_]+)`", section, flags=re.MULTILINE)) == columns


def test_decisions_are_numbered_without_gaps_and_their_titles_decide() -> None:
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [path.name[:4] for path in files] == [f"{number:04d}" for number in range(1, len(files) + 1)]
    for path in files:
        title = path.read_text(encoding="utf-8").splitlines()[0]
        assert title.startswith("# ")
        assert not title.endswith(("？", "?"))
