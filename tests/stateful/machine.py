"""A problem and its model are led through the same random acts; they must always stand at the same place."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from audit.model.finding import Finding
from audit.model.lifecycle import Action, Clock, Role, Seen, Status
from audit.model.outcome import Kind, Outcome, Severity
from audit.model.problem import Act, Actor, Attachment, Attestation, Move, Plan, Problem, Proof, Rerun
from audit.rectify import RefusedError, lifecycle, replies, reruns
from audit.rectify.diff import Change

from .model import MOVES, Life

BEGIN, EVENT = date(2023, 12, 1), date(2023, 11, 7)
NOVEMBER, DECEMBER = (date(2023, 11, 1), date(2023, 11, 30)), (date(2023, 12, 1), date(2023, 12, 31))
WITNESS = Actor("证人", Role.LEADER)
ACTORS = (
    Actor("陈晓", Role.OFFICE),
    Actor("罗平", Role.AUDITOR),
    Actor("郑海", Role.LEADER),
    Actor("田力", Role.VILLAGE, village="桃溪村"),
    Actor("石河", Role.VILLAGE, village="柳湾村"),
    Actor("江宁", Role.UNIT, unit="县水利局"),
    Actor("郑河", Role.LEADER, village="桃溪村"),
    Actor("程序", Role.PROGRAM),
)
PAPERS = {
    "early": Attachment("a" * 64, "假条.jpg", EVENT, "photo", 1),
    "late": Attachment("b" * 64, "说明.pdf", EVENT + timedelta(days=1), "document", 1),
}
CLAIMS = ("data_fix", "evidence", "behaviour", "accountability", "dismissed")
PROOFS = ("passed", "failed", "old", "next", "word", "none")
ONWARD = {"verify", "confirm", "issue", "start", "submit", "close", "decide", "answer"}
DONE: Counter[str] = Counter()
"""What was done, refused acts apart; the command prints it, so that a machine that only refuses is noticed."""


def who_is(actor: Actor) -> tuple[str, str, bool, bool]:
    own = actor.village == "桃溪村" or actor.unit == "县水利局"
    return actor.name, actor.role.value, own, bool(actor.village or actor.unit) and not own


class ProblemMachine(RuleBasedStateMachine):
    """One problem of 桃溪村 and 县水利局, from its finding on."""

    @initialize(kind=st.sampled_from(Kind), hint=st.booleans())
    def find(self, kind: Kind, hint: bool) -> None:
        finding = Finding(
            "f1", "absent-without-leave", "v1", "无故不在岗", kind, Severity.HINT if hint else Severity.MAJOR, "桃溪村",
            "江宁", "", "县水利局", "", NOVEMBER, (EVENT,), "", {}, (), (), "核实", "派出单位", self.date(10), CLAIMS,
        )  # fmt: skip
        opened = lifecycle.open_problem(finding, ("江宁#1",), Act(replies.program(), BEGIN))
        self.problem: Problem = replace(opened, attachments=tuple(PAPERS.values()))
        first = "clue" if kind is Kind.CLUE else "found"
        self.life = Life(first, hint, first)
        self.past = self.problem.history
        self.rows: list[Move] = []

    def teardown(self) -> None:
        """Say at the end that no row of the history was ever changed."""
        if hasattr(self, "problem"):
            assert self.rows == list(self.problem.history[1:])

    @rule(
        pick=st.integers(0, 200),
        who=st.integers(0, 7),
        days=st.integers(-1, 3),
        how=st.integers(0, 29),
        sly=st.integers(0, 9),
    )
    def act(self, pick: int, who: int, days: int, how: int, sly: int) -> None:
        """Do a move that leads on, one that the model allows, or (slyly) any by anybody."""
        DONE["steps"] += 1
        day = self.life.day + days
        move = sorted(MOVES)[pick % len(MOVES)]
        actor = ACTORS[who]
        allowed = {m: able for m in sorted(MOVES) if (able := self.able(m, day))}
        if allowed and sly < 8:
            onward = [m for m in allowed if m in ONWARD] if sly < 5 else []
            move = (onward or list(allowed))[pick % len(onward or allowed)]
            actor = allowed[move][who % len(allowed[move])]
        expected = self.life.may(move, who_is(actor), day) and getattr(self, f"expect_{move}", self.expect)(
            move, actor, day, how
        )
        before = self.problem
        try:
            self.problem = getattr(self, f"do_{move}", self.do)(move, Act(actor, self.date(day), "已办"), day, how)
        except RefusedError as error:
            refusal = str(error)
        else:
            refusal = ""
        assert bool(refusal) != expected, f"{move} by {actor.name}: {refusal or 'went through'}"
        if refusal:
            assert self.problem is before
            DONE["refused"] += 1
            return
        DONE[move] += 1
        self.life.day = day

    @rule(seen=st.sampled_from(Seen), days=st.integers(0, 3))
    def rerun(self, seen: Seen, days: int) -> None:
        """Audit again: only hints may be closed or brought back, a decision never."""
        life, day = self.life, self.life.day + days
        before = self.problem
        DONE["steps"] += 1
        clean = Rerun("r", self.date(day), Outcome.OK, NOVEMBER, "v1")
        self.problem = reruns.after_rerun(
            before, Change("f1", seen, "原因"), reruns.Run("r", self.date(day)), clean=clean
        )
        if life.seen == seen.value:
            assert self.problem is before
            return
        life.seen, life.day = seen.value, day
        idle = life.status in {"clue", "found", "confirmed", "issued", "in_progress", "submitted"} and not life.appealed
        if life.hint and idle and seen is Seen.GONE:
            life.status, life.by_program = "closed", True
            DONE["closed by program"] += 1
        elif life.status == "closed" and life.by_program and seen is Seen.BACK:
            life.status, life.claim = life.again(), ""
            DONE["brought back by program"] += 1

    @rule(days=st.integers(0, 5))
    def pass_days(self, days: int) -> None:
        """Let days pass; what was accepted or held until a day comes back."""
        life, day = self.life, self.life.day + days
        before = self.problem
        DONE["steps"] += 1
        self.problem = replies.expire(before, self.date(day))
        if life.until is None or day <= life.until[1]:
            assert self.problem is before
            return
        begun, _, rests = life.until
        life.due += day - begun if rests else 0
        life.status, life.until, life.day, life.claim = life.again(), None, day, ""
        DONE["expired"] += 1

    @invariant()
    def both_stand_at_the_same_place(self) -> None:
        problem, life = self.problem, self.life
        assert (problem.status.value, problem.due_on) == (life.status, self.date(life.due))
        fresh = problem.history[len(self.past) - 1 :]
        assert fresh[0] is self.past[-1]
        assert all(one.on <= two.on and one.after == two.before for one, two in pairwise(fresh))
        self.rows += fresh[1:]
        self.past = problem.history

    @invariant()
    def what_is_closed_was_closed_by_another_with_a_proof(self) -> None:
        if self.problem.status is not Status.CLOSED:
            return
        closing = next(m for m in reversed(self.problem.history) if m.action is Action.CLOSE)
        assert self.problem.proof is not None
        assert closing.actor.name not in self.life.handed_in
        assert closing.actor.village != "桃溪村"
        assert (closing.actor.role is Role.PROGRAM) == self.life.by_program
        assert closing.actor.role is not Role.PROGRAM or self.life.hint

    def able(self, move: str, day: int) -> list[Actor]:
        return [actor for actor in ACTORS if self.life.may(move, who_is(actor), day)]

    def date(self, day: int) -> date:
        return BEGIN + timedelta(days=day)

    def expect(self, move: str, actor: Actor, day: int, how: int) -> bool:
        life, after = self.life, MOVES[move][2]
        life.status = {"same": life.status, "again": life.again()}.get(after, after)
        if move == "issue":
            life.issued, life.due = day, day + 10
        if move == "reopen":
            life.due, life.until, life.claim = day + 5, None, ""
        if move in ("accept", "hold"):
            life.until = (day, day + 3, move == "hold" or how % 2 == 0)
        if move == "resume" and life.until:
            life.due, life.until = life.due + day - life.until[0], None
        return True

    def expect_submit(self, move: str, actor: Actor, day: int, how: int) -> bool:
        claim, paper = CLAIMS[how % 5], ("none", "early", "late")[how % 3]
        needs = {"evidence": ("early",), "accountability": ("early", "late")}.get(claim)
        if needs and paper not in needs:
            return False
        self.life.claim, self.life.handed_on = claim, day
        self.life.handed_in.append(actor.name)
        return self.expect(move, actor, day, how)

    expect_fix_at_once = expect_submit

    def expect_close(self, move: str, actor: Actor, day: int, how: int) -> bool:
        if not self.life.proved(PROOFS[how % 6]):
            return False
        self.life.by_program = False
        return self.expect(move, actor, day, how)

    def expect_ask(self, move: str, actor: Actor, day: int, how: int) -> bool:
        if self.life.asked:
            return False
        self.life.asked = (self.life.due + 3, actor.name)
        return True

    def expect_decide(self, move: str, actor: Actor, day: int, how: int) -> bool:
        asked = self.life.asked
        if not asked or asked[1] == actor.name:
            return False
        self.life.due, self.life.asked = (max(asked[0], self.life.due) if how % 2 else self.life.due), None
        return True

    def expect_appeal(self, move: str, actor: Actor, day: int, how: int) -> bool:
        if self.life.appealed:
            return False
        self.life.appealed = actor.name
        return True

    def expect_answer(self, move: str, actor: Actor, day: int, how: int) -> bool:
        if not self.life.appealed or self.life.appealed == actor.name:
            return False
        self.life.appealed = ""
        if how % 2:
            self.life.status, self.life.until = "dismissed", None
        return True

    def do(self, move: str, act: Act, day: int, how: int) -> Problem:
        return getattr(lifecycle, move)(self.problem, act)

    def do_issue(self, move: str, act: Act, day: int, how: int) -> Problem:
        return lifecycle.issue(self.problem, act, due_on=self.date(day + 10))

    def do_start(self, move: str, act: Act, day: int, how: int) -> Problem:
        return lifecycle.start(self.problem, act, Plan("补齐手续", "县水利局"))

    def do_submit(self, move: str, act: Act, day: int, how: int) -> Problem:
        paper = PAPERS.get(("none", "early", "late")[how % 3])
        told = replace(act, evidence=(paper.sha256,) if paper else ())
        return getattr(lifecycle, move)(self.problem, told, CLAIMS[how % 5])

    do_fix_at_once = do_submit

    def do_close(self, move: str, act: Act, day: int, how: int) -> Problem:
        return lifecycle.close(self.problem, act, self.proof(PROOFS[how % 6], act.on))

    def proof(self, kind: str, day: date) -> Proof | None:
        if kind in ("none", "word"):
            return Attestation(WITNESS, day, "亲见") if kind == "word" else None
        before = self.date(self.life.handed_on - 1)
        outcome = Outcome.VIOLATION if kind == "failed" else Outcome.OK
        return Rerun("r", before if kind == "old" else day, outcome, DECEMBER if kind == "next" else NOVEMBER, "v1")

    def do_reopen(self, move: str, act: Act, day: int, how: int) -> Problem:
        return lifecycle.reopen(self.problem, act, due_on=self.date(day + 5))

    def do_accept(self, move: str, act: Act, day: int, how: int) -> Problem:
        clock = Clock.KEEP if how % 2 else Clock.PAUSE
        return replies.accept(self.problem, act, until=self.date(day + 3), clock=clock)

    def do_hold(self, move: str, act: Act, day: int, how: int) -> Problem:
        return replies.hold(self.problem, act, until=self.date(day + 3))

    def do_resume(self, move: str, act: Act, day: int, how: int) -> Problem:
        return replies.resume(self.problem, act)

    def do_ask(self, move: str, act: Act, day: int, how: int) -> Problem:
        later = (self.problem.due_on or BEGIN) + timedelta(days=3)
        return replies.ask_extension(self.problem, act, until=later)

    def do_decide(self, move: str, act: Act, day: int, how: int) -> Problem:
        return replies.decide_extension(self.problem, act, approved=bool(how % 2))

    def do_appeal(self, move: str, act: Act, day: int, how: int) -> Problem:
        return replies.appeal(self.problem, act)

    def do_answer(self, move: str, act: Act, day: int, how: int) -> Problem:
        return replies.answer_appeal(self.problem, act, upheld=bool(how % 2))
