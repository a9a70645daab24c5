"""Who is who: the roster's people and postings, and which of them a name in a file means."""

from collections.abc import Mapping

import pandas as pd
from msgspec import Struct, field

from audit.model.identity import Identities, SamePerson
from audit.model.source import Sheet
from audit.model.survey import PersonCandidate
from audit.reconcile.distinct import of_sheets, texts
from audit.reconcile.names import STRONG, likeness
from audit.reconcile.same_names import person_ids
from audit.reconcile.villages import Villages, plain

ROLE_TITLES = {"first_secretary": "第一书记", "team_leader": "工作队长", "team_member": "工作队员"}
_SAME_PHONE = 60


class People(Struct, frozen=True):
    """The roster resolved.

    ``postings`` has a row per posting: person_id, person, village, role, role_title, unit, arrived_on, left_on (NaT
    while in post), document_number, document_issued_on, user_id, phone_tail, lives_at_home, file,
    sheet, cell, in roster order.
    ``identities`` are the office's decisions about names, and the readings of surnames; ``villages_of`` tells each
    person's villages in roster order.
    """

    postings: pd.DataFrame
    villages: Villages
    by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_user_id: Mapping[str, str] = field(default_factory=dict)
    identities: Identities = field(default_factory=Identities)
    villages_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def resolve(self, name: str, *, village: str = "", unit: str = "", user_id: str = "") -> str:
        """Give the person_id a name means, "" where nobody or more than one person fits.

        What the office decided comes first; then a UserId decides when the name agrees; people of one name are told
        apart by village, then by unit.
        """
        decided = self.decided(name, village=village, unit=unit)
        if decided and (meant := self._named(decided.person, village=decided.village, unit=decided.unit)):
            return meant
        known = self.by_user_id.get(user_id, "") if user_id else ""
        # The interfaces' rows have no names: there the UserId decides alone.
        if known and (not plain(name) or known in self.by_name.get(plain(name), ())):
            return known
        return self._named(name, village=village, unit=unit)

    def decided(self, name: str, *, village: str = "", unit: str = "") -> SamePerson | None:
        """Give the decision about a written name in this village or unit; one that names the place goes first.

        A decision for all places does not hold where the roster now has somebody else of the written name.
        """
        wanted = plain(name)
        for one in sorted(self.identities.same, key=lambda one: not one.where):
            if plain(one.written) != wanted:
                continue
            here = self._is_at(one.where, village, unit) if one.where else not self.conflicts(one)
            if here:
                return one
        return None

    def conflicts(self, decision: SamePerson) -> bool:
        """Say whether a decision for all places speaks of a name that somebody else in the roster bears."""
        taken = plain(decision.written) in self.by_name
        return taken and not decision.where and plain(decision.person) != plain(decision.written)

    def _is_at(self, where: str, village: str, unit: str) -> bool:
        place = self.villages.named(where)
        return (bool(place) and place == village) or (bool(unit) and plain(where) in plain(unit))

    def _named(self, name: str, *, village: str, unit: str) -> str:
        candidates = self.by_name.get(plain(name), ())
        if len(candidates) <= 1:
            return candidates[0] if candidates else ""
        return self._told_apart(candidates, village=self.villages.named(village) or village, unit=plain(unit))

    def _told_apart(self, candidates: tuple[str, ...], *, village: str, unit: str) -> str:
        rows = self.postings[self.postings["person_id"].isin(candidates)]
        if village:
            here = set(rows.loc[rows["village"] == village, "person_id"])
            if len(here) == 1:
                return str(here.pop())
        if unit:
            there = {
                row_id
                for row_id, row_unit, row_village in zip(rows["person_id"], rows["unit"], rows["village"], strict=True)
                if (row_unit and (plain(row_unit) in unit or unit in plain(row_unit))) or row_village in unit
            }
            if len(there) == 1:
                return str(there.pop())
        return ""

    def candidates(self, name: str, *, phone_tail: str = "", strong: bool = False) -> tuple[PersonCandidate, ...]:
        """List the roster's people who may be meant, the likeliest first, each with the reason.

        With ``strong`` only by likenesses that are told even where strangers stand. Whom the office decided the name
        not to be is left out.
        """
        wanted = plain(name)
        denied = {plain(one.person) for one in self.identities.apart if plain(one.written) == wanted}
        shown = self.postings.drop_duplicates(["person", "village"])
        columns = (shown[part] for part in ("person", "village", "unit", "phone_tail"))
        found: list[tuple[int, PersonCandidate]] = []
        for person, village, unit, tail in zip(*columns, strict=True):
            known = plain(person)
            score, reason = likeness(wanted, known, self.identities.surnames) if known != wanted else (0, "")
            if strong and score not in STRONG:
                score, reason = 0, ""
            if phone_tail and tail == phone_tail and known != wanted:
                score, reason = score + _SAME_PHONE, "，".join(filter(None, (reason, "手机尾号相同")))
            if score and known not in denied:
                found.append((score, PersonCandidate(person, village, unit, reason)))
        return tuple(one for _, one in sorted(found, key=lambda pair: -pair[0]))

    def same_named(self, name: str) -> tuple[PersonCandidate, ...]:
        """List the several people of the roster who bear a name."""
        rows = self.postings[self.postings["person_id"].isin(self.by_name.get(plain(name), ()))]
        rows = rows.drop_duplicates(["person_id", "village"])
        return tuple(
            PersonCandidate(person, village, unit, "同名")
            for person, village, unit in zip(rows["person"], rows["village"], rows["unit"], strict=True)
        )


def make_people(
    roster: pd.DataFrame, villages: Villages, sheets: tuple[Sheet, ...], identities: Identities | None = None
) -> People:
    """Make people from typed roster rows; a row without a known village keeps the text it has."""
    known = identities or Identities()
    rows = roster[(roster["person"] != "") & roster["arrived_on"].notna()].reset_index(drop=True)
    named = rows["village"].map(lambda text: villages.named(text) or text)
    postings = pd.DataFrame(
        {
            "person_id": person_ids(rows, named, known),
            "person": rows["person"],
            "village": named,
            "role": rows["role"],
            "role_title": rows["role"].map(ROLE_TITLES).fillna(rows["role_text"]),
            "unit": rows["unit"],
            "arrived_on": rows["arrived_on"],
            "left_on": rows["left_on"],
            "document_number": rows["document_number"],
            "document_issued_on": rows["document_issued_on"],
            "user_id": rows["user_id"],
            "phone_tail": rows["phone_tail"],
            "lives_at_home": rows["lives_at_home"],
            "file": of_sheets(rows["_sheet"], sheets, "file"),
            "sheet": of_sheets(rows["_sheet"], sheets, "name"),
            "cell": rows["_cell"],
        }
    )
    postings = postings.sort_values(["arrived_on", "person_id", "village", "role"], kind="stable", ignore_index=True)
    return People(postings, villages, _by_name(postings), _by_user_id(postings), known, _villages_of(postings))


def _villages_of(postings: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for person_id, village in zip(texts(postings["person_id"]), texts(postings["village"]), strict=True):
        found.setdefault(person_id, {})[village] = None
    return {person_id: tuple(names) for person_id, names in found.items()}


def _by_name(postings: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {}
    for person, person_id in zip(texts(postings["person"]), texts(postings["person_id"]), strict=True):
        known = names.setdefault(plain(person), [])
        if person_id not in known:
            known.append(person_id)
    return {name: tuple(ids) for name, ids in names.items()}


def _by_user_id(postings: pd.DataFrame) -> dict[str, str]:
    pairs = postings.loc[postings["user_id"] != "", ["user_id", "person_id"]].drop_duplicates()
    single = pairs.groupby("user_id")["person_id"].transform("size") == 1
    return dict(zip(pairs.loc[single, "user_id"], pairs.loc[single, "person_id"], strict=True))
