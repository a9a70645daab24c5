"""Stage 6, findings to documents: problem lists, the ledger, ``findings.json``; blank forms.

Annotated copies are made in ``annotations``, which takes along what reads and writes their XML.
"""

from audit.disk import write_file
from audit.render.catalog_docs import policy_docs, rule_docs
from audit.render.coverage_pages import policy_page, rules_page
from audit.render.documents import render
from audit.render.explanation import account_lines, account_plain, explanation_lines, explanation_plain
from audit.render.form_columns import has_form
from audit.render.forms import blank_form
from audit.render.machine import findings_json
from audit.render.month_form import FormMonth, month_form
from audit.render.notices import notice
from audit.render.table_docs import table_docs
from audit.render.text import file_part
from audit.render.workbook import Column, SheetTable, workbook

__all__ = [
    "Column",
    "FormMonth",
    "SheetTable",
    "account_lines",
    "account_plain",
    "blank_form",
    "explanation_lines",
    "explanation_plain",
    "file_part",
    "findings_json",
    "has_form",
    "month_form",
    "notice",
    "policy_docs",
    "policy_page",
    "render",
    "rule_docs",
    "rules_page",
    "table_docs",
    "workbook",
    "write_file",
]
