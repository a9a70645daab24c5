"""Numbers tried out on a policy: ``monthly-days-short.min_days=18`` read, checked and put in place of its own."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from audit.catalog.problems import nearest
from audit.catalog.values import kind, misfit
from audit.model.policy import Clause, Policy
from audit.model.rule import Rule, Value

_WORDS: Mapping[str, bool] = {"true": True, "false": False, "是": True, "否": False}


class SettingError(ValueError):
    """A number that cannot be tried; the message says why and what to write."""


class Setting(Struct, frozen=True):
    """One number to try: a rule's parameter and its value."""

    rule: str
    name: str
    value: Value


def read_setting(text: str, policy: Policy, rules: Mapping[str, Rule]) -> Setting:
    """Read ``rule.parameter=value``; raises SettingError unless the policy asks for the rule and the value fits."""
    left, equals, said = (part.strip() for part in text.partition("="))
    id_, dot, name = left.partition(".")
    if not (equals and dot and said):
        raise SettingError(f"“{text}”写法不对，请写成 规则.参数=数，如 monthly-days-short.min_days=18")
    asked = {rule for clause in policy.clauses for rule in clause.rules}
    if id_ not in asked:
        raise SettingError(f"政策“{policy.id}”没有要求规则“{id_}”{nearest(id_, asked)}")
    parameter = rules[id_].parameters.get(name)
    if parameter is None:
        known = "、".join(rules[id_].parameters) or "没有参数"
        raise SettingError(f"规则“{id_}”没有参数“{name}”{nearest(name, rules[id_].parameters)}（现有：{known}）")
    value = _value(said, parameter.default)
    if why := misfit(value, parameter.default, parameter.choices):
        raise SettingError(f"{left}：{why}")
    return Setting(id_, name, value)


def with_settings(policy: Policy, settings: Sequence[Setting]) -> Policy:
    """Give the policy with these numbers in every clause that asks for their rules, whatever the date."""
    return replace(policy, clauses=tuple(_set(clause, settings) for clause in policy.clauses))


def _set(clause: Clause, settings: Sequence[Setting]) -> Clause:
    rules = {rule: dict(numbers) for rule, numbers in clause.rules.items()}
    for setting in settings:
        if setting.rule in rules:
            rules[setting.rule][setting.name] = setting.value
    return replace(clause, rules=rules)


def _value(text: str, like: Value) -> Value:
    """Read a text as the kind of value that the default is; what cannot be read so stays a text and is refused."""
    if kind(like) == "bool":
        return _WORDS.get(text.lower(), text)
    if kind(like) != "number":
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
