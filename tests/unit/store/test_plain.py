"""What is kept as JSON comes back as it was, by its type, and as nothing else."""

import json
from collections.abc import Mapping
from datetime import date

import msgspec
import pytest
from msgspec.structs import replace

from audit.model.lifecycle import Role
from audit.model.outcome import Kind, Outcome, Severity
from audit.model.problem import Actor, Attestation, Proof, Rerun
from audit.store.plain import from_json, from_plain, to_json, to_plain

NOVEMBER = (date(2023, 11, 1), date(2023, 11, 30))
PROOFS = (
    Rerun("7", date(2023, 12, 9), Outcome.OK, NOVEMBER, "v1", "资料已更正"),
    Attestation(Actor("罗平", Role.AUDITOR), date(2023, 12, 9), "现场查看属实"),
    None,
)


class Told(msgspec.Struct, frozen=True):
    days: frozenset[date]
    counts: Mapping[int, str]
    values: Mapping[str, str | float | bool | tuple[str, ...] | None]
    kind: Kind = Kind.CLUE


TOLD = Told(
    frozenset({date(2023, 11, 7), date(2023, 11, 6)}), {2: "二", 10: "十"},
    {"天": 19.5, "整": 20, "是": True, "缺": None, "人": ("江宁", "罗平")},
)  # fmt: skip
BY_TEXTS = replace(TOLD, counts={})


@pytest.mark.parametrize("proof", PROOFS)
def test_a_proof_comes_back_as_what_it_was(proof: Proof | None) -> None:
    plain = json.loads(json.dumps(to_plain(proof)))
    assert from_plain(Proof | None, plain) == proof
    assert (plain or {}).get("kind of") == (type(proof).__name__ if proof else None)


def test_dates_sets_numbers_and_lists_come_back_as_they_were() -> None:
    assert from_plain(Told, json.loads(json.dumps(to_plain(TOLD)))) == TOLD
    assert from_json(Told, to_json(BY_TEXTS)) == BY_TEXTS
    assert to_plain(TOLD)["days"] == ["2023-11-06", "2023-11-07"]


def test_the_same_value_is_written_in_the_same_bytes() -> None:
    other = replace(BY_TEXTS, days=frozenset(sorted(TOLD.days)), values=dict(reversed(TOLD.values.items())))
    assert to_json(other) == to_json(BY_TEXTS)


@pytest.mark.parametrize("data", [{"days": ["2023-11-31"]}, {"days": []}, {"days": [], "counts": {"二": "2"}}])
def test_what_is_of_no_such_type_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        from_plain(Told, data)


def test_severities_stay_what_rules_call_them() -> None:
    assert from_json(tuple[Severity, ...], to_json([Severity.MAJOR])) == (Severity.MAJOR,)
