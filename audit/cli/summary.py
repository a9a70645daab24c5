"""The readable summary that ``zhucun check`` prints: what was read, what was found, where the documents are."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from audit.cli.console import clean, line, table
from audit.model.finding import Finding
from audit.model.outcome import Kind, Outcome, Severity
from audit.model.policy import Policy
from audit.model.report import Report

FIRST_PROBLEMS, FIRST_OTHERS = 10, 5
_STYLES = {Severity.SERIOUS: "bold red", Severity.MAJOR: "red", Severity.MINOR: "yellow", Severity.HINT: "dim"}


def print_summary(console: Console, report: Report, documents: Sequence[Path], out: Path) -> None:
    """Print the summary of a check whose documents stand in ``out``."""
    print_found(console, report, f" --from {out}")
    _documents(console, documents, out)


def print_found(console: Console, report: Report, source: str = "") -> None:
    """Print what was read and found; ``source`` says to ``zhucun explain`` where the result stands."""
    _head(console, report)
    _sources(console, report)
    _counts(console, report)
    _problems(console, report, source)
    _some(console, "资料不足（没有报送或不完整，不作违规认定）", [item.message for item in report.unknown])
    _some(console, "资料差错（请改正后重新核验）", [error.message for error in report.data_errors])
    _some(console, "说明", list(report.notes))


def _say(console: Console, text: object, style: str = "") -> None:
    console.print(line(text, style), soft_wrap=True)


def _head(console: Console, report: Report) -> None:
    """Township, month, the policies in force, and which engines agreed."""
    year, month = report.month.split("-")
    _say(console, f"{report.township}{year}年{int(month)}月核验（核验日 {report.as_of}）", "bold")
    for policy in report.policies:
        _say(
            console, f"  依据：{policy.title}（{policy.document.number or policy.id}）{_outside(policy, report.month)}"
        )
    _say(console, f"  复核：{'、'.join(report.engines)} 结论一致")


def _outside(policy: Policy, month: str) -> str:
    """What to say of a policy that is applied although the month lies outside its dates."""
    late = policy.effective_from and policy.effective_from.isoformat()[:7] > month
    over = policy.effective_until and policy.effective_until.isoformat()[:7] < month
    if late:
        return f"，{policy.effective_from}起施行，晚于核验月份，因指定而适用"
    return f"，{policy.effective_until}已停止施行，因指定而适用" if over else ""


def _sources(console: Console, report: Report) -> None:
    """Files, sheets, rows, villages and people; unrecognised sheets by name."""
    strange = [sheet for sheet in report.sheets if sheet.table is None]
    rows = sum(count.rows for count in report.counts.values())
    bad = sum(count.bad for count in report.counts.values())
    known = len(report.sheets) - len(strange)
    _say(
        console, f"  资料：{len(report.files)}个文件，识别{known}张表，未识别{len(strange)}张；{rows}行，未采用{bad}行"
    )
    for sheet in strange[:FIRST_OTHERS]:
        _say(console, f"    未识别：{sheet.file}《{sheet.name}》{sheet.note}", "yellow")
    _say(console, f"  范围：{len(report.villages)}个村（社区），{report.people}名队员")


def _counts(console: Console, report: Report) -> None:
    """Findings by kind and severity, and how often each verdict was given."""
    made = table("发现", "合计", *(grade.label for grade in Severity), right=range(1, 6))
    counted = Counter((finding.kind, finding.severity) for finding in report.findings)
    for kind in Kind:
        grades = [counted[kind, grade] for grade in Severity]
        made.add_row(kind.label, *(str(number) for number in (sum(grades), *grades)))
    console.print(made)
    totals = {outcome: sum(getattr(rule, outcome.value) for rule in report.coverage) for outcome in Outcome}
    words = "，".join(f"{outcome.label}{number}" for outcome, number in totals.items() if number)
    _say(console, f"{len(report.coverage)}条规则，判定{sum(totals.values())}次：{words}")


def _problems(console: Console, report: Report, source: str) -> None:
    """The first findings, gravest first."""
    ranked = sorted(report.findings, key=_rank)
    if not ranked:
        _say(console, "没有发现问题。", "green")
        return
    made = table("编号", "类别", "轻重", f"前{min(FIRST_PROBLEMS, len(ranked))}条（共{len(ranked)}条）")
    for finding in ranked[:FIRST_PROBLEMS]:
        grade = line(finding.severity.label, _STYLES[finding.severity])
        made.add_row(clean(finding.id[:8]), finding.kind.label, grade, line(finding.message))
    console.print(made)
    _say(console, f"看某一条的依据：zhucun explain {ranked[0].id[:8]}{source}")


def _rank(finding: Finding) -> tuple[int, int, str, str]:
    return list(Kind).index(finding.kind), finding.severity.rank, finding.village, finding.id


def _some(console: Console, title: str, messages: Sequence[str]) -> None:
    """A heading with the count and the first few messages; nothing when there are none."""
    if not messages:
        return
    _say(console, f"{title}：{len(messages)}项", "bold")
    for message in messages[:FIRST_OTHERS]:
        _say(console, f"  {message}")
    if len(messages) > FIRST_OTHERS:
        _say(console, f"  ……其余{len(messages) - FIRST_OTHERS}项见台账和 findings.json")


def _documents(console: Console, documents: Sequence[Path], out: Path) -> None:
    """Where the documents are, counted by kind of file."""
    kinds = Counter(path.suffix.lstrip(".") for path in documents)
    words = "，".join(f"{number}份 {kind}" for kind, number in sorted(kinds.items()))
    _say(console, f"文书在 {out}：{words}；全部数据在 {out / 'findings.json'}", "bold")
