"""Whether the examples in a rule file are well formed and enough to trust the rule."""

from audit.catalog.problems import Spot, nearest
from audit.catalog.values import column_misfit, misfit
from audit.model.contract import FactContract
from audit.model.outcome import Outcome
from audit.model.rule import Case, Rule

_NEEDED = (Outcome.VIOLATION, Outcome.OK, Outcome.UNKNOWN)


def check_cases(rule: Rule, contract: FactContract, spot: Spot, *, boundary_missing: bool) -> None:
    """Note what is wrong with a rule's cases; ``spot`` is the rule's list of them.

    Asked for: one violation, one ok, one unknown; one not_applicable when there is a ``where``; one marked
    ``boundary: true`` when the rule compares sizes: the last value that is still on one side.
    """
    _check_kinds(rule, spot, boundary_missing=boundary_missing)
    seen: set[str] = set()
    for index, case in enumerate(rule.cases):
        here = spot.at(index)
        if case.name in seen:
            here.at("name").note(f"例子名称“{case.name}”重复")
        seen.add(case.name)
        _check_given(case, contract, here.at("given"))
        _check_parameters(case, rule, here.at("parameters"))
        _check_expected(case, rule, here)


def _check_kinds(rule: Rule, spot: Spot, *, boundary_missing: bool) -> None:
    found = {case.expect for case in rule.cases}
    needed = (*_NEEDED, Outcome.NOT_APPLICABLE) if any(not one.lacking for one in rule.where) else _NEEDED
    missing = [f"{outcome}（{outcome.label}）" for outcome in needed if outcome not in found]
    if missing:
        spot.note_key(f"例子不全，还缺：{'、'.join(missing)}")
    if boundary_missing:
        spot.note_key("缺少正好在界限上的例子，请在该例加 boundary: true")


def _check_given(case: Case, contract: FactContract, spot: Spot) -> None:
    for name, value in case.given.items():
        column = contract.columns.get(name)
        if column is None:
            spot.at(name).note_key(f"事实表没有列“{name}”{nearest(name, contract.columns)}")
        elif text := column_misfit(value, column.type):
            spot.at(name).note(text)


def _check_parameters(case: Case, rule: Rule, spot: Spot) -> None:
    for name, value in case.parameters.items():
        parameter = rule.parameters.get(name)
        if parameter is None:
            spot.at(name).note_key(f"规则没有参数“{name}”{nearest(name, rule.parameters)}")
        elif text := misfit(value, parameter.default, parameter.choices):
            spot.at(name).note(text)


def _check_expected(case: Case, rule: Rule, spot: Spot) -> None:
    if case.severity is not None and case.expect is not Outcome.VIOLATION:
        spot.at("severity").note("只有 expect 为 violation 的例子才有严重程度")
    for name in case.values:
        if name not in rule.derive:
            spot.at("values", name).note_key(f"规则没有派生量“{name}”{nearest(name, rule.derive)}")
