"""Drafts of notices in Word (约谈通知, 督办单): templates that the office can edit, filled inside the sandbox."""

from collections.abc import Mapping

from audit.render.environment import template_file
from audit.render.text import plain_tree

TEMPLATES: Mapping[str, str] = {
    "约谈通知": "interview_notice.village.docx",
    "督办单": "supervision_order.village.docx",
}
"""By what the office calls it."""


def notice(kind: str, context: Mapping[str, object]) -> bytes:
    """Fill the template of a notice with plain values; the same context gives the same bytes."""
    # Only what fills Word templates pays for loading their library.
    from audit.render.word import fill_word

    plain: Mapping[str, object] = plain_tree(dict(context))
    return fill_word(template_file(TEMPLATES[kind]), plain)
