"""Problems as they stand, what each run saw of them, and what was proposed and decided because of them."""

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


class EscalationRow(models.Model):
    """One proposal, with the decision once a person made it and, of an interview, what was noted when it was held.

    ``holder`` is the key of whom it concerns, ``year`` the calendar year in which it counts.
    """

    id = models.CharField(max_length=16, primary_key=True)
    year = models.IntegerField(db_index=True)
    month = models.CharField(max_length=7)
    measure = models.CharField(max_length=30)
    holder = models.CharField(max_length=200)
    status = models.CharField(max_length=20)
    proposal = models.JSONField()
    decision = models.JSONField(null=True)
    interview = models.JSONField(null=True)
