"""The verdicts of a rule on one row, and how grave a finding is."""

from enum import StrEnum


class Outcome(StrEnum):
    """What a rule says of one subject in one period; the six always sum to the population."""

    OK = "ok"
    VIOLATION = "violation"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    MANUAL = "manual"
    ERROR = "error"

    @property
    def label(self) -> str:
        """The word printed in reports."""
        return _OUTCOME_LABELS[self]


class Kind(StrEnum):
    """What a hit of a rule is: a violation, a clue a person must confirm, or a warning before month end."""

    VIOLATION = "violation"
    CLUE = "clue"
    WARNING = "warning"

    @property
    def label(self) -> str:
        """The word printed in reports."""
        return _KIND_LABELS[self]


class Severity(StrEnum):
    """How grave a finding is, gravest first (S1, S2, S3, S0 of the rule catalogue)."""

    SERIOUS = "serious"
    MAJOR = "major"
    MINOR = "minor"
    HINT = "hint"

    @property
    def label(self) -> str:
        """The word printed in reports."""
        return _SEVERITY_LABELS[self]

    @property
    def rank(self) -> int:
        """0 for the gravest; sorts lists gravest first."""
        return list(Severity).index(self)


_OUTCOME_LABELS = {
    Outcome.OK: "通过",
    Outcome.VIOLATION: "不通过",
    Outcome.UNKNOWN: "资料不足",
    Outcome.NOT_APPLICABLE: "不适用",
    Outcome.MANUAL: "待人工",
    Outcome.ERROR: "规则错误",
}
_KIND_LABELS = {Kind.VIOLATION: "违规", Kind.CLUE: "疑点", Kind.WARNING: "预警"}
_SEVERITY_LABELS = {
    Severity.SERIOUS: "严重",
    Severity.MAJOR: "较重",
    Severity.MINOR: "一般",
    Severity.HINT: "提示",
}
