"""Who is who beyond what is written: an office's decisions about names, and how surnames are read."""

from collections.abc import Mapping

from msgspec import Struct, field


class SamePerson(Struct, frozen=True):
    """A name as files write it, and the person of the roster it means.

    ``where`` narrows it to one village or unit, as written; ``village`` and ``unit`` tell people of one name apart.
    """

    written: str
    person: str
    where: str = ""
    village: str = ""
    unit: str = ""


class Apart(Struct, frozen=True):
    """A written name that is not this person of the roster.

    Where both are one name, the roster's people of this name in different villages are different people.
    """

    written: str
    person: str


class Identities(Struct, frozen=True):
    """Decisions about names, and the readings of surnames (``单`` → ``shan``, syllables parted by blanks)."""

    surnames: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    same: tuple[SamePerson, ...] = ()
    apart: tuple[Apart, ...] = ()
