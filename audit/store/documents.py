"""Issued documents: number, hash, contents; current, superseded or altered; and the lock of a month."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from audit.store import log
from audit.store.connect import reading, writing
from audit.store.log import Anchor, By
from audit.store.tables.models import Document, MonthLock


class MonthLockedError(LookupError):
    """The month's list is issued already, or is not; the message says which."""


class Issued(Struct, frozen=True):
    """One issued document as it was noted; ``replaced_by`` is the number of the one issued in its place."""

    number: str
    kind: str
    name: str
    sha256: str
    run: int
    month: str
    village: str
    issued_at: datetime
    actor: str
    contents: Sequence[str]
    anchor: str
    replaced_by: str


class New(Struct, frozen=True):
    """A document to note: number, kind, file name, hash, village ("" for the township) and the findings in it."""

    number: str
    kind: str
    name: str
    sha256: str
    village: str
    contents: Sequence[str]


def anchor() -> Anchor:
    """Give the log's anchor to print in documents that are made now."""
    with reading():
        return log.anchor()


def issue(made: Sequence[New], *, run: int, month: str, printed: Anchor, by: By) -> None:
    """Note issued documents in one transaction; each replaces the last of its kind, month and village."""
    with writing():
        for one in made:
            earlier = Document.objects.filter(kind=one.kind, month=month, village=one.village, replaced_by=None)
            older = list(earlier)
            row = Document.objects.create(
                number=one.number, kind=one.kind, name=one.name, sha256=one.sha256, run_id=run, month=month,
                village=one.village, issued_at=by.at, actor=by.actor, contents=list(one.contents), anchor=str(printed),
            )  # fmt: skip
            Document.objects.filter(pk__in=[old.pk for old in older]).update(replaced_by=row)
        told: Mapping[str, str] = {one.number: one.sha256 for one in made}
        log.add(by, "印发文书", f"run:{run}", {"month": month, "documents": told, "anchor": str(printed)})


def find(*, number: str = "", sha256: str = "", name: str = "") -> Issued | None:
    """Find a document by its number, else by its hash, else the newest of a file name."""
    with reading():
        rows = Document.objects.order_by("-pk").select_related("replaced_by")
        wanted = {"number": number, "sha256": sha256, "name": name}
        row = rows.filter(**{key: value for key, value in wanted.items() if value}).first()
        return _issued(row) if row else None


def listed(month: str = "") -> list[Issued]:
    """List documents, newest first."""
    with reading():
        rows = Document.objects.order_by("-pk").select_related("replaced_by")
        return [_issued(row) for row in (rows.filter(month=month) if month else rows)]


def count(month: str) -> int:
    """Count the documents that were issued of a month."""
    with reading():
        return Document.objects.filter(month=month).count()


def _issued(row: Document) -> Issued:
    return Issued(
        row.number, row.kind, row.name, row.sha256, row.run_id, row.month, row.village, row.issued_at, row.actor,
        row.contents, row.anchor, row.replaced_by.number if row.replaced_by else "",
    )  # fmt: skip


def lock(month: str, run: int, *, by: By) -> None:
    """Note that a month's list is issued: what changes afterwards is a supplement. MonthLockedError."""
    with writing():
        if MonthLock.objects.filter(month=month).exists():
            raise MonthLockedError(f"{month}已经锁定，清单已印发")
        MonthLock.objects.create(month=month, run_id=run, locked_at=by.at, actor=by.actor)
        log.add(by, "锁定月份", f"month:{month}", {"run": run})


def locked(month: str) -> int | None:
    """Give the run whose list was issued for a month; None where it is not locked."""
    with reading():
        row = MonthLock.objects.filter(month=month).first()
        return row.run_id if row else None


def anchors() -> dict[str, Anchor]:
    """Give the anchors that issued documents bear, by what bears them."""
    return {f"文书{one.number}": log.read_anchor(one.anchor) for one in listed() if not one.anchor.startswith("0-")}
