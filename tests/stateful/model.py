"""What may happen to a problem, said once more and as shortly as can be: the yardstick of the state machine."""

from dataclasses import dataclass, field

OFFICIAL, WORK = {"office", "auditor", "leader"}, {"issued", "in_progress", "returned"}
OPEN = {"found", "clue", "to_verify", "confirmed", "submitted", "accepted", "on_hold"} | WORK
BY, P, OTHER = "official", "party", "other"
MOVES = {
    "verify": ({"clue", "found"}, BY, "to_verify"), "confirm": ({"found", "to_verify"}, BY, "confirmed"),
    "dismiss": ({"found", "to_verify", "confirmed"}, BY, "dismissed"), "issue": ({"confirmed"}, BY, "issued"),
    "start": ({"issued", "returned"}, P, "in_progress"), "submit": ({"in_progress", "returned"}, P, "submitted"),
    "fix_at_once": ({"confirmed", "issued"}, P, "submitted"), "send_back": ({"submitted"}, OTHER, "returned"),
    "close": ({"submitted"}, OTHER, "closed"), "reopen": ({"closed", "dismissed", "accepted"}, BY, "again"),
    "accept": ({"found", "to_verify", "confirmed", "submitted"} | WORK, OTHER, "accepted"),
    "hold": (WORK, OTHER, "on_hold"), "resume": ({"on_hold"}, BY, "in_progress"),
    "ask": (WORK, P, "same"), "decide": (WORK | {"submitted"}, BY, "same"),
    "appeal": (WORK | {"confirmed", "submitted", "closed"}, P, "same"),
    "answer": (OPEN | {"closed", "dismissed"}, BY, "same"),
}  # fmt: skip


@dataclass
class Life:
    """One problem: days are numbers, the deadline and the end of an acceptance too."""

    first: str
    hint: bool
    status: str = ""
    day: int = 0
    due: int = 10
    issued: int | None = None
    until: tuple[int, int, bool] | None = None
    handed_in: list[str] = field(default_factory=list)
    claim: str = ""
    paper: bool = False
    handed_on: int = 0
    asked: tuple[int, str] | None = None
    appealed: str = ""
    seen: str = ""
    by_program: bool = False

    def may(self, move: str, who: tuple[str, str, bool, bool], day: int) -> bool:
        """Say whether somebody (name, role, of this village or unit, of another) may try this move on this day."""
        name, role, own, stranger = who
        needed = MOVES[move][1]
        is_party = role != "program" and not (stranger and role in ("village", "unit"))
        right = is_party if needed == "party" else role in OFFICIAL and not own
        return (
            right
            and day >= self.day
            and self.status in MOVES[move][0]
            and not (needed == "other" and name in self.handed_in)
        )

    def proved(self, proof: str) -> bool:
        """Say whether a proof carries the closing: passed, failed, old, next or word."""
        if self.appealed or (
            proof == "word" and self.claim in ("data_fix", "evidence") and self.seen in ("still", "back")
        ):
            return False
        return proof in {"behaviour": ("next", "word"), "accountability": ("word",), "dismissed": ("word",)}.get(
            self.claim, ("passed", "word")
        )

    def again(self) -> str:
        """Say where a problem stands when it comes back."""
        return "in_progress" if self.issued is not None else self.first
