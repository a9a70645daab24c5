"""The problem list as one self-contained page without scripts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any


def fill_page(template: Path, context: Mapping[str, Any]) -> bytes:
    """Fill an HTML template with plain dicts; UTF-8."""
    # Only what fills templates pays for loading their library.
    from audit.render.sandbox import sandbox

    return sandbox().from_string(template.read_text(encoding="utf-8")).render(context).encode("utf-8")
