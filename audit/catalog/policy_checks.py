"""What the shape of a policy cannot say: every clause is answered once, with rules and numbers that exist."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from audit.catalog.conventions import Convention, frozen, setting_misfit
from audit.catalog.policy_shapes import ClauseShape, PolicyShape
from audit.catalog.problems import Spot, nearest
from audit.catalog.values import misfit
from audit.model.policy import Dated, Number, Policy
from audit.model.rule import Parameter, Rule

_ANSWERS = ("rules", "manual", "outside")


class Known(Struct, frozen=True):
    """What a policy may mention."""

    rules: Mapping[str, Rule]
    conventions: Mapping[str, Convention]


def check_policy(shape: PolicyShape, parent: Policy | None, known: Known, spot: Spot) -> None:
    """Note everything wrong with one policy file; ``parent`` is what it extends."""
    _check_whole(shape, parent, spot)
    _check_dates(shape, spot)
    _check_conventions(shape, known, spot.at("conventions"))
    seen: set[str] = set()
    for index, clause in enumerate(shape.clauses):
        here = spot.at("clauses", index)
        if clause.ref in seen:
            here.at("ref").note(f"条款“{clause.ref}”重复")
        seen.add(clause.ref)
        _check_text(clause, parent, here)
        _check_one_answer(clause, here)
        _check_off(clause, parent, here.at("off"))
        for id_, numbers in (clause.rules or {}).items():
            _check_numbers(id_, numbers, known, here.at("rules", id_))


def check_numbers_agree(policy: Policy, spot: Spot) -> None:
    """Note a parameter that two clauses of one policy, its parent's included, set to different numbers."""
    given: dict[tuple[str, str], tuple[Number, str]] = {}
    for clause in policy.clauses:
        for rule, numbers in clause.rules.items():
            for name, value in numbers.items():
                earlier, ref = given.setdefault((rule, name), (value, clause.ref))
                if earlier != value:
                    text = f"条款“{ref}”与“{clause.ref}”给规则“{rule}”的参数“{name}”定了不同的值：{earlier}、{value}"
                    spot.at("clauses").note_key(text)


def _check_whole(shape: PolicyShape, parent: Policy | None, spot: Spot) -> None:
    """Without a parent to take it from, a policy must say who issued it, at which level, from when."""
    if parent is not None:
        return
    for name in ("level", "document", "effective", "clauses"):
        if not getattr(shape, name):
            spot.at(name).note("缺少此项（没有 extends 的政策必须写明）")


def _check_dates(shape: PolicyShape, spot: Spot) -> None:
    effective, rectify = shape.effective, shape.rectify
    if effective and effective.begins and effective.until and effective.until < effective.begins:
        spot.at("effective", "until").note("失效日期早于生效日期")
    if rectify and (rectify.by is None) == (rectify.days is None):
        spot.at("rectify").note("整改期限只写一种：by（日期）或 days（天数）")


def _check_conventions(shape: PolicyShape, known: Known, spot: Spot) -> None:
    for name, value in shape.conventions.items():
        if name not in known.conventions:
            spot.at(name).note_key(f"没有名为“{name}”的口径{nearest(name, known.conventions)}")
        elif text := setting_misfit(known.conventions[name], frozen(value)):
            spot.at(name).note(text)


def _check_text(clause: ClauseShape, parent: Policy | None, spot: Spot) -> None:
    """A clause is quoted once: where it stands first."""
    refs = {one.ref for one in parent.clauses} if parent else set()
    if clause.ref in refs and clause.text is not None:
        spot.at("text").note_key("上级政策已有此条款，不必再写原文")
    if clause.ref not in refs and clause.text is None:
        hint = f"（上级政策没有条款“{clause.ref}”{nearest(clause.ref, refs)}）" if parent else ""
        spot.note(f"缺少条款原文 text{hint}")


def _check_one_answer(clause: ClauseShape, spot: Spot) -> None:
    answers = [name for name in _ANSWERS if getattr(clause, name) is not None]
    if not answers and not clause.off:
        spot.note("条款没有答复：在 rules、manual、outside 中写一种")
    if len(answers) > 1:
        spot.note(f"条款只能有一种答复，现有：{'、'.join(answers)}")


def _check_off(clause: ClauseShape, parent: Policy | None, spot: Spot) -> None:
    """Only what the parent asks for under the same clause can be switched off, and something must remain."""
    if not clause.off:
        return
    asked = {one.ref: set(one.rules) for one in parent.clauses}.get(clause.ref, set()) if parent else set()
    for id_ in clause.off:
        if id_ not in asked:
            spot.at(id_).note_key(f"上级政策的这一条没有要求规则“{id_}”{nearest(id_, asked)}，不必停用")
        if id_ in (clause.rules or {}):
            spot.at(id_).note_key(f"规则“{id_}”又要求又停用，请去掉一处")
    if clause.manual or clause.outside:
        spot.note_key("已改答 manual 或 outside，不必再写 off")
    elif asked and asked <= set(clause.off) and not clause.rules:
        spot.note_key("这一条的规则全部停用，请改写 outside（原因）或 manual（怎样核）")


def _check_numbers(id_: str, numbers: Mapping[str, Number], known: Known, spot: Spot) -> None:
    rule = known.rules.get(id_)
    if rule is None:
        spot.note_key(_no_rule(id_, known.rules))
        return
    for name, number in numbers.items():
        parameter = rule.parameters.get(name)
        if parameter is None:
            spot.at(name).note_key(f"规则“{id_}”没有参数“{name}”{nearest(name, rule.parameters)}")
        else:
            _check_number(number, parameter, spot.at(name))


def _check_number(number: Number, parameter: Parameter, spot: Spot) -> None:
    """One value, or the values of all dates; they change on the first of a month, for a month is judged whole."""
    steps = number.steps if isinstance(number, Dated) else ((date.min, number),)
    for index, (begins, value) in enumerate(steps):
        here = spot.at(index, "value") if isinstance(number, Dated) else spot
        if text := misfit(value, parameter.default, parameter.choices):
            here.note(text)
        if index and begins <= steps[index - 1][0]:
            spot.at(index, "from").note("日期应从早到晚，各不相同")
        if index and begins.day != 1:
            spot.at(index, "from").note("一个月只按一个数核验，请写某月1日")


def _no_rule(id_: str, rules: Mapping[str, Rule]) -> str:
    renamed = next((rule.id for rule in rules.values() if id_ in rule.formerly), None)
    return f"规则“{id_}”已改名为“{renamed}”" if renamed else f"没有规则“{id_}”{nearest(id_, rules)}"
