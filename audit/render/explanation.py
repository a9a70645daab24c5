"""An explanation as lines to read and as plain dicts for scripts."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from audit.model.explanation import SETTLED, Account, Explanation, Step, ValueRead
from audit.model.outcome import Outcome
from audit.model.rule import Basis, Case, RuleInForce
from audit.model.source import Place
from audit.render.clause_words import parameter_words

_CELLS_SHOWN = 12


def explanation_lines(told: Explanation) -> list[str]:
    """Write what was asked, what came of it, on which clause, from which cells and by which arithmetic."""
    rule = told.rule.rule
    graded = f"（{rule.kind.label}、{told.severity.label}）" if told.severity else ""
    lines = [f"{rule.title}　{rule.id}", f"{told.table}　{told.subject}", f"结论：{told.outcome.label}{graded}"]
    lines += [f"  {told.message}", f"  编号 {told.finding}"] if told.finding else []
    lines += [f"  {said}" for said in (told.reason, *told.missing) if said]
    lines += _basis(told.rule.basis)
    lines += account_lines(told.account, told.rule, told.outcome)
    return lines


def account_lines(account: Account, rule: RuleInForce, outcome: Outcome) -> list[str]:
    """Write the judgement step by step."""
    conditions = [step for step in account.conditions if not (step.result == "成立" and step.written == SETTLED)]
    lines = ["适用条件", *(f"  {step.written}，{step.result}" for step in conditions)] if conditions else []
    lines += ["读到的数", *_values(account.values)]
    if rule.parameters:
        numbers = (
            parameter_words(name, value, rule.rule.parameters.get(name)) for name, value in rule.parameters.items()
        )
        lines += ["规定的数和口径", *(f"  {words}" for words in numbers)]
    lines += ["计算", *map(_derived, account.derived)] if account.derived else []
    if account.when:
        lines += ["判定", f"  {account.when.written}，{account.when.result}，所以{outcome.label}"]
    if account.grade:
        lines += [f"  {account.grade.title}：{account.grade.written or '不属于更重的各级'}"]
    return lines + (_case(account.case) if account.case else [])


def _basis(basis: Sequence[Basis]) -> list[str]:
    return ["依据", *(f"  {one.policy} {one.ref}：{one.quoted}" for one in basis)] if basis else []


def _derived(step: Step) -> str:
    return f"  {step.title} = {step.written}" + ("" if step.written.endswith(step.result) else f" = {step.result}")


def _values(values: Sequence[ValueRead]) -> Iterator[str]:
    """Write each value with its cells; where they are those of a value above, its title is enough."""
    told: dict[tuple[Place, ...], str] = {}
    for value in values:
        yield f"  {value.title}：{value.value}"
        if value.places in told:
            yield f"    出处同“{told[value.places]}”"
        else:
            yield from _places(value.places)
        if value.places:
            told.setdefault(value.places, value.title)


def _places(places: Sequence[Place]) -> Iterator[str]:
    for (file, sheet), members in groupby(places, key=lambda place: (place.file, place.sheet)):
        cells = [place.cell for place in members]
        more = f"等{len(cells)}处" if len(cells) > _CELLS_SHOWN else ""
        yield f"    {file}{f'《{sheet}》' if sheet else ''}{'、'.join(cells[:_CELLS_SHOWN])}{more}"


def _case(case: Case) -> list[str]:
    return ["规则文件里最接近的例子", f"  {case.name}：{case.expect.label}"]


def explanation_plain(told: Explanation) -> dict[str, Any]:
    """Give the explanation as plain dicts and lists, ready for JSON."""
    return {
        "rule": told.rule.rule.id,
        "title": told.rule.rule.title,
        "subject": told.subject,
        "outcome": told.outcome.value,
        "severity": told.severity.value if told.severity else None,
        "finding": told.finding or None,
        "message": told.message,
        "reason": told.reason,
        "missing": list(told.missing),
        "basis": [
            {"policy": one.policy, "ref": one.ref, "text": one.text, "cleaned": one.cleaned} for one in told.rule.basis
        ],
        **account_plain(told.account, told.rule),
    }


def account_plain(account: Account, rule: RuleInForce) -> dict[str, Any]:
    """Give the steps of a judgement as plain dicts and lists."""
    case = account.case
    return {
        "conditions": [_step(step) for step in account.conditions],
        "values": [
            {
                "name": value.name,
                "title": value.title,
                "value": value.value,
                "evidence": [{"file": at.file, "sheet": at.sheet, "cell": at.cell} for at in value.places],
            }
            for value in account.values
        ],
        "parameters": dict(rule.parameters),
        "derived": [{"name": step.name, "title": step.title, **_step(step)} for step in account.derived],
        "when": _step(account.when) if account.when else None,
        "case": {"name": case.name, "given": dict(case.given), "parameters": dict(case.parameters)} if case else None,
    }


def _step(step: Step) -> dict[str, str]:
    return {"expression": step.expression, "written": step.written, "result": step.result}
