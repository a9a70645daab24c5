"""What holds for every module: short, documented, no swallowed errors, no printing, no row loops before findings."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "audit").rglob("*.py"))
MODULES = [path for path in MODULES if "_data" not in path.parts]
NAMES = [path.relative_to(ROOT).as_posix() for path in MODULES]
MODULE_LINES, FUNCTION_LINES = 300, 40
ROW_LOOPS_ALLOWED = ("audit/findings/", "audit/render/")
SKIPPED = {".git", ".venv", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", "out", "build"}
FORBIDDEN_IN_NAMES = re.compile(r'[<>:"\\|?*\x00-\x1f]|[ .]$')
RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def public(tree: ast.Module) -> Iterator[Function | ast.ClassDef]:
    """Functions and classes of a module, and the methods of those classes, that do not begin with an underscore."""
    holders: list[ast.Module | ast.ClassDef] = [tree]
    for holder in holders:
        for node in holder.body:
            if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
                yield node
                holders += [node] if isinstance(node, ast.ClassDef) else []


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    """Every module by its name, parsed once for all rules."""
    return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in zip(NAMES, MODULES, strict=True)}


@pytest.fixture(scope="module")
def nodes(trees: dict[str, ast.Module]) -> list[tuple[str, ast.AST]]:
    """Every node of every module beside the module's name."""
    return [(name, node) for name, tree in trees.items() for node in ast.walk(tree)]


def test_a_module_fits_on_a_few_screens() -> None:
    lines = {
        name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in zip(NAMES, MODULES, strict=True)
    }
    assert not {name: count for name, count in lines.items() if count > MODULE_LINES}


def test_a_function_fits_on_one_screen(nodes: list[tuple[str, ast.AST]]) -> None:
    functions = [(name, node) for name, node in nodes if isinstance(node, Function)]
    long = [(name, node.name) for name, node in functions if (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES]
    assert functions
    assert not long


def test_a_module_and_everything_public_in_it_says_what_it_is(trees: dict[str, ast.Module]) -> None:
    silent = [
        f"{name}: {node.name}" for name, tree in trees.items() for node in public(tree) if not ast.get_docstring(node)
    ]
    assert not [name for name, tree in trees.items() if not ast.get_docstring(tree)]
    assert not silent


def test_no_error_is_caught_wholesale(nodes: list[tuple[str, ast.AST]]) -> None:
    caught = [(name, node.type) for name, node in nodes if isinstance(node, ast.ExceptHandler)]
    wholesale = {"Exception", "BaseException"}
    assert not [name for name, kind in caught if kind is None or ast.unparse(kind) in wholesale]


def test_nothing_prints(nodes: list[tuple[str, ast.AST]]) -> None:
    calls = [(name, node.func) for name, node in nodes if isinstance(node, ast.Call)]
    assert not [name for name, call in calls if isinstance(call, ast.Name) and call.id == "print"]


def test_rows_are_walked_only_to_make_findings_and_documents(nodes: list[tuple[str, ast.AST]]) -> None:
    loops = [name for name, node in nodes if isinstance(node, ast.Attribute) and node.attr == "iterrows"]
    assert not [name for name in loops if not name.startswith(ROW_LOOPS_ALLOWED)]


def test_every_file_can_be_checked_out_on_windows() -> None:
    relative = [path.relative_to(ROOT) for path in ROOT.rglob("*") if not SKIPPED & set(path.relative_to(ROOT).parts)]
    bad = [
        path.as_posix()
        for path in relative
        if any(FORBIDDEN_IN_NAMES.search(part) or part.split(".")[0].lower() in RESERVED for part in path.parts)
    ]
    assert not bad


def test_no_two_files_differ_only_in_case() -> None:
    folded: dict[str, str] = {}
    for path in ROOT.rglob("*"):
        name = path.relative_to(ROOT).as_posix()
        if not SKIPPED & set(path.relative_to(ROOT).parts):
            assert folded.setdefault(name.casefold(), name) == name
