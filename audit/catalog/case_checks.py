"""Whether the examples in a rule file are well formed and enough to trust the rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audit.catalog.problems import Problems
from audit.catalog.shapes import nearest
from audit.catalog.strict import Document, Keys
from audit.catalog.values import column_misfit, misfit
from audit.model.contract import FactContract
from audit.model.outcome import Outcome
from audit.model.rule import Case, Rule

_NEEDED = (Outcome.VIOLATION, Outcome.OK, Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A rule's cases and where they stand; ``boundary_missing`` when a rule with a threshold marks none as such."""

    rule: Rule
    document: Document
    contract: FactContract
    boundary_missing: bool


def check_cases(file: CaseFile, problems: Problems) -> None:
    """Note what is wrong with a rule's cases.

    Asked for: one violation, one ok, one unknown; one not_applicable when there is a ``where``; one marked
    ``boundary: true`` when the rule compares sizes: the last value that is still on one side.
    """
    _check_kinds(file, problems)
    seen: set[str] = set()
    for index, case in enumerate(file.rule.cases):
        if case.name in seen:
            problems.add(file.document, ("cases", index, "name"), f"例子名称“{case.name}”重复")
        seen.add(case.name)
        _check_given(file, case, ("cases", index), problems)
        _check_parameters(file, case, ("cases", index), problems)
        _check_expected(file, case, ("cases", index), problems)


def _check_kinds(file: CaseFile, problems: Problems) -> None:
    found = {case.expect for case in file.rule.cases}
    needed = (*_NEEDED, Outcome.NOT_APPLICABLE) if file.rule.where else _NEEDED
    missing = [f"{outcome}（{outcome.label}）" for outcome in needed if outcome not in found]
    if missing:
        problems.add(file.document, ("cases",), f"例子不全，还缺：{'、'.join(missing)}", at_key=True)
    if file.boundary_missing:
        problems.add(file.document, ("cases",), "缺少正好在界限上的例子，请在该例加 boundary: true", at_key=True)


def _check_given(file: CaseFile, case: Case, keys: Keys, problems: Problems) -> None:
    columns = file.contract.columns
    for name, value in case.given.items():
        if name not in columns:
            _unknown(file, (*keys, "given", name), columns, problems)
        elif text := column_misfit(value, columns[name].type):
            problems.add(file.document, (*keys, "given", name), text)


def _check_parameters(file: CaseFile, case: Case, keys: Keys, problems: Problems) -> None:
    parameters = file.rule.parameters
    for name, value in case.parameters.items():
        if name not in parameters:
            _unknown(file, (*keys, "parameters", name), parameters, problems)
        elif text := misfit(value, parameters[name].default, parameters[name].choices):
            problems.add(file.document, (*keys, "parameters", name), text)


def _check_expected(file: CaseFile, case: Case, keys: Keys, problems: Problems) -> None:
    if case.severity is not None and case.expect is not Outcome.VIOLATION:
        problems.add(file.document, (*keys, "severity"), "只有 expect 为 violation 的例子才有严重程度")
    known: Mapping[str, object] = file.rule.derive
    for name in case.values:
        if name not in known:
            _unknown(file, (*keys, "values", name), known, problems)


_WHATS = {"given": "事实表没有列", "parameters": "规则没有参数", "values": "规则没有派生量"}


def _unknown(file: CaseFile, keys: Keys, known: Iterable[str], problems: Problems) -> None:
    what, name = _WHATS[str(keys[-2])], str(keys[-1])
    problems.add(file.document, keys, f"{what}“{name}”{nearest(name, known)}", at_key=True)
