"""The ways in which a clean month is spoiled, each one small change to some days of one person."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from .clean import punch_pair
from .model import Day, Punch, Who, World

Change = Callable[[Day, str, date], Day]


def change(world: World, who: Who, village: str, dates: Iterable[date], how: Change) -> None:
    """Apply a change to some of a person's days in a village."""
    for day in dates:
        key = (who, village, day)
        world.days[key] = how(world.days[key], who[0], day)


def no_trace(day: Day, person: str, on: date) -> Day:
    """Absent: no sign, no punch, no log, no paper."""
    return Day()


def no_sign(day: Day, person: str, on: date) -> Day:
    """Was there and punched, but did not sign."""
    return replace(day, sign="")


def no_punch(day: Day, person: str, on: date) -> Day:
    """Signed and wrote the log, but did not punch."""
    return replace(day, punches=())


def one_punch(day: Day, person: str, on: date) -> Day:
    """Forgot the evening punch."""
    return replace(day, punches=day.punches[:1])


def no_log(day: Day, person: str, on: date) -> Day:
    """Was there, but wrote nothing."""
    return replace(day, log="")


def half_day(day: Day, person: str, on: date) -> Day:
    """Left at noon without a slip; the book says half."""
    return Day("half", punch_pair(person, on, part="afternoon"), day.log)


def repaired(day: Day, person: str, on: date) -> Day:
    """Had the evening punch made up afterwards: it carries the scheduled time and no address."""
    made_up = Punch(datetime.combine(on, time(17, 30)), 1, "补卡审批通过")
    return replace(day, punches=(*day.punches[:1], made_up))


def set_right(day: Day, person: str, on: date) -> Day:
    """Had the evening punch set to normal by an administrator."""
    changed = Punch(datetime.combine(on, time(17, 30)), 1, "管理员陈静改为正常")
    return replace(day, punches=(*day.punches[:1], changed))


def late_night(day: Day, person: str, on: date) -> Day:
    """Punched out after midnight."""
    return replace(day, punches=(*day.punches[:1], Punch(datetime.combine(on + timedelta(days=1), time(0, 10)), 1)))


def abnormal(reason: str) -> Change:
    """Make the morning punch carry an abnormal reason."""

    def how(day: Day, person: str, on: date) -> Day:
        return replace(day, punches=(replace(day.punches[0], reason=reason), *day.punches[1:]))

    return how


def punched(*, place: str = "", device: str = "") -> Change:
    """Make the morning punch come from another place or another phone."""

    def how(day: Day, person: str, on: date) -> Day:
        return replace(day, punches=(replace(day.punches[0], place=place, device=device), *day.punches[1:]))

    return how


def marked(sign: str) -> Change:
    """Put another sign code into the book, whatever else happened."""

    def how(day: Day, person: str, on: date) -> Day:
        return replace(day, sign=sign)

    return how


def says(text: str) -> Change:
    """Make the log say this; ``{n}`` and ``{g}`` are filled from the date."""

    def how(day: Day, person: str, on: date) -> Day:
        return replace(day, log=text.format(n=on.day % 7 + 2, g=on.month + on.day))

    return how


def log_only(text: str) -> Change:
    """Add a log on a day with nothing else."""

    def how(day: Day, person: str, on: date) -> Day:
        return replace(day, log=text.format(n=on.day, g=on.day))

    return how
