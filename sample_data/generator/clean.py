"""A month in which everybody does as asked: signs, punches twice, writes a log, and somebody is there every day."""

from datetime import date, datetime, time, timedelta

from .chance import chance
from .days import is_workday, month_days
from .model import Absence, Day, Posting, Punch, Who, World
from .texts import LogWriter

_SPLIT_DAYS = 4


def build_days(world: World, *, seed: int, off_duty: frozenset[tuple[Who, date]] = frozenset()) -> None:
    """Fill ``world.days`` for everybody in post, absences applied; ``off_duty`` are rest days a person is spared."""
    for village in world.villages:
        writer = LogWriter(f"{village.name}{world.month}", seed)
        team = [posting for posting in world.postings if posting.village == village.name and posting.main]
        rota = 0
        for day in month_days(world.month):
            active = [posting for posting in team if posting.active(day)]
            on_duty = active
            if not is_workday(day):
                free = [p for p in active if not _away(world, p.who, day) and (p.who, day) not in off_duty]
                on_duty = [free[rota % len(free)]] if free else []
                rota += 1
            for posting in team:
                world.days[posting.who, village.name, day] = _day(world, posting, day, posting in on_duty, writer)
    _add_second_villages(world, seed)


def _away(world: World, who: Who, day: date) -> str:
    """Say how much of the day a person is on granted leave or duty: full, morning, afternoon or ""."""
    return next((part for a in world.absences if a.who == who and a.granted and (part := a.covers(day))), "")


def absence_on(world: World, who: Who, day: date) -> Absence | None:
    """Give the granted absence that covers a day, or None."""
    return next((a for a in world.absences if a.who == who and a.granted and a.covers(day)), None)


def _day(world: World, posting: Posting, day: date, on_duty: bool, writer: LogWriter) -> Day:  # noqa: FBT001
    if not posting.active(day):
        return Day(sign="out")
    absence = absence_on(world, posting.who, day)
    part = absence.covers(day) if absence else ""
    if part == "full" and absence:
        return Day(sign=_absence_sign(absence) if is_workday(day) else "rest")
    if not on_duty:
        return Day(sign="rest")
    no_signal = next(v.no_signal for v in world.villages if v.name == posting.village)
    punches = () if no_signal else punch_pair(posting.person, day, part=part)
    return Day(sign="half" if part else "present", punches=punches, log=writer.write())


def _absence_sign(absence: Absence) -> str:
    return f"leave:{absence.type}" if absence.kind == "leave" else f"duty:{absence.type}"


def punch_pair(person: str, day: date, *, part: str = "") -> tuple[Punch, ...]:
    """Give the two punches of a day; ``part`` is the half of the day the person is away."""
    random = chance("punch", person, day)
    late = random.random() < 0.06 and is_workday(day)
    arrive = datetime.combine(day, time(8, 31 + random.randint(0, 12)) if late else time(8, random.randint(2, 29)))
    leave = datetime.combine(day, time(17, 31)) + timedelta(minutes=random.randint(0, 55))
    if part == "morning":
        arrive, late = datetime.combine(day, time(13, 40 + random.randint(0, 15))), False
    if part == "afternoon":
        leave = datetime.combine(day, time(12, 1 + random.randint(0, 9)))
    outside = random.random() < 0.08
    first = "迟到" if late else "外勤" if outside else "正常"
    return (Punch(arrive, 0, first, remark="入户走访" if outside and not late else ""), Punch(leave, 1))


def _add_second_villages(world: World, seed: int) -> None:
    """Give members of two teams their days in the second village: on four workdays a half here and a half there."""
    for posting in world.postings:
        if posting.main:
            continue
        home = next(p.village for p in world.postings if p.who == posting.who and p.main)
        writer = LogWriter(f"{posting.village}{posting.person}{world.month}", seed)
        usual = [
            day
            for day in month_days(world.month)
            if is_workday(day) and world.days[posting.who, home, day].sign == "present"
        ]
        split = set(usual[2 :: max(1, len(usual) // _SPLIT_DAYS)][:_SPLIT_DAYS])
        for day in month_days(world.month):
            here = Day(sign="half", log=writer.write()) if day in split else Day()
            world.days[posting.who, posting.village, day] = here if posting.active(day) else Day(sign="out")
        for day in split:
            there = world.days[posting.who, home, day]
            world.days[posting.who, home, day] = Day(sign="half", punches=there.punches, log=there.log)


def log_books(world: World) -> dict[tuple[Who, str], str]:
    """Number one log book for each member of each village."""
    books: dict[tuple[Who, str], str] = {}
    for village in world.villages:
        mine = [p for p in world.postings if p.village == village.name]
        current = [p for p in mine if any(p.active(day) for day in month_days(world.month))]
        books |= {(p.who, village.name): f"{village.name[:2]}-{n:02d}" for n, p in enumerate(current, start=1)}
    return books
