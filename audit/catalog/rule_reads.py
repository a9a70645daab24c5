"""Which columns a rule reads, and so which sources must be handed in for it to be judged."""

from collections.abc import Iterator, Mapping

from audit import expression
from audit.model.contract import FactColumn, FactContract
from audit.model.rule import Rule


def columns_read(rule: Rule, contracts: Mapping[str, FactContract]) -> tuple[FactColumn, ...]:
    """Give the columns of its fact table that a rule's expressions mention, and the day columns it lists, in order."""
    contract = contracts[rule.each]
    mentioned = {name for text in _expressions(rule) for name in expression.names(expression.parse(text))}
    days = contracts[contract.day_table].columns if contract.day_table else {}
    listed = [days[name] for name in rule.days.values() if name in days]
    return (*(column for name, column in contract.columns.items() if name in mentioned), *listed)


def sources_read(rule: Rule, contracts: Mapping[str, FactContract]) -> tuple[str, ...]:
    """Give the sources without which some value that the rule reads is missing, each once."""
    return tuple(dict.fromkeys(source for column in columns_read(rule, contracts) for source in column.sources))


def _expressions(rule: Rule) -> Iterator[str]:
    yield from (condition.expression for condition in (*rule.where, *rule.also))
    yield rule.when
    yield from rule.derive.values()
    yield from (grade.expression for grade in rule.severity if grade.expression is not None)
