"""Leave approved on another's behalf: whose level counts, for how long, and where."""

from datetime import date
from functools import cache

import pandas as pd
import pytest
from township import VILLAGE, Township

LEAVE = (date(2023, 11, 8), date(2023, 11, 9))
T = Township()
SECRETARY = {"principal": "李国栋（镇党委书记）", "approver_level": "2"}


def _leave(who: str, approver: str, level: str, *, approved=date(2023, 11, 7)) -> dict[str, object]:
    day = pd.Timestamp(approved) if approved else None
    return T.leave(who, *LEAVE, approver=approver, approver_level=level, approved_at=day)


def _delegated(trustee: str, first: int = 6, last: int | None = 10, **more) -> dict[str, object]:
    ends = date(2023, 11, last) if last else None
    return {"trustee": trustee, "starts_on": date(2023, 11, first), "ends_on": ends} | SECRETARY | more


def _township(leaves: list[dict[str, object]], delegations: list[dict[str, object]] | None) -> Township:
    t = Township().member("无人", village="柳湾村")
    for leave in leaves:
        t.member(str(leave["person"]))
    t.ledgers(leaves=leaves)
    return t if delegations is None else t.sheet("delegations", delegations, title="请假审批委托登记表")


CASES = [
    (_leave("甲一", "王芳（队长）", "1"), (2, SECRETARY["principal"])),
    (_leave("甲二", "王芳（队长）", "1", approved=date(2023, 11, 6)), (2, SECRETARY["principal"])),
    (_leave("甲三", "王芳（队长）", "1", approved=date(2023, 11, 5)), (1, "")),
    (_leave("甲四", "王芳（队长）", "1", approved=date(2023, 11, 11)), (1, "")),
    (_leave("甲五", "王芳（队长）", "1", approved=None), (None, "")),
    (_leave("甲六", "周启明", ""), (2, SECRETARY["principal"])),
    (_leave("甲七", "周启明", "", approved=date(2023, 11, 5)), (None, "")),
    (_leave("甲八", "赵强（县委组织部）", "3", approved=None), (3, "")),
    (_leave("甲九", "钱进（村支书）", "1"), (1, "")),
    (_leave("乙一", "孙立（村支书）", "1"), (None, "某领导")),
    (_leave("乙二", "何军（队长）", "1"), (2, SECRETARY["principal"])),
    (_leave("乙三", "别人（队长）", "1"), (1, "")),
    (_leave("乙四", "", ""), (0, "")),
]


@cache
def _told() -> dict[str, tuple[object, str]]:
    listed = [
        _delegated("王 芳"), _delegated("周启明"), _delegated("赵强"), _delegated("钱进", village="柳湾村"),
        _delegated("孙立", principal="某领导", approver_level=""), _delegated("何军", last=None, village=VILLAGE),
    ]  # fmt: skip
    rows = _township([leave for leave, _ in CASES], listed).facts().tables["leave_slip"].to_dict("records")
    return {r["person"]: (None if pd.isna(r["approver_level"]) else r["approver_level"], r["on_behalf"]) for r in rows}


@pytest.mark.parametrize(("leave", "told"), CASES, ids=[str(leave["person"]) for leave, _ in CASES])
def test_a_trustee_approves_at_the_level_of_his_principal_while_the_delegation_lasts(leave, told):
    assert _told()[leave["person"]] == told


def test_leave_taken_in_a_stretch_has_the_level_of_the_principal():
    t = _township([_leave("甲一", "王芳（队长）", "1")], [_delegated("王芳")])
    assert t.facts().tables["leave_case"]["highest_level"].tolist() == [2]


def test_without_a_list_of_delegations_the_approvers_own_level_counts():
    rows = _township([_leave("甲一", "王芳（队长）", "1")], None).facts().tables["leave_slip"]
    assert (rows["approver_level"].tolist(), rows["on_behalf"].tolist()) == ([1], [""])


def test_who_approves_his_own_leave_as_a_trustee_approves_his_own_leave():
    rows = _township([_leave("王芳", "王芳", "")], [_delegated("王芳")]).facts().tables["leave_slip"]
    assert (rows["approver_level"].tolist(), rows["self_approved"].tolist()) == ([2], [True])
