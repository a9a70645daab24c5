"""``zhucun policy coverage``: how the clauses of a notice are answered, with counts; on request as a coloured page."""

from pathlib import Path
from typing import Annotated

import typer

from audit.cli.catalogs import chosen_policy, loaded
from audit.cli.console import clean, console, line, table

HELP = "条款账：一个政策文件的条款各是怎样答复的（规则核验、人工核验、不归本程序），各有多少条。"
_STYLES = {"rules": "green", "manual": "yellow", "outside": "bright_black"}


def coverage(
    policy_id: Annotated[str, typer.Argument(metavar="ID", help="政策编号，见 zhucun policy list")],
    html: Annotated[Path | None, typer.Option(help="另写一个带颜色的网页到这个文件", metavar="FILE")] = None,
) -> None:
    """Print every clause with its answer, then the counts; exit code 2 when there is no policy of this id."""
    from audit import catalog, render
    from audit.render.clause_words import ANSWERS, answer_counts, answer_lines, answer_of

    rules, policies = loaded(catalog.load_rules), loaded(catalog.load_policies)
    policy = chosen_policy(policies, policy_id)
    made = table("条款", "原文", "答复", "怎样核")
    for clause in policy.clauses:
        answer = answer_of(clause)
        said = "\n".join(answer_lines(clause, rules))
        made.add_row(clean(clause.ref), clean(clause.text), line(ANSWERS[answer], _STYLES[answer]), clean(said))
    screen = console()
    screen.print(line(f"{policy.title}　{policy.document.number}", "bold"), soft_wrap=True)
    screen.print(made)
    counts = answer_counts(policy)
    parts = (f"{ANSWERS[name]}{number}条（{number / len(policy.clauses):.1%}）" for name, number in counts.items())
    screen.print(line(f"共{len(policy.clauses)}条：{'，'.join(parts)}", "bold"))
    if html:
        render.write_file(html, render.policy_page(policy, rules))
        screen.print(line(f"网页 {html}"), soft_wrap=True)
