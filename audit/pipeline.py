"""The whole flow in order: files → rows → facts → outcomes → findings → one report. Nothing else knows the order."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from msgspec import Struct

from audit import __version__, catalog, evaluate, findings, reconcile
from audit.model.finding import Finding, Missing, PersonMonth
from audit.model.outcome import Outcome
from audit.model.policy import Policy
from audit.model.received import Received
from audit.model.report import Report
from audit.model.round import Round
from audit.model.source import DataError
from audit.model.tables import Facts, Intake, RuleOutcomes, TypedTables

if TYPE_CHECKING:
    from audit.render.annotations import Annotated


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
    # A run in the workspace reads no file, and need not load what reads them.
    from audit import intake

    say = on_step or _silent
    say("读取规则、政策和表样")
    chosen = choose_policies(policies, month)
    batch = intake.read(paths, catalog.load_imports(), on_file=lambda name: say(f"读取 {name}"))
    return judge_batch(batch, chosen, month=month, as_of=as_of, on_step=say)


def judge_batch(
    batch: Intake, policies: Sequence[Policy], *, month: str, as_of: date, on_step: Callable[[str], None] | None = None
) -> Report:
    """Check what has been read already; as ``check`` otherwise."""
    handed = hand_in(batch, policies, month=month, as_of=as_of, on_step=on_step)
    return report_of(handed, judge(handed.facts, handed.policies, handed.of, on_step=on_step))


def hand_in(
    batch: Intake, policies: Sequence[Policy], *, month: str, as_of: date, on_step: Callable[[str], None] | None = None
) -> "Handed":
    """Type what has been read and make the fact tables, ready to be judged. Raises as ``check``."""
    # As in ``check``: a run in the workspace types nothing.
    from audit import validate

    say = on_step or _silent
    of = Round(
        month, as_of, catalog.load_calendar(), catalog.conventions(policies), catalog.load_identities(), tuple(policies)
    )
    say("校验资料")
    typed = validate.validate(batch, catalog.load_imports())
    require_roster(typed, (*batch.errors, *typed.errors))
    say("比对各来源")
    facts = reconcile.reconcile(typed, batch.sheets, catalog.load_facts(), of=of)
    return Handed(tuple(policies), of, batch, typed, facts)


def _silent(_: str) -> None:
    """Tell nobody."""


class Handed(Struct, frozen=True):
    """What one check has in hand before the rules: policies, round, files, rows and facts."""

    policies: tuple[Policy, ...]
    of: Round
    batch: Intake
    typed: TypedTables
    facts: Facts


class Judged(Struct, frozen=True):
    """What the rules say of the facts: outcomes row by row, and what documents tell of them."""

    engine: str
    outcomes: tuple[RuleOutcomes, ...]
    findings: tuple[Finding, ...]
    unknown: tuple[Missing, ...]
    months: tuple[PersonMonth, ...]
    received: tuple[Received, ...]
    notes: tuple[str, ...]


def judge(
    facts: Facts, policies: Sequence[Policy], of: Round, *, on_step: Callable[[str], None] | None = None
) -> Judged:
    """Evaluate the rules in force twice and make findings. Raises EnginesDisagreeError."""
    with evaluate.sharing(evaluate.CHILDREN):
        return _judge(facts, policies, of, on_step or _silent)


def _judge(facts: Facts, policies: Sequence[Policy], of: Round, say: Callable[[str], None]) -> Judged:
    contracts = catalog.load_facts()
    first = date.fromisoformat(f"{facts.month}-01")
    in_force = catalog.rules_in_force(policies, catalog.load_rules(), month_start=first)
    say(f"核验{len(in_force)}条规则")
    with ThreadPoolExecutor(1) as beside:
        # It takes a process to find out whether the second engine runs here: time enough to make the tables.
        beside.submit(copy_context().run, evaluate.engine_name)
        outcomes = evaluate.evaluate(facts.tables, in_force, contracts)
    say("第二引擎复核")
    opinion = evaluate.second_opinion(facts.tables, in_force, contracts, outcomes)
    _require_agreement(opinion.differences)
    say("整理问题")
    found = findings.make_findings(facts, outcomes, contracts, **precedence())
    return Judged(
        engine=opinion.engine,
        outcomes=tuple(outcomes),
        findings=found,
        unknown=findings.missing_sources(facts, outcomes, contracts),
        months=findings.person_months(facts, found),
        received=reconcile.received_in(facts, villages_of(facts), of.conventions),
        notes=(*opinion.notes, *_rule_errors(outcomes), *catalog.office_notes(policies)),
    )


def report_of(handed: Handed, judged: Judged) -> Report:
    """Put files, facts and what the rules say of them into one report."""
    facts = handed.facts
    return Report(
        program=program(),
        rules_version=catalog.rules_version(catalog.load_rules()),
        engines=("columns", judged.engine),
        policies=handed.policies,
        month=facts.month,
        as_of=facts.as_of,
        township=facts.township,
        villages=villages_of(facts),
        people=len(facts.tables["person_month"]),
        files=handed.batch.files,
        sheets=handed.batch.sheets,
        counts=handed.typed.counts,
        data_errors=tuple(sorted({*handed.batch.errors, *handed.typed.errors, *facts.errors})),
        coverage=findings.coverage(judged.outcomes),
        unknown=findings.told_once(judged.unknown, villages_of(facts)),
        findings=judged.findings,
        months=judged.months,
        notes=judged.notes,
        received=judged.received,
    )


def program() -> str:
    """Name the program with its version, as it stands in every result."""
    return f"zhucun-audit {__version__}"


def annotate(paths: Sequence[Path], report: Report, folder: Path) -> "Annotated":
    """Write the handed-in files that have errors back into ``folder``, with a note on each bad cell."""
    from audit import intake
    from audit.render import annotations

    return annotations.annotate(report, intake.file_paths(paths), folder, intake.sheets_of)


class Precedence(TypedDict):
    """What ``findings.make_findings`` needs to know of one cause, one problem."""

    ranks: Mapping[str, int]
    derive: Callable[[list[dict[str, object]]], list[dict[str, object]]]


def precedence() -> Precedence:
    """Give the ladder of one cause, one problem, and the engine that climbs it."""
    ladder = catalog.load_derivations()["one-cause-one-problem"]
    ranks = {rule: place for place, step in enumerate(ladder.ranks) for rule in step}

    def derive(facts: list[dict[str, object]]) -> list[dict[str, object]]:
        try:
            return evaluate.derive_facts(ladder, facts)
        except evaluate.DerivationError as error:
            raise EnginesDisagreeError(str(error)) from error

    return {"ranks": ranks, "derive": derive}


def _require_agreement(differences: Sequence[str]) -> None:
    if differences:
        told = "\n".join(differences[:20])
        raise EnginesDisagreeError(f"两个引擎的判断不一致，本次结果作废，请把以下内容报告开发人员：\n{told}")


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


def require_roster(typed: TypedTables, errors: Sequence[DataError]) -> None:
    """Raise BadInputError, with what was wrong with the files, where there is no roster among them."""
    if len(typed.frames["roster"]):
        return
    told = "\n".join(error.message for error in errors[:5])
    raise BadInputError(
        f"没有读到花名册，不知道核验哪些人。请把花名册（村、姓名、派出单位、驻村职务、到任时间）放进资料文件夹\n{told}".strip()
    )


def villages_of(facts: Facts) -> tuple[str, ...]:
    """List the villages that the roster's sheets speak for, then those where somebody else is posted."""
    listed = facts.submissions.loc[facts.submissions["source"] == "roster", "village"]
    posted = facts.tables["person_month"]["village"]
    return tuple(dict.fromkeys([*listed, *sorted(set(posted))]))


def _rule_errors(outcomes: Sequence[RuleOutcomes]) -> list[str]:
    return [f"规则{each.rule.rule.id}运行出错，未作判断" for each in outcomes if each.are(Outcome.ERROR).any()]
