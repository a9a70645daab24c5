"""The log: every change one row, each holding the hash of the one before."""

from django.db import models


class LogEntry(models.Model):
    """One change. ``hash`` is that of all other columns and of the entry before; triggers refuse any alteration."""

    number = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=40)
    actor = models.CharField(max_length=100)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    detail = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
