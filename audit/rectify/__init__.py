"""Stage 7: a problem's life, as pure functions: states, closing, deadlines, reruns, evidence, escalation.

Nothing here reads a clock, a file or a database: day, actor and runs are arguments; ``audit.store`` keeps the results.
"""

from audit.rectify import (
    attachments,
    closing,
    deadlines,
    diff,
    escalation,
    facts,
    lifecycle,
    notices,
    occasions,
    replies,
    reruns,
    steps,
)
from audit.rectify.guards import RefusedError

__all__ = [
    "RefusedError",
    "attachments",
    "closing",
    "deadlines",
    "diff",
    "escalation",
    "facts",
    "lifecycle",
    "notices",
    "occasions",
    "replies",
    "reruns",
    "steps",
]
