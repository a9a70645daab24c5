"""Runs: what was judged by what, and what came out."""

from django.db import models


class Law(models.Model):
    """Rules, policies and contracts as they stood, kept as a blob of this hash."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    made_at = models.DateTimeField()


class Run(models.Model):
    """One run of a month: what it was judged by, what it read, what it found; all but figures by hash of a blob."""

    made_at = models.DateTimeField()
    actor = models.CharField(max_length=100)
    month = models.CharField(max_length=7)
    as_of = models.DateField()
    policies = models.JSONField()
    parameters = models.JSONField()
    rules_version = models.CharField(max_length=64)
    program = models.CharField(max_length=100)
    law = models.ForeignKey(Law, on_delete=models.PROTECT)
    inputs = models.CharField(max_length=64)
    units = models.CharField(max_length=64)
    findings_json = models.CharField(max_length=64)
    report = models.CharField(max_length=64)
    figures = models.JSONField()

    class Meta:
        """Runs of a month are looked up newest first."""

        indexes = [models.Index(fields=["month", "id"], name="runs_of_a_month")]


class Found(models.Model):
    """One finding of one run, as far as lists are filtered by it; ``data`` is all of it."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="found")
    finding = models.CharField(max_length=16)
    rule = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    severity = models.CharField(max_length=20)
    village = models.CharField(max_length=100)
    person = models.CharField(max_length=100, default="", blank=True)
    unit = models.CharField(max_length=200, default="", blank=True)
    data = models.JSONField()

    class Meta:
        """A run has a finding once."""

        constraints = [models.UniqueConstraint(fields=["run", "finding"], name="a_finding_once_a_run")]


class UnitResult(models.Model):
    """What judging some villages gave, kept under the fingerprint of everything that it depends on."""

    fingerprint = models.CharField(max_length=64, primary_key=True)
    result = models.CharField(max_length=64)


class Shared(models.Model):
    """What a sheet says of whom, kept under the fingerprint of its rows and of the roster."""

    fingerprint = models.CharField(max_length=64, primary_key=True)
    data = models.JSONField()
