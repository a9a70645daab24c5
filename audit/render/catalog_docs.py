"""docs/policies.md and docs/rules.md: every clause with its answer, every rule with the clauses that ask for it."""

from collections.abc import Iterator, Mapping, Sequence

from audit.catalog.rule_reads import sources_read
from audit.model.contract import FactContract
from audit.model.policy import Policy
from audit.model.rule import Parameter, Rule
from audit.model.source import SOURCE_TITLES
from audit.render.clause_words import (
    ANSWERS,
    answer_counts,
    answer_lines,
    answer_of,
    asking,
    by_subject,
    choices_words,
    number_words,
    numbers_words,
    quoted_lines,
)
from audit.render.markdown import cell, lines_cell, table

_MADE = """不要手改。改了规则或政策，重新生成：
`python3 -m pytest tests/unit/render/test_render_catalog.py --update-golden`。
"""
_POLICIES = f"""# 政策逐条答复

本页由 `rules/policies/` 生成，{_MADE}
每条原文照录，只有一种答复：规则核验、人工核验（写明怎样核、记在哪一行）、不归本程序（写明为什么）。
带颜色的网页：`zhucun policy coverage 编号 --html 文件`。
"""
_RULES = f"""# 规则一览

本页由 `rules/` 生成，{_MADE}
规则怎样写见 [rules/README.md](../rules/README.md)。参数的默认值只在政策没有写数字时使用。
本月各有多少通过、不通过：`zhucun rules list --from 结果 --html 文件`。
"""


def policy_docs(policies: Sequence[Policy], rules: Mapping[str, Rule]) -> str:
    """Write docs/policies.md: the notices with their counts, then each clause by clause."""
    rows = ((cell(one.title), f"`{one.id}`", *_counted(one)) for one in policies)
    lines = [_POLICIES, *table(("文件", "编号", "条款", *ANSWERS.values()), rows)]
    for policy in policies:
        lines += ["", *_policy(policy, rules)]
    return "\n".join(lines) + "\n"


def _counted(policy: Policy) -> list[str]:
    counts = answer_counts(policy)
    return [str(number) for number in (len(policy.clauses), *counts.values())]


def _policy(policy: Policy, rules: Mapping[str, Rule]) -> Iterator[str]:
    document = policy.document
    yield f"## {policy.title} `{policy.id}`"
    yield ""
    yield f"{document.number or '无文号'}，{document.issuer}，{document.issued or '日期不详'}。"
    if policy.note:
        yield cell(policy.note.strip())
    yield ""
    rows = (
        (cell(one.ref), lines_cell(quoted_lines(one)), ANSWERS[answer_of(one)], lines_cell(answer_lines(one, rules)))
        for one in policy.clauses
    )
    yield from table(("条款", "原文", "答复", "怎样核"), rows)


def rule_docs(rules: Mapping[str, Rule], policies: Sequence[Policy], contracts: Mapping[str, FactContract]) -> str:
    """Write docs/rules.md: the rules by subject, then each with what it reads, its numbers and who asks for it."""
    lines = [_RULES]
    for subject, chosen in by_subject(rules.values()):
        rows = (
            (cell(one.title), f"`{one.id}`", one.catalogue, one.kind.label, cell(contracts[one.each].title))
            for one in chosen
        )
        lines += [f"## {subject}", "", *table(("规则", "编号", "目录", "性质", "事实表"), rows), ""]
        for rule in chosen:
            lines += [*_rule(rule, policies, contracts), ""]
    return "\n".join(lines).rstrip() + "\n"


def _rule(rule: Rule, policies: Sequence[Policy], contracts: Mapping[str, FactContract]) -> Iterator[str]:
    sources = "、".join(SOURCE_TITLES.get(source, source) for source in sources_read(rule, contracts))
    skipped = "；".join(condition.text for condition in rule.where if condition.text)
    grades = "、".join(dict.fromkeys(grade.severity.label for grade in rule.severity))
    asked = rule.rectification
    yield f"### {rule.title} `{rule.id}`"
    yield ""
    yield cell(rule.about.strip())
    yield ""
    yield f"- 不合的条件：`{rule.when}`"
    yield from [f"- 不适用：{cell(skipped)}"] if skipped else []
    yield f"- 要用的来源：{sources or '不缺'}"
    yield f"- 轻重：{grades}；整改：{cell(asked.do)}（{cell(asked.owner)}，{asked.days}天）"
    if rule.parameters:
        yield ""
        yield from table(("参数", "意思", "默认", "可选"), (_parameter(one) for one in rule.parameters.values()))
    yield ""
    rows = (
        (f"`{policy.id}`", cell(clause.ref), cell(numbers_words(clause.rules[rule.id], rule.parameters)))
        for policy, clause in asking(rule.id, policies)
    )
    yield from table(("政策", "条款", "数字"), rows)


def _parameter(parameter: Parameter) -> tuple[str, ...]:
    default = number_words(parameter.default, parameter)
    return f"`{parameter.name}`", cell(parameter.title), cell(default), cell(choices_words(parameter))
