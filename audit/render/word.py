"""The problem list in Word: a template that the office can edit, filled by docxtpl inside the sandbox."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from audit.render.environment import sandbox
from audit.render.files import same_zip


def fill_word(template: Path, context: Mapping[str, Any]) -> bytes:
    """Fill a Word template with plain dicts; the same context gives the same bytes."""
    document = DocxTemplate(template)
    document.render(dict(context), sandbox(), autoescape=True)
    stream = io.BytesIO()
    document.save(stream)
    return same_zip(stream.getvalue())
