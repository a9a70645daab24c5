"""Stage 6, findings to documents: problem lists in Word and HTML, the ledger workbook, ``findings.json``."""

from audit.render.annotations import Annotated, annotate
from audit.render.documents import render
from audit.render.files import write_file
from audit.render.machine import findings_json

__all__ = ["Annotated", "annotate", "findings_json", "render", "write_file"]
