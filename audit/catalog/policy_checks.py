"""What the shape of a policy cannot say: every clause is answered once, with rules and numbers that exist."""

from collections.abc import Mapping
from dataclasses import dataclass

from audit.catalog.conventions import Convention, frozen, setting_misfit
from audit.catalog.policy_shapes import ClauseShape, PolicyFile
from audit.catalog.problems import Problems
from audit.catalog.shapes import nearest
from audit.catalog.strict import Keys
from audit.catalog.values import misfit
from audit.model.policy import Policy
from audit.model.rule import Rule, Value

_ANSWERS = ("rules", "manual", "outside")


@dataclass(frozen=True, slots=True)
class Known:
    """What a policy may mention."""

    rules: Mapping[str, Rule]
    conventions: Mapping[str, Convention]


def check_policy(file: PolicyFile, parent: Policy | None, known: Known, problems: Problems) -> None:
    """Note everything wrong with one policy file; ``parent`` is what it extends."""
    _check_whole(file, parent, problems)
    _check_dates(file, problems)
    _check_conventions(file, known, problems)
    refs = {clause.ref for clause in parent.clauses} if parent else set()
    seen: set[str] = set()
    for index, clause in enumerate(file.shape.clauses):
        keys: Keys = ("clauses", index)
        if clause.ref in seen:
            problems.add(file.document, (*keys, "ref"), f"条款“{clause.ref}”重复")
        seen.add(clause.ref)
        if clause.ref in refs and clause.text is not None:
            problems.add(file.document, (*keys, "text"), "上级政策已有此条款，不必再写原文", at_key=True)
        if clause.ref not in refs and clause.text is None:
            hint = f"（上级政策没有条款“{clause.ref}”{nearest(clause.ref, refs)}）" if parent else ""
            problems.add(file.document, keys, f"缺少条款原文 text{hint}")
        _check_one_answer(file, clause, keys, problems)
        _check_rules(file, clause, known, (keys, problems))


def check_answers(file: PolicyFile, policy: Policy, problems: Problems) -> None:
    """Note a parameter that two clauses of one policy, its parent's included, set to different numbers."""
    given: dict[tuple[str, str], tuple[Value, str]] = {}
    for clause in policy.clauses:
        for rule, numbers in clause.rules.items():
            for name, value in numbers.items():
                earlier, ref = given.setdefault((rule, name), (value, clause.ref))
                if earlier != value:
                    text = f"条款“{ref}”与“{clause.ref}”给规则“{rule}”的参数“{name}”定了不同的值：{earlier}、{value}"
                    problems.add(file.document, ("clauses",), text, at_key=True)


def _check_whole(file: PolicyFile, parent: Policy | None, problems: Problems) -> None:
    """Without a parent to take it from, a policy must say who issued it, at which level, from when."""
    if parent is not None:
        return
    for name in ("level", "document", "effective", "clauses"):
        if not getattr(file.shape, name):
            problems.add(file.document, (name,), "缺少此项（没有 extends 的政策必须写明）")


def _check_dates(file: PolicyFile, problems: Problems) -> None:
    effective, rectify = file.shape.effective, file.shape.rectify
    if effective and effective.begins and effective.until and effective.until < effective.begins:
        problems.add(file.document, ("effective", "until"), "失效日期早于生效日期")
    if rectify and (rectify.by is None) == (rectify.days is None):
        problems.add(file.document, ("rectify",), "整改期限只写一种：by（日期）或 days（天数）")


def _check_conventions(file: PolicyFile, known: Known, problems: Problems) -> None:
    for name, value in file.shape.conventions.items():
        keys: Keys = ("conventions", name)
        if name not in known.conventions:
            text = f"没有名为“{name}”的口径{nearest(name, known.conventions)}"
            problems.add(file.document, keys, text, at_key=True)
        elif text := setting_misfit(known.conventions[name], frozen(value)):
            problems.add(file.document, keys, text)


def _check_one_answer(file: PolicyFile, clause: ClauseShape, keys: Keys, problems: Problems) -> None:
    answers = [name for name in _ANSWERS if getattr(clause, name) is not None]
    if not answers:
        problems.add(file.document, keys, "条款没有答复：在 rules、manual、outside 中写一种")
    if len(answers) > 1:
        problems.add(file.document, keys, f"条款只能有一种答复，现有：{'、'.join(answers)}")


def _check_rules(file: PolicyFile, clause: ClauseShape, known: Known, report: tuple[Keys, Problems]) -> None:
    keys, problems = report
    for id_, numbers in (clause.rules or {}).items():
        rule = known.rules.get(id_)
        if rule is None:
            problems.add(file.document, (*keys, "rules", id_), _no_rule(id_, known.rules), at_key=True)
            continue
        for name, value in numbers.items():
            _check_number(file, rule, (name, value), ((*keys, "rules", id_, name), problems))


def _check_number(file: PolicyFile, rule: Rule, given: tuple[str, Value], report: tuple[Keys, Problems]) -> None:
    (name, value), (keys, problems) = given, report
    parameter = rule.parameters.get(name)
    if parameter is None:
        text = f"规则“{rule.id}”没有参数“{name}”{nearest(name, rule.parameters)}"
        problems.add(file.document, keys, text, at_key=True)
    elif text := misfit(value, parameter.default, parameter.choices):
        problems.add(file.document, keys, text)


def _no_rule(id_: str, rules: Mapping[str, Rule]) -> str:
    renamed = next((rule.id for rule in rules.values() if id_ in rule.formerly), None)
    return f"规则“{id_}”已改名为“{renamed}”" if renamed else f"没有规则“{id_}”{nearest(id_, rules)}"
