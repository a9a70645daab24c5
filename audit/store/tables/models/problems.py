"""Problems as they stand, and what each run saw of them."""

from django.db import models

from audit.store.tables.models.runs import Run


class ProblemRow(models.Model):
    """One line of the ledger: what lists are filtered by, and the whole problem with its history as plain values."""

    id = models.CharField(max_length=40, primary_key=True)
    month = models.CharField(max_length=7, db_index=True)
    rule = models.CharField(max_length=100)
    village = models.CharField(max_length=100)
    person = models.CharField(max_length=100, default="", blank=True)
    unit = models.CharField(max_length=200, default="", blank=True)
    status = models.CharField(max_length=20)
    due_on = models.DateField(null=True)
    data = models.JSONField()


class Comparison(models.Model):
    """What a run made of the findings known before it: each one's change, and what is known after it."""

    run = models.OneToOneField(Run, on_delete=models.PROTECT, primary_key=True)
    changes = models.JSONField()
    known = models.JSONField()
