"""The problem list as one self-contained page without scripts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from audit.render.environment import sandbox


def fill_page(template: Path, context: Mapping[str, Any]) -> bytes:
    """Fill an HTML template with plain dicts; UTF-8."""
    return sandbox().from_string(template.read_text(encoding="utf-8")).render(context).encode("utf-8")
