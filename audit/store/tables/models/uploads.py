"""What was handed in: imports, their files and sheets, and which later sheet replaced which."""

from django.db import models


class Import(models.Model):
    """One act of handing in: some files at once, taken or undone together.

    ``correction`` is the reason where somebody had asked to correct what was handed in before.
    """

    made_at = models.DateTimeField()
    actor = models.CharField(max_length=100)
    note = models.CharField(max_length=500, default="", blank=True)
    correction = models.CharField(max_length=500, default="", blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=100, default="", blank=True)


class Upload(models.Model):
    """One file by its content; ``standing`` until its import is undone. The same bytes stand only once, those of a
    photograph once under each of its names (``photo``, "" of other files).

    ``contracts`` is the hash of the table layouts it was read with, ``errors`` what was wrong with file and cells.
    """

    batch = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="uploads")
    position = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=500)
    size = models.BigIntegerField()
    contracts = models.CharField(max_length=64)
    errors = models.JSONField(default=list)
    standing = models.BooleanField(default=True)
    photo = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        """The same content stands once; a second import of it finds the first."""

        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "photo"], condition=models.Q(standing=True), name="same_bytes_stand_once"
            )
        ]


class SheetRead(models.Model):
    """One sheet of a file as it was read: ``rows`` is the hash of its typed rows ("" where it gave none).

    ``meta`` is the sheet itself (title, period, …), ``first_month`` and ``last_month`` are those of its rows ("" for
    standing lists).
    """

    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="sheets")
    position = models.IntegerField()
    table = models.CharField(max_length=100, default="", blank=True)
    rows = models.CharField(max_length=64, default="", blank=True)
    first_month = models.CharField(max_length=7, default="", blank=True)
    last_month = models.CharField(max_length=7, default="", blank=True)
    meta = models.JSONField()
    counts = models.JSONField()

    class Meta:
        """A file has one sheet at each place."""

        constraints = [models.UniqueConstraint(fields=["upload", "position"], name="one_sheet_a_place")]


class Replaced(models.Model):
    """Rows of a sheet that a later one tells again: those of a village (as written) and month, all or some.

    ``rows`` lists their places in the typed rows; it holds as long as the later sheet's file stands.
    """

    by = models.ForeignKey(SheetRead, on_delete=models.PROTECT, related_name="replaces")
    of = models.ForeignKey(SheetRead, on_delete=models.PROTECT, related_name="replaced")
    village = models.CharField(max_length=200, default="", blank=True)
    month = models.CharField(max_length=7, default="", blank=True)
    whole = models.BooleanField()
    rows = models.JSONField()
