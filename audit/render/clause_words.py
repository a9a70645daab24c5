"""How the answer to a clause reads: which rules with which numbers, or how a person checks it, or why nobody does."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from audit.model.policy import Clause, Dated, Number, Policy
from audit.model.rule import Parameter, Rule, Value
from audit.render.text import day_title, number

ANSWERS: Mapping[str, str] = {"rules": "规则核验", "manual": "人工核验", "outside": "不归本程序"}

_SUBJECTS: Mapping[str, str] = {
    "attendance": "考勤",
    "records": "工作记录",
    "duties": "请假与公务",
    "team": "队伍",
    "handover": "交接与接续",
    "visits": "走访与结对",
    "units": "派出单位",
    "survey": "群众调查",
    "funds": "经费与保障",
    "archives": "档案资料",
    "inspection": "检查活动",
    "rectification": "整改",
    "economy": "收入与产业",
}


def by_subject(rules: Iterable[Rule]) -> list[tuple[str, list[Rule]]]:
    """Group rules by what they are about, which is the folder they lie in; in the order of the work, then by file."""
    found: dict[str, list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: rule.file):
        found.setdefault(PurePath(rule.file).parent.name, []).append(rule)
    folders = [*(folder for folder in _SUBJECTS if folder in found), *sorted(found.keys() - _SUBJECTS.keys())]
    return [(_SUBJECTS.get(folder, folder), found[folder]) for folder in folders]


def asking(rule: str, policies: Iterable[Policy]) -> list[tuple[Policy, Clause]]:
    """Give the clauses that ask for a rule."""
    return [(policy, clause) for policy in policies for clause in policy.clauses if rule in clause.rules]


def answer_of(clause: Clause) -> str:
    """Say which of ``ANSWERS`` a clause has."""
    return next(name for name in ANSWERS if getattr(clause, name))


def answer_counts(policy: Policy) -> dict[str, int]:
    """Count the clauses of a policy by answer, in the order of ``ANSWERS``."""
    given = [answer_of(clause) for clause in policy.clauses]
    return {name: given.count(name) for name in ANSWERS}


def answer_lines(clause: Clause, rules: Mapping[str, Rule]) -> list[str]:
    """Write an answer line by line: rules with numbers, what is switched off, how a person checks, or why not."""
    lines = [rule_words(rule, numbers, rules) for rule, numbers in clause.rules.items()]
    lines += [f"停用 {_title(rule, rules)}：{why}" for rule, why in clause.off.items()]
    lines += [clause.manual] if clause.manual else []
    lines += [f"记在：{clause.form}"] if clause.form else []
    lines += [clause.outside] if clause.outside else []
    return lines


def quoted_lines(clause: Clause) -> list[str]:
    """Quote a clause; a damaged one with how it is read and what is wrong with it."""
    lines = [clause.text]
    lines += [f"整理：{clause.cleaned}"] if clause.cleaned else []
    lines += [f"说明：{clause.note}"] if clause.note else []
    return lines


def rule_words(rule: str, numbers: Mapping[str, Number], rules: Mapping[str, Rule]) -> str:
    """Write a rule and a clause's numbers for it: 驻村天数不足（每月最少驻村天数20天）."""
    said = numbers_words(numbers, rules[rule].parameters if rule in rules else {})
    return f"{_title(rule, rules)}（{said}）" if said else _title(rule, rules)


def numbers_words(numbers: Mapping[str, Number], parameters: Mapping[str, Parameter]) -> str:
    """Write a clause's numbers for one rule; empty where it gives none."""
    return "；".join(parameter_words(name, value, parameters.get(name)) for name, value in numbers.items())


def parameter_words(name: str, value: Number | tuple[str, ...], parameter: Parameter | None) -> str:
    """Write one number with what it means: 每月最少驻村天数20天; explanations in brackets are left to docs/rules.md."""
    title = parameter.title.split("（")[0] if parameter else name
    words = number_words(value, parameter)
    return f"{title}{words}" if words[:1].isdigit() else f"{title}：{words}"


def number_words(value: Number | tuple[str, ...], parameter: Parameter | None = None) -> str:
    """Write a value with its unit or a choice by its title; one that changes by date with the day of each change."""
    if not isinstance(value, Dated):
        return "、".join(value) if isinstance(value, tuple) else _plain(value, parameter)
    later = (f"{day_title(begins)}起{_plain(one, parameter)}" for begins, one in value.steps[1:])
    return "，".join((_plain(value.steps[0][1], parameter), *later))


def choices_words(parameter: Parameter) -> str:
    """List what a parameter can be: the code that a policy writes, with its title."""
    return "；".join(code if title == code else f"{code} {title}" for code, title in parameter.choices.items())


def _plain(value: Value, parameter: Parameter | None) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return f"{number(value)}{parameter.unit if parameter else ''}"
    return (parameter.choices.get(str(value), "") if parameter else "") or str(value or "无")


def _title(rule: str, rules: Mapping[str, Rule]) -> str:
    return rules[rule].title if rule in rules else rule
