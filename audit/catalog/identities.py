"""Who is who: the readings of surnames, and the office's decisions about names in ``profile/people.yml``."""

import re
from collections.abc import Mapping

from pydantic import Field

from audit.catalog.documents import documents
from audit.catalog.problems import Problems, Spot
from audit.catalog.shapes import Shape, Text, read_shape
from audit.model.identity import Apart, Identities, SamePerson

_SURNAME = re.compile(r"[\u3400-\u9fff]{1,2}\Z")
_READING = re.compile(r"[a-z]+(?: [a-z]+)?\Z")


class _SameShape(Shape):
    written: Text
    person: Text = Field(alias="is")
    where: str = ""
    village: str = ""
    unit: str = ""
    why: str = ""


class _ApartShape(Shape):
    written: Text
    person: Text = Field(alias="is_not")
    why: str = ""


class _PeopleShape(Shape):
    same: list[_SameShape] | None = None
    apart: list[_ApartShape] | None = None


def read_identities() -> Identities:
    """Read the surnames and the office's decisions. Raises CatalogError with everything that is wrong."""
    problems = Problems()
    surnames = _surnames(problems)
    same: list[SamePerson] = []
    apart: list[Apart] = []
    for _, document in documents("profile", "people.yml", problems):
        if document.data is None:
            continue
        shape = read_shape(document, _PeopleShape, problems)
        if shape is None:
            continue
        _check_once(shape, Spot(document, problems))
        same += [SamePerson(one.written, one.person, one.where, one.village, one.unit) for one in shape.same or ()]
        apart += [Apart(one.written, one.person) for one in shape.apart or ()]
    problems.raise_if_any()
    return Identities(surnames, tuple(same), tuple(apart))


def _surnames(problems: Problems) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for _, document in documents("data_contracts", "names/surnames.yml", problems):
        spot = Spot(document, problems)
        given: Mapping[str, object] = document.data if isinstance(document.data, dict) else {}
        for surname, readings in given.items():
            listed = readings if isinstance(readings, list) else []
            if not _SURNAME.match(surname):
                spot.at(surname).note_key(f"“{surname}”不是一到两个汉字的姓")
            elif not listed or not all(isinstance(one, str) and _READING.match(one) for one in listed):
                spot.at(surname).note("读音应为列表，如 [shan]，只用小写字母，音节用空格隔开")
            else:
                found[surname] = tuple(listed)
    return found


def _check_once(shape: _PeopleShape, spot: Spot) -> None:
    """A name in one place means one person, and who is said to be a person is not said not to be."""
    first: dict[tuple[str, str], int] = {}
    denied = {(one.written, one.person) for one in shape.apart or ()}
    for index, one in enumerate(shape.same or ()):
        earlier = first.setdefault((one.written, one.where), index)
        if earlier != index:
            spot.at("same", index).note(f"“{one.written}”已在第{earlier + 1}项定过，只留一项，或用 where 写明村或单位")
        if (one.written, one.person) in denied and one.written != one.person:
            spot.at("same", index).note(f"“{one.written}”在 apart 中又定为不是“{one.person}”，请只留一项")
