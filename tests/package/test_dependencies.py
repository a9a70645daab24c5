"""What the program imports is what its own package file asks for: nothing comes along with the tools of developers."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMES_WITH = {"numpy": "pandas", "docx": "docxtpl", "rich": "typer", "durable_rules_engine": "durable-rules"}
"""Modules that a dependency brings along, or has under another name."""


def imported() -> set[str]:
    """The first names of all modules of others that the program's modules import, at their top or inside."""
    found: set[str] = set()
    for path in (ROOT / "audit").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {one.name.split(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"audit", "reading"}


def test_every_module_that_the_program_imports_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["postgres"]]
    names = {re.split(r"[^A-Za-z0-9_.-]", one)[0].lower() for one in asked}
    brought = packages_distributions()
    lacking = {
        module
        for module in imported()
        if COMES_WITH.get(module) not in names and names.isdisjoint(one.lower() for one in brought.get(module, ()))
    }
    assert lacking == set()
