"""What the shape of a rule cannot say: that every name it mentions exists, and that its cases are enough."""

import ast
import string
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from audit import expression
from audit.catalog.case_checks import check_cases
from audit.catalog.documents import Keys
from audit.catalog.problems import Spot, nearest
from audit.catalog.values import half_misfit, kind, misfit
from audit.expression import ExpressionError
from audit.model.contract import FactContract
from audit.model.rule import Rule

_UNSURE = "unsure"
_TEMPLATES = ("{%", "{{", "}}", "{#")


class _Check(Struct, frozen=True):
    """One rule under examination, beside the fact table it reads."""

    rule: Rule
    contract: FactContract
    spot: Spot

    def note(self, keys: Keys, text: str) -> None:
        self.spot.at(*keys).note(text)


def check_rule(
    rule: Rule, contracts: Mapping[str, FactContract], sources: Collection[str], spot: Spot, *, boundaries: int
) -> None:
    """Note everything wrong with one rule, given all fact contracts and the sources that they name.

    ``boundaries`` counts cases marked as such.
    """
    contract = contracts.get(rule.each)
    if contract is None:
        spot.at("each").note(f"没有事实表“{rule.each}”{nearest(rule.each, contracts)}")
        return
    check = _Check(rule, contract, spot)
    _check_parameters(check)
    _check_one_meaning(check)
    trees = _check_expressions(check)
    _check_titles(check)
    _check_ladder(check)
    _check_texts(check)
    _check_used(check, trees)
    _check_days(check, contracts)
    _check_group(check)
    _check_evidence(check, sources)
    _check_lacking(check)
    ordered = any(isinstance(node, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for tree in trees for node in ast.walk(tree))
    check_cases(rule, contract, spot.at("cases"), boundary_missing=ordered and not boundaries)


def _check_parameters(check: _Check) -> None:
    for name, parameter in check.rule.parameters.items():
        if parameter.choices:
            text = misfit(parameter.default, next(iter(parameter.choices)), parameter.choices)
        else:
            text = half_misfit(parameter.default) if kind(parameter.default) != "null" else "默认值不能为空"
        if text:
            check.note(("parameters", name, "default"), text)


def _check_one_meaning(check: _Check) -> None:
    """A name means one thing: a column, a parameter, a derived value or a list of days."""
    meanings = dict.fromkeys(check.contract.columns, "事实表的列")
    for part, title in (("parameters", "参数"), ("derive", "派生量"), ("days", "日期清单")):
        for name in getattr(check.rule, part):
            if name in meanings:
                check.spot.at(part, name).note_key(f"名称已用作{meanings[name]}")
            meanings[name] = title


def _check_titles(check: _Check) -> None:
    """Only derived values get a title here; columns and parameters have their own."""
    for name in check.rule.titles.keys() - check.rule.derive.keys():
        check.spot.at("titles", name).note_key(f"规则没有派生量“{name}”{nearest(name, check.rule.derive)}")


def _expressions(rule: Rule) -> Iterator[tuple[Keys, str, str]]:
    """Every expression of a rule in the order of judgement: where it stands, its text, and the name it defines."""
    for name, text in rule.derive.items():
        yield ("derive", name), text, name
    for index, condition in enumerate(rule.where):
        yield ("where", index, "is"), condition.expression, ""
    yield ("when",), rule.when, ""
    for index, grade in enumerate(rule.severity):
        if grade.expression is not None:
            yield ("severity", index, "when"), grade.expression, ""
    for index, condition in enumerate(rule.also):
        yield ("also", index, "when"), condition.expression, ""


def _check_expressions(check: _Check) -> list[ast.Expression]:
    """Parse every expression, each knowing only what was derived before it; gives those that parse."""
    kinds = {name: expression.column_kind(column.type) for name, column in check.contract.columns.items()}
    kinds |= {name: kind(parameter.default) for name, parameter in check.rule.parameters.items()}
    trees = []
    for keys, text, defines in _expressions(check.rule):
        tree = _parsed(check, keys, text)
        found = _kind(check, keys, tree, kinds)
        if tree is not None:
            trees.append(tree)
        if defines:
            kinds[defines] = found
        elif found not in ("bool", _UNSURE):
            check.note(keys, f"应为可判断真假的条件，“{text}”不是")
    return trees


def _parsed(check: _Check, keys: Keys, text: str) -> ast.Expression | None:
    try:
        return expression.parse(text)
    except ExpressionError as error:
        check.note(keys, str(error))
        return None


def _kind(check: _Check, keys: Keys, tree: ast.Expression | None, kinds: Mapping[str, str]) -> str:
    """What the expression gives; names nobody knows are noted, and one error does not cause others."""
    if tree is None:
        return _UNSURE
    mentioned = expression.names(tree)
    for name in sorted(mentioned - kinds.keys()):
        check.note(keys, _unknown(name, kinds))
    if any(kinds.get(name, _UNSURE) == _UNSURE for name in mentioned):
        return _UNSURE
    try:
        return expression.kind(tree, kinds)
    except ExpressionError as error:
        check.note(keys, str(error))
        return _UNSURE


def _unknown(name: str, known: Iterable[str]) -> str:
    return f"没有“{name}”这一列、参数或派生量{nearest(name, known)}"


def _check_used(check: _Check, trees: Iterable[ast.Expression]) -> None:
    """A number that nothing reads would let a policy believe it had set something."""
    used = {name for tree in trees for name in expression.names(tree)}
    used |= {name for _, text in _texts(check.rule) for name in _fields(text) or ()}
    for name in check.rule.parameters:
        if name not in used:
            check.spot.at("parameters", name).note_key("这个参数没有用到")


def _check_ladder(check: _Check) -> None:
    """Only the last step of the severity ladder holds without a condition, so that every hit has one."""
    last = len(check.rule.severity) - 1
    for index, grade in enumerate(check.rule.severity):
        if index < last and grade.expression is None:
            check.note(("severity", index), "没有 when 的一级应放在最后")
        if index == last and grade.expression is not None:
            check.note(("severity", index, "when"), "最后一级不写 when，其余情形都归入它")


def _texts(rule: Rule) -> Iterator[tuple[Keys, str]]:
    yield ("message",), rule.message
    for index, condition in enumerate(rule.also):
        yield ("also", index, "say"), condition.text
    for index, condition in enumerate(rule.where):
        yield ("where", index, "else"), condition.text


def _check_texts(check: _Check) -> None:
    rule = check.rule
    values = {*check.contract.columns, *rule.parameters, *rule.derive}
    for keys, text in _texts(rule):
        known = values if keys[0] == "where" else values | rule.days.keys()
        if any(mark in text for mark in _TEMPLATES):
            check.note(keys, "不能用模板语法；花括号里只写名称，如“{person}”")
            continue
        fields = _fields(text)
        if fields is None:
            check.note(keys, "花括号没有配对")
        for name in fields or ():
            if name not in known:
                check.note(keys, f"花括号里的“{name}”不是列、参数、派生量或日期清单{nearest(name, known)}")


def _fields(text: str) -> list[str] | None:
    """What stands in braces, formats and all, since only plain names are known; None when braces do not pair."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return None
    return [
        f"{name}{'!' if conversion else ''}{conversion or ''}{':' if spec else ''}{spec}"
        for _, name, spec, conversion in parts
        if name is not None
    ]


def _check_days(check: _Check, contracts: Mapping[str, FactContract]) -> None:
    table = contracts.get(check.contract.day_table or "")
    columns = table.columns if table else {}
    for name, column in check.rule.days.items():
        if column not in columns:
            check.note(("days", name), f"日表没有列“{column}”{nearest(column, columns)}")
        elif columns[column].type != "bool":
            check.note(("days", name), f"日表的列“{column}”不是是非列")


def _check_group(check: _Check) -> None:
    group, columns = check.rule.group, check.contract.columns
    if group is None:
        return
    if group not in columns:
        check.note(("group",), f"本表没有列“{group}”{nearest(group, columns)}")
    elif columns[group].type != "date":
        check.note(("group",), f"列“{group}”不是日期列，不能用来合并")


def _check_evidence(check: _Check, sources: Collection[str]) -> None:
    for index, source in enumerate(check.rule.evidence):
        if source not in sources:
            check.note(("evidence", index), f"没有数据来源“{source}”{nearest(source, sources)}")


def _check_lacking(check: _Check) -> None:
    for index, condition in enumerate(check.rule.where):
        if condition.lacking and condition.lacking not in check.contract.columns:
            close = nearest(condition.lacking, check.contract.columns)
            check.note(("where", index, "lacking"), f"本表没有列“{condition.lacking}”{close}")
