"""The list of imports: who handed in what and when, and which of it stands."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct

from audit.store.connect import reading
from audit.store.tables.models import Import


class Handed(Struct, frozen=True):
    """An import that stands: its number, when, and the reason where it is a correction that was asked for."""

    number: int
    at: datetime
    correction: str


def listed() -> Iterator[dict[str, Any]]:
    """List every import, newest first: number, made_at, actor, note, correction, undone_at, files (name, sha256,
    standing).
    """
    with reading():
        for batch in Import.objects.order_by("-pk").prefetch_related("uploads"):
            files = [(one.name, one.sha256, one.standing) for one in batch.uploads.all()]
            yield {
                "number": batch.pk, "made_at": batch.made_at, "actor": batch.actor, "note": batch.note,
                "correction": batch.correction, "undone_at": batch.undone_at, "files": sorted(files),
            }  # fmt: skip


def standing_since(moment: datetime) -> list[Handed]:
    """List the imports after a moment that stand, oldest first."""
    with reading():
        rows = Import.objects.filter(made_at__gt=moment, undone_at=None).order_by("pk")
        return [Handed(one.pk, one.made_at, one.correction) for one in rows]
