"""Issuing documents of a kept run, and telling whether a document is current, superseded or altered."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from audit import catalog, render
from audit.model.report import Report
from audit.store import blobs, documents, log, runs
from audit.store.documents import Issued, New
from audit.store.log import Anchor, By
from audit.store.runs import KeptRun
from audit.workspace import law, running


class Verdict(Struct, frozen=True):
    """What is to be said of a document: ``good`` where it is current and unaltered; the sentence; what was noted."""

    good: bool
    sentence: str
    issued: Issued | None


def issue(run: KeptRun, out: Path, *, by: By) -> list[Issued]:
    """Make the documents of a run, number them, and note them with the log's anchor, which each one bears."""
    printed = documents.anchor()
    serial = documents.count(run.month)
    with law.in_force(run.law):
        report = _with_anchor(running.report_of(run), f"{printed}")
        paths = render.render(report, out, contracts=catalog.load_imports())
    made = [_new(path, report, run, serial + place) for place, path in enumerate(sorted(paths), start=1)]
    documents.issue(made, run=run.number, month=run.month, printed=printed, by=by)
    numbers = {one.number for one in made}
    return [one for one in documents.listed(run.month) if one.number in numbers]


class Draft(Struct, frozen=True):
    """A notice to draft: its kind (约谈通知, 督办单), village, the mark that tells it from others of its kind, the
    problems in it, and what the template is filled with.
    """

    kind: str
    village: str
    mark: str
    contents: Sequence[str]
    context: Mapping[str, object]


def issue_draft(run: KeptRun, draft: Draft, out: Path, *, by: By) -> Issued:
    """Make one notice in Word, number it and note it as ``issue`` does; drafted again it replaces the one before."""
    printed = documents.anchor()
    number = f"{run.month}-{run.number}-{documents.count(run.month) + 1:03d}"
    data = render.notice(draft.kind, {**draft.context, "number": number, "anchor": f"{printed}"})
    path = render.write_file(out / f"{draft.kind}_{render.file_part(draft.village)}_{draft.mark}.docx", data)
    kind = f"{draft.kind}_{draft.mark}.docx"
    made = New(number, kind, path.name, hashlib.sha256(data).hexdigest(), draft.village, list(draft.contents))
    documents.issue([made], run=run.number, month=run.month, printed=printed, by=by)
    return next(one for one in documents.listed(run.month) if one.number == number)


def _with_anchor(report: Report, anchor: str) -> Report:
    return replace(report, notes=(*report.notes, f"日志锚点 {anchor}，可用 zhucun verify 核对日志未被删改"))


def _new(path: Path, report: Report, run: KeptRun, serial: int) -> New:
    village = next((one for one in report.villages if f"_{one}_" in path.name), "")
    mine = [one.id for one in report.findings if village in ("", one.village)]
    kind = f"{path.name.split('_')[0]}{path.suffix}"
    number = f"{run.month}-{run.number}-{serial:03d}"
    return New(number, kind, path.name, hashlib.sha256(path.read_bytes()).hexdigest(), village, mine)


def verify(told: str) -> Verdict:
    """Say of a file, or of a document's number, whether it is current, superseded or altered."""
    path = Path(told)
    if not path.is_file():
        found = documents.find(number=told)
        return (
            _said(found)
            if found
            else Verdict(good=False, sentence=f"没有编号为“{told}”的文书，也没有这个文件", issued=None)
        )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    found = documents.find(sha256=digest)
    if found:
        return _said(found)
    named = documents.find(name=path.name)
    if named:
        return Verdict(good=False, sentence=f"“{path.name}”被改动过，与印发时（{named.number}）不同", issued=named)
    return Verdict(good=False, sentence=f"“{path.name}”不是从这个工作区印发的", issued=None)


def _said(issued: Issued) -> Verdict:
    day = f"{issued.issued_at.astimezone():%Y年%m月%d日}"
    head = f"{issued.number} {issued.name}，{day}由{issued.actor}印发，内含{len(issued.contents)}条问题"
    if issued.replaced_by:
        return Verdict(good=False, sentence=f"{head}，已由{issued.replaced_by}替代", issued=issued)
    return Verdict(good=True, sentence=f"{head}，现行有效，未经改动", issued=issued)


def verify_all(anchors: Mapping[str, Anchor]) -> list[str]:
    """Check the log against these anchors and all issued ones, and kept files against their hashes; tell the faults."""
    faults = log.check({**documents.anchors(), **anchors})
    for kind in blobs.KINDS:
        for name in blobs.all_kept(kind):
            try:
                blobs.read(kind, name)
            except blobs.AlteredError as error:
                faults.append(f"{error.filename}：{error.strerror}")
    for run in runs.of_month():
        faults += [
            f"第{run.number}次核验的{what}不见了"
            for what, name in (("结果", run.findings_json), ("资料清单", run.inputs))
            if not blobs.path_of("reports", name).exists()
        ]
    return faults
