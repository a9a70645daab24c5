"""People and problems for the tests of a problem's life."""

from datetime import date

from msgspec.structs import replace

from audit.model.finding import Finding
from audit.model.lifecycle import Role
from audit.model.outcome import Kind, Severity
from audit.model.problem import Act, Actor, Attachment, Plan, Problem
from audit.rectify import lifecycle, replies

CLERK = Actor("陈晓", Role.OFFICE)
AUDITOR = Actor("罗平", Role.AUDITOR)
LEADER = Actor("郑海", Role.LEADER)
VILLAGER = Actor("田力", Role.VILLAGE, village="桃溪村")
NEIGHBOUR = Actor("石河", Role.VILLAGE, village="柳湾村")
LIAISON = Actor("江宁", Role.UNIT, unit="县水利局")

FOUND_ON = date(2023, 12, 4)
DUE = date(2023, 12, 14)
PLAN = Plan(measure="补齐请假手续", owner="县水利局", person="江宁")
SLIP = Attachment("a" * 64, "请假条.jpg", date(2023, 11, 5), "photo", 1000)
LATE_SLIP = Attachment("b" * 64, "补写的请假条.jpg", date(2023, 12, 1), "photo", 1000)


def finding(**changes: object) -> Finding:
    """An absence of two days in November in 桃溪村."""
    base = Finding(
        id="f1",
        rule="absent-without-leave",
        rule_version="v1",
        title="无故不在岗",
        kind=Kind.VIOLATION,
        severity=Severity.MAJOR,
        village="桃溪村",
        person="江宁",
        role="工作队员",
        unit="县水利局",
        household="",
        period=(date(2023, 11, 1), date(2023, 11, 30)),
        dates=(date(2023, 11, 6), date(2023, 11, 7)),
        message="江宁11月6日、7日无故不在岗",
        values={},
        basis=(),
        evidence=(),
        do="核实去向",
        owner="派出单位",
        due=DUE,
        closure=("data_fix", "evidence", "behaviour", "accountability", "dismissed"),
    )
    return replace(base, **changes)


def act(actor: Actor = CLERK, day: int = 5, note: str = "已核实", evidence: tuple[str, ...] = ()) -> Act:
    """An act on a day of December 2023."""
    return Act(actor, date(2023, 12, day), note, evidence)


def found(**changes: object) -> Problem:
    """A problem just found by the program on 4 December."""
    return lifecycle.open_problem(finding(**changes), ("江宁#1", "桃溪村"), Act(replies.program(), FOUND_ON))


def issued(**changes: object) -> Problem:
    """A problem confirmed and fed back on 5 December."""
    return lifecycle.issue(lifecycle.confirm(found(**changes), act()), act(), document="青禾督〔2023〕3号")


def in_progress(**changes: object) -> Problem:
    """A problem the village is working on, with the leave slip attached."""
    started = lifecycle.start(issued(**changes), act(VILLAGER, 6), PLAN)
    return lifecycle.attach(lifecycle.attach(started, act(VILLAGER, 6), SLIP), act(VILLAGER, 6), LATE_SLIP)


def submitted(claim: str = "data_fix", evidence: tuple[str, ...] = (), **changes: object) -> Problem:
    """A problem handed in for review on 8 December by the village."""
    return lifecycle.submit(in_progress(**changes), act(VILLAGER, 8, "已整改", evidence), claim)
