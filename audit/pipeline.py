"""The whole flow in order: files → rows → facts → outcomes → findings → one report. Nothing else knows the order."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from audit import __version__, catalog, evaluate, findings, intake, reconcile, validate
from audit.model.policy import Policy
from audit.model.report import Report
from audit.model.round import Round
from audit.model.source import DataError
from audit.model.tables import Facts, Intake, RuleOutcomes, TypedTables


class BadInputError(ValueError):
    """What was handed in cannot be judged at all; the message says what to do."""


class EnginesDisagreeError(RuntimeError):
    """The two engines gave different outcomes, so nothing may be published; the message names rules and rows."""


def check(
    paths: Sequence[Path],
    *,
    policies: Sequence[str],
    month: str,
    as_of: date,
    on_step: Callable[[str], None] | None = None,
) -> Report:
    """Check one month (``2023-11``) of the files in ``paths`` against policies, as of a day.

    ``policies`` are ids that hold for the month whatever their dates; empty takes those in force by date. ``on_step``
    is told each step in Chinese. Raises BadInputError, EnginesDisagreeError, CatalogError, YearMissingError.
    """
    say = on_step or (lambda _: None)
    say("读取规则、政策和表样")
    rules, chosen = catalog.load_rules(), choose_policies(policies, month)
    in_force = catalog.rules_in_force(chosen, rules, month_start=date.fromisoformat(f"{month}-01"))
    contracts, imports = catalog.load_facts(), catalog.load_imports()
    batch = intake.read(paths, imports, on_file=lambda name: say(f"读取 {name}"))
    say("校验资料")
    typed = validate.validate(batch, imports)
    _require_roster(batch, typed)
    say("比对各来源")
    of = Round(month, as_of, catalog.load_calendar(), catalog.conventions(chosen))
    facts = reconcile.reconcile(typed, batch.sheets, contracts, of=of)
    say(f"核验{len(in_force)}条规则")
    outcomes = evaluate.evaluate(facts.tables, in_force, contracts)
    say("第二引擎复核")
    opinion = evaluate.second_opinion(facts.tables, in_force, contracts, outcomes)
    if opinion.differences:
        raise EnginesDisagreeError(
            "两个引擎的判断不一致，本次结果作废，请把以下内容报告开发人员：\n" + "\n".join(opinion.differences[:20])
        )
    say("整理问题")
    precedence = catalog.load_derivations()["one-cause-one-problem"]
    found = findings.make_findings(
        facts,
        outcomes,
        contracts,
        ranks=evaluate.ranks(precedence),
        derive=lambda known: evaluate.derive_facts(precedence, known),
    )
    return Report(
        program=f"zhucun-audit {__version__}",
        rules_version=catalog.rules_version(rules),
        engines=("columns", opinion.engine),
        policies=tuple(chosen),
        month=month,
        as_of=as_of,
        township=facts.township,
        villages=_villages(facts),
        people=len(facts.tables["person_month"]),
        files=batch.files,
        sheets=batch.sheets,
        counts=typed.counts,
        data_errors=_all_errors(batch, typed, facts),
        coverage=findings.coverage(outcomes),
        unknown=findings.missing_sources(facts, outcomes, contracts),
        findings=found,
        months=findings.person_months(facts, found),
        notes=(*opinion.notes, *_rule_errors(outcomes)),
    )


def choose_policies(wanted: Sequence[str], month: str) -> tuple[Policy, ...]:
    """Give the named policies, or those in force by date; BadInputError for an unknown id or none in force."""
    known = catalog.load_policies()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise BadInputError(f"没有编号为“{'、'.join(unknown)}”的政策，现有：{'、'.join(known)}")
    chosen = tuple(known[name] for name in wanted) or catalog.policies_in_force(known, month=month)
    if not chosen:
        raise BadInputError(f"{month}没有生效的政策，请用 --policy 指定，现有：{'、'.join(known)}")
    return chosen


def _require_roster(batch: Intake, typed: TypedTables) -> None:
    if len(typed.frames["roster"]):
        return
    told = "\n".join(error.message for error in (*batch.errors, *typed.errors)[:5])
    raise BadInputError(
        f"没有读到花名册，不知道核验哪些人。请把花名册（村、姓名、派出单位、驻村职务、到任时间）放进资料文件夹\n{told}".strip()
    )


def _villages(facts: Facts) -> tuple[str, ...]:
    listed = facts.submissions.loc[facts.submissions["source"] == "roster", "village"]
    posted = facts.tables["person_month"]["village"]
    return tuple(dict.fromkeys([*listed, *sorted(set(posted))]))


def _all_errors(batch: Intake, typed: TypedTables, facts: Facts) -> tuple[DataError, ...]:
    return tuple(sorted({*batch.errors, *typed.errors, *facts.errors}))


def _rule_errors(outcomes: Sequence[RuleOutcomes]) -> list[str]:
    return [f"规则{each.rule.rule.id}运行出错，未作判断" for each in outcomes if (each.outcome == "error").any()]
