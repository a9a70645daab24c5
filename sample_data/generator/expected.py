"""The lists of what must be found, written from the plan: one YAML file a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .model import BadCell, Expected

AS_OF = "2024-01-10"
POLICIES = ("dapaicha-2023", "sanjian-2023-106", "bazhong-2015-125", "daxiang-2024-18")


@dataclass(frozen=True, slots=True)
class Check:
    """How a list is to be checked: which month, as of which day, under which policies."""

    month: str
    as_of: str = AS_OF
    policies: Sequence[str] = POLICIES


def write_expected(
    path: Path,
    *,
    of: Check,
    findings: Sequence[Expected],
    unknown: Sequence[tuple[str, str, str]],
    bad: Sequence[BadCell],
) -> None:
    """Write findings, unknown sources and data errors of one month; the lists are sorted."""
    lines = [*_heading(of), "findings:"]
    for finding in sorted(findings, key=lambda f: (f.rule, f.village, f.person, f.of, f.start)):
        lines += _finding(finding)
    lines.append("unknown:" if unknown else "unknown: []")
    for village, table, why in unknown:
        lines.append(f"  - {{village: {village or _text('')}, table: {table}, why: {_text(why)}}}")
    lines.append("data_errors:" if bad else "data_errors: []")
    for cell in sorted(bad, key=lambda b: (b.file, b.sheet, b.cell)):
        place = f"file: {_text(cell.file)}, sheet: {_text(cell.sheet)}, cell: {cell.cell}"
        lines.append(f"  - {{{place}, code: {cell.code}, why: {_text(cell.why)}}}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_warnings(path: Path, *, of: Check, findings: Sequence[Expected]) -> None:
    """Write the warnings that a check in the middle of the month must give."""
    lines = [*_heading(of), "warnings:"]
    for finding in sorted(findings, key=lambda f: (f.rule, f.village, f.person)):
        lines += _finding(finding)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _heading(of: Check) -> list[str]:
    return [
        "# 由 sample_data/generate.py 写出，不要手改。",
        f'month: "{of.month}"',
        f'as_of: "{of.as_of}"',
        f"policies: [{', '.join(of.policies)}]",
    ]


def _finding(finding: Expected) -> list[str]:
    dates = ", ".join(f'"{day}"' for day in finding.dates)
    return [
        f"  - rule: {finding.rule}",
        f"    village: {finding.village or _text('')}",
        f"    person: {finding.person or _text('')}",
        *([f"    of: {finding.of}"] if finding.of else []),
        f'    period_from: "{finding.start}"',
        f"    dates: [{dates}]",
        f"    why: {_text(finding.why)}",
    ]


def _text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
