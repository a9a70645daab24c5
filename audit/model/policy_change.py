"""What differs between two policies: an office's version and the document it extends, or an old and a new notice."""

from enum import StrEnum

from msgspec import Struct

from audit.model.policy import Number


class ChangeKind(StrEnum):
    """What kind of thing differs."""

    NUMBER = "number"
    OFF = "off"
    GONE = "gone"
    ASKED = "asked"
    ANSWER = "answer"
    CONVENTION = "convention"
    DEADLINE = "deadline"
    FORCE = "force"

    @property
    def label(self) -> str:
        """The word shown to a reader."""
        return _LABELS[self]


_LABELS = {
    ChangeKind.NUMBER: "改数字",
    ChangeKind.OFF: "停用",
    ChangeKind.GONE: "不再要求",
    ChangeKind.ASKED: "新增",
    ChangeKind.ANSWER: "改答法",
    ChangeKind.CONVENTION: "改口径",
    ChangeKind.DEADLINE: "改期限",
    ChangeKind.FORCE: "改施行时间",
}


class PolicyChange(Struct, frozen=True):
    """One difference, and the policy that makes it.

    ``rule`` and ``name`` say whose parameter, or which convention; ``before`` and ``after`` are the values, None where
    there is none; ``why`` is the reason the policy gives.
    """

    kind: ChangeKind
    by: str
    ref: str = ""
    rule: str = ""
    name: str = ""
    before: Number | tuple[str, ...] = None
    after: Number | tuple[str, ...] = None
    why: str = ""
