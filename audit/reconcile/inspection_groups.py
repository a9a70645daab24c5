"""Groups of inspectors: whom they inspect, who is in them, and whether all together make one ring."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from audit.reconcile.campaigns import beside_lacking, in_month, in_rounds, listed
from audit.reconcile.material import Material

_ROLES = {"team": "第一书记（队长）", "village_secretary": "村书记", "specialist": "乡村振兴专干"}


@beside_lacking("inspection_groups", first="starts_on", last="ends_on", blank=["group_name"])
def inspection_groups(of: Material) -> pd.DataFrame:
    """Make one row per group and village it inspects: the columns of the fact contract inspection_group."""
    rows = in_month(of.frames["inspection_groups"], of)
    return pd.DataFrame([_group(row, of) for row in rows.to_dict("records")])


def _group(row: Mapping[Any, Any], of: Material) -> dict[str, Any]:
    names: Sequence[str] = row["members"]
    village, people = row["of_village"], of.people
    ids = {name: people.resolve(name, village=_home(row, of)) for name in (*names, row["leader"]) if name}
    own = [name for name, person in ids.items() if person and village in people.villages_of[person]]
    return {
        "group_name": row["group_name"],
        "village": village,
        "starts_on": row["_day"],
        "ends_on": row["ends_on"] if pd.notna(row["ends_on"]) else row["_day"],
        "leader": row["leader"],
        "leader_is_liaison": row["leader_role"] == "liaison" if row["leader_role"] else None,
        "members": len(names),
        "from_own_village": _home(row, of) == village or bool(own),
        "own_members": listed(own),
        **_on_leave(row, ids, of),
    }


def _home(row: Mapping[Any, Any], of: Material) -> str:
    return of.people.villages.named(row["home_village"])


def _on_leave(row: Mapping[Any, Any], ids: Mapping[str, str], of: Material) -> dict[str, Any]:
    """Who of the group has leave within the days of the check; null where a member's leave was not handed in."""
    drafted = {person: name for name, person in ids.items() if person}
    homes = {village for person in drafted for village in of.people.villages_of[person]}
    if not all(of.submissions.known_village("leave_slips", home, of.scope.month) for home in homes):
        return {"members_on_leave": None, "on_leave_names": None}
    last = row["ends_on"] if pd.notna(row["ends_on"]) else row["_day"]
    taken = of.halves[of.halves["date"].between(row["_day"], last)]
    leave = taken[taken["slip"].map(of.slips["kind"]) == "leave"]
    away = [name for person, name in drafted.items() if person in set(leave["person_id"])]
    return {"members_on_leave": len(away), "on_leave_names": listed(away)}


def inspection_rings(of: Material) -> pd.DataFrame:
    """Make one row per cross-check of the township: the columns of the fact contract inspection_ring."""
    rows = in_month(of.frames["inspection_groups"], of)
    if rows.empty:
        month = {"first_on": pd.Timestamp(of.scope.first), "last_on": pd.Timestamp(of.scope.last)}
        return pd.DataFrame([{"village": "", **month}])
    pairs = [
        (of.people.villages.named(home), target)
        for home, target in zip(rows["home_village"], rows["of_village"], strict=True)
    ]
    stated = all(home for home, _ in pairs)
    faults = ring_faults(pairs, of.people.villages.names) if stated else {"uninspected": None, "faults": None}
    return pd.DataFrame(
        [
            {
                "village": "",
                "first_on": rows["_day"].min(),
                "last_on": rows["ends_on"].fillna(rows["_day"]).max(),
                "groups": len(rows),
                "is_ring": not faults["faults"] if stated else None,
                **faults,
            }
        ]
    )


def ring_faults(pairs: Sequence[tuple[str, str]], villages: Sequence[str]) -> dict[str, str]:
    """Say what keeps (inspecting, inspected) villages from being one ring over all villages; "" where they are one.

    Each inspects one and is inspected by one, none itself, no two each other where there are more than two.
    """
    onward = dict(pairs)
    homes, targets = Counter(home for home, _ in pairs), Counter(target for _, target in pairs)
    missed = [name for name in villages if not targets[name]]
    told = [
        ("无人检查", missed),
        ("没有派出检查组", [name for name in villages if not homes[name]]),
        ("被多组检查", [name for name, count in targets.items() if count > 1]),
        ("检查多个村", [name for name, count in homes.items() if count > 1]),
        ("检查本村", [home for home, target in pairs if home == target]),
        ("两村互查", _mutual(onward, len(villages))),
    ]
    parts = [f"{listed(names)}{what}" for what, names in told if names]
    if not parts and not _one_cycle(onward):
        parts = ["各村没有连成一个环"]
    return {"uninspected": listed(missed), "faults": "；".join(parts)}


def _mutual(onward: Mapping[str, str], villages: int) -> list[str]:
    if villages <= 2:
        return []
    return [home for home, target in onward.items() if home != target and onward.get(target) == home]


def _one_cycle(onward: Mapping[str, str]) -> bool:
    first = next(iter(onward), "")
    seen, here = {first}, onward.get(first, "")
    while here and here not in seen:
        seen.add(here)
        here = onward.get(here, "")
    return len(seen) == len(onward) and here == first


@beside_lacking("leader_interviews", last="last_on")
def interview_rounds(of: Material) -> pd.DataFrame:
    """Make one row per village and round of interviews: the columns of the fact contract interview_round."""
    rows = in_rounds(of.frames["leader_interviews"], of)
    return pd.DataFrame([_interviews(mine, of) for _, mine in rows.groupby(["of_village", "first_on"])])


def _interviews(rows: pd.DataFrame, of: Material) -> dict[str, Any]:
    village, first, last = (rows.iloc[0][name] for name in ("of_village", "first_on", "last_on"))
    terms = of.members.postings
    posted = terms[(terms["village"] == village) & (terms["arrived_on"] <= last)]
    has_team = bool((posted["left_on"].isna() | (posted["left_on"] >= first)).any())
    roles = set(rows["role"])
    wanted = [role for role in _ROLES if has_team or role != "team"]
    return {
        "village": village,
        "first_on": first,
        "last_on": last,
        "has_team": has_team,
        "interviewed": sum(role in roles for role in wanted),
        "others": int((~rows["role"].isin(_ROLES)).sum()),
        "missing_roles": listed(_ROLES[role] for role in wanted if role not in roles),
    }
