"""A rule made ready for any evaluator: parameters bound, derived names put in, every expression over columns only."""

import ast
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from audit.expression import ExpressionError, bind, column_kind, inline, kind, names, parse, reads
from audit.model.contract import FactContract
from audit.model.rule import RuleInForce


class Test(Struct, frozen=True):
    """One ``where`` condition: its tree, the columns that must not be null, and the reason where it fails.

    Where ``lacks`` names columns, a row that fails is unknown for want of them.
    """

    tree: ast.Expression
    reads: tuple[str, ...]
    reason: str
    lacks: tuple[str, ...] = ()


class Prepared(Struct, frozen=True):
    """A rule in force over one fact table.

    ``reads`` names the columns that must not be null once every ``where`` holds (those of ``derive`` and ``when``);
    ``kinds`` says what each derived value is (bool, number, text, date); ``columns`` names every column mentioned.
    """

    rule: RuleInForce
    where: tuple[Test, ...]
    derive: Mapping[str, ast.Expression]
    kinds: Mapping[str, str]
    when: ast.Expression
    reads: tuple[str, ...]
    columns: tuple[str, ...]


@lru_cache(256)
def prepare(rule: RuleInForce, contract: FactContract) -> Prepared:
    """Bind and inline a rule; ExpressionError when it mixes kinds, names what is not there, or decides no truth.

    Kept, for both engines ask for the same rules.
    """
    kinds = {name: column_kind(column.type) for name, column in contract.columns.items()}
    derive: dict[str, ast.Expression] = {}
    for name, text in rule.rule.derive.items():
        derive[name] = inline(bind(parse(text), rule.parameters), derive)
    derived_kinds = {name: kind(tree, kinds) for name, tree in derive.items()}
    tests = [_condition(condition.expression, rule, derive, kinds) for condition in (*rule.rule.where,)]
    when = _condition(rule.rule.when, rule, derive, kinds)
    judged = [*derive.values(), when]
    return Prepared(
        rule=rule,
        where=tuple(
            Test(
                tree=tree,
                reads=tuple(sorted(reads(tree))),
                reason=condition.text,
                lacks=(condition.lacking,) if condition.lacking else (),
            )
            for tree, condition in zip(tests, rule.rule.where, strict=True)
        ),
        derive=derive,
        kinds=derived_kinds,
        when=when,
        reads=tuple(sorted(frozenset[str]().union(*map(reads, judged)))),
        columns=tuple(sorted(frozenset[str]().union(*map(names, [*tests, *judged])))),
    )


def _condition(
    text: str, rule: RuleInForce, derive: Mapping[str, ast.Expression], kinds: Mapping[str, str]
) -> ast.Expression:
    tree = inline(bind(parse(text), rule.parameters), derive)
    if kind(tree, kinds) != "bool":
        raise ExpressionError(f"“{text}”不是条件，请写成比较")
    return tree
