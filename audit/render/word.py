"""The problem list in Word: a template that the office can edit, filled by docxtpl inside the sandbox."""

import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from audit.render.files import same_zip
from audit.render.sandbox import sandbox


class _Template(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """A Word template whose XML is made ready for jinja once, not for every village."""

    def patch_xml(self, src_xml: str) -> str:
        return _patched(src_xml)


@lru_cache(maxsize=32)
def _patched(xml: str) -> str:
    patched: str = DocxTemplate(None).patch_xml(xml)
    return patched


def fill_word(template: Path, context: Mapping[str, Any]) -> bytes:
    """Fill a Word template with plain dicts; the same context gives the same bytes."""
    document = _Template(template)
    document.render(dict(context), sandbox(), autoescape=True)
    stream = io.BytesIO()
    document.save(stream)
    return same_zip(stream.getvalue())
