"""The words of a problem's life: status, flag, action, role, and what a rerun saw; ``label`` is the office's word."""

from enum import StrEnum


class Status(StrEnum):
    """Where a problem stands, in the office's words (``label``)."""

    CLUE = "clue"
    FOUND = "found"
    TO_VERIFY = "to_verify"
    DISMISSED = "dismissed"
    CONFIRMED = "confirmed"
    ISSUED = "issued"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CLOSED = "closed"
    ACCEPTED = "accepted"
    ON_HOLD = "on_hold"

    @property
    def label(self) -> str:
        """The word printed in lists."""
        return _STATUS_LABELS[self]


class Flag(StrEnum):
    """What is noted beside the status."""

    FIXED_AT_ONCE = "fixed_at_once"
    OVERDUE = "overdue"
    INTERVIEWED = "interviewed"
    RELAPSED = "relapsed"

    @property
    def label(self) -> str:
        """The word printed in lists."""
        return _FLAG_LABELS[self]


class Action(StrEnum):
    """What was done to a problem; each is one row of its history."""

    FIND = "find"
    VERIFY = "verify"
    DISMISS = "dismiss"
    CONFIRM = "confirm"
    ISSUE = "issue"
    ASSIGN = "assign"
    START = "start"
    SUBMIT = "submit"
    FIX_AT_ONCE = "fix_at_once"
    SEND_BACK = "send_back"
    CLOSE = "close"
    REOPEN = "reopen"
    ACCEPT = "accept"
    HOLD = "hold"
    RESUME = "resume"
    EXPIRE = "expire"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    APPEAL = "appeal"
    UPHOLD_APPEAL = "uphold_appeal"
    REJECT_APPEAL = "reject_appeal"
    ATTACH = "attach"
    INTERVIEW = "interview"
    RELAPSE = "relapse"
    TRANSFER = "transfer"
    RERUN = "rerun"

    @property
    def label(self) -> str:
        """The word printed in the history."""
        return _ACTION_LABELS[self]


class Role(StrEnum):
    """For whom a person acts. The program itself is ``PROGRAM``: it never decides in a person's place."""

    VILLAGE = "village"
    UNIT = "unit"
    OFFICE = "office"
    AUDITOR = "auditor"
    LEADER = "leader"
    PROGRAM = "program"

    @property
    def label(self) -> str:
        """The word printed in the history."""
        return _ROLE_LABELS[self]


class Clock(StrEnum):
    """What an accepted explanation does to the deadline once it expires: kept, paused meanwhile, or begun anew."""

    KEEP = "keep"
    PAUSE = "pause"
    RESTART = "restart"


class Seen(StrEnum):
    """What this run says of a finding that was known before (or was not)."""

    NEW = "new"
    STILL = "still"
    GONE = "gone"
    BACK = "back"
    UNCHECKED = "unchecked"

    @property
    def label(self) -> str:
        """The word printed in the comparison of two runs."""
        return _SEEN_LABELS[self]


_STATUS_LABELS = {
    Status.CLUE: "疑点",
    Status.FOUND: "待认定",
    Status.TO_VERIFY: "待核实",
    Status.DISMISSED: "已排除",
    Status.CONFIRMED: "已确认",
    Status.ISSUED: "已反馈",
    Status.IN_PROGRESS: "整改中",
    Status.SUBMITTED: "待复核",
    Status.RETURNED: "已退回",
    Status.CLOSED: "已销号",
    Status.ACCEPTED: "说明采纳",
    Status.ON_HOLD: "挂账",
}
_FLAG_LABELS = {
    Flag.FIXED_AT_ONCE: "立行立改",
    Flag.OVERDUE: "逾期",
    Flag.INTERVIEWED: "已约谈",
    Flag.RELAPSED: "反弹",
}
_ROLE_LABELS = {
    Role.VILLAGE: "村（社区）",
    Role.UNIT: "后盾单位",
    Role.OFFICE: "党群办",
    Role.AUDITOR: "检查组",
    Role.LEADER: "领导",
    Role.PROGRAM: "程序",
}
_SEEN_LABELS = {
    Seen.NEW: "新增",
    Seen.STILL: "仍在",
    Seen.GONE: "已消除",
    Seen.BACK: "复发",
    Seen.UNCHECKED: "未复核",
}
_ACTION_LABELS = {
    Action.FIND: "发现",
    Action.VERIFY: "转核实",
    Action.DISMISS: "排除",
    Action.CONFIRM: "确认",
    Action.ISSUE: "反馈",
    Action.ASSIGN: "交办",
    Action.START: "制定措施",
    Action.SUBMIT: "报送整改",
    Action.FIX_AT_ONCE: "立行立改",
    Action.SEND_BACK: "退回",
    Action.CLOSE: "销号",
    Action.REOPEN: "重新打开",
    Action.ACCEPT: "采纳说明",
    Action.HOLD: "挂账",
    Action.RESUME: "恢复整改",
    Action.EXPIRE: "到期",
    Action.ASK_EXTENSION: "申请延期",
    Action.GRANT_EXTENSION: "批准延期",
    Action.REFUSE_EXTENSION: "不准延期",
    Action.APPEAL: "申诉",
    Action.UPHOLD_APPEAL: "申诉成立",
    Action.REJECT_APPEAL: "申诉不成立",
    Action.ATTACH: "附佐证",
    Action.INTERVIEW: "约谈",
    Action.RELAPSE: "认定反弹",
    Action.TRANSFER: "移交纪检",
    Action.RERUN: "复核运行",
}
