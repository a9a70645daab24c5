"""What went out: documents by number, and months whose list was issued."""

from django.db import models

from audit.store.tables.models.runs import Run


class Document(models.Model):
    """One issued document: its number, the hash of its bytes, what was in it, and the log's anchor printed in it.

    ``replaced_by`` is the document that was issued in its place.
    """

    number = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=60)
    name = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="documents")
    month = models.CharField(max_length=7)
    village = models.CharField(max_length=100, default="", blank=True)
    issued_at = models.DateTimeField()
    actor = models.CharField(max_length=100)
    contents = models.JSONField()
    anchor = models.CharField(max_length=100)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaces")


class MonthLock(models.Model):
    """A month whose list is issued: what changes afterwards is a supplement, and flagged."""

    month = models.CharField(max_length=7, primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT)
    locked_at = models.DateTimeField()
    actor = models.CharField(max_length=100)
