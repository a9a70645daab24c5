"""DingTalk logs: the answers of a form as one text, and the day a log is of."""

from audit.validate import text
from audit.validate.cells import CellError
from audit.validate.draft import Bad, Draft

EMPTY = "每一项都没有填写，看不出工作内容，请补填"


def log_columns(draft: Draft) -> Draft:
    """Add ``content`` without empty answers, and ``log_date`` where only the time of sending is given."""
    content = draft.texts("content").map(_answers).astype("str")
    written = draft.typed["written_at"].dt.normalize()
    named = draft.typed["log_date"]
    missing = content.index[content == ""]
    bad: Bad = {(int(label), "content"): CellError(EMPTY, "missing-value") for label in missing}
    return draft.with_columns({"content": content, "log_date": named.where(named.notna(), written)}, bad)


def _answers(raw: str) -> str:
    lines = [line.strip() for line in text.clean(raw).split("\n")]
    return "\n".join(line for line in lines if not text.is_empty(line))
