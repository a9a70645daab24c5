"""Seconds of one step: on the wall, and of the processor in this process and in the children that ended meanwhile."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Seconds:
    """How long one step took."""

    wall: float
    own: float
    children: float


class Clock:
    """Runs steps and keeps their seconds by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, Seconds] = {}

    def run(self, name: str, step: Callable[[], Result]) -> Result:
        """Run one step and give back its result."""
        wall, own, children = time.perf_counter(), _cpu(resource.RUSAGE_SELF), _cpu(resource.RUSAGE_CHILDREN)
        result = step()
        self.seconds[name] = Seconds(
            time.perf_counter() - wall,
            _cpu(resource.RUSAGE_SELF) - own,
            _cpu(resource.RUSAGE_CHILDREN) - children,
        )
        return result


def peak_megabytes() -> dict[str, int]:
    """The most memory that this process, and the largest of its children that ended, ever held."""
    who = {"self": resource.RUSAGE_SELF, "children": resource.RUSAGE_CHILDREN}
    return {name: resource.getrusage(which).ru_maxrss // 1024 for name, which in who.items()}


def _cpu(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime
