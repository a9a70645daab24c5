"""The sample township: the same bytes every time, nothing real in it, every rule planted."""

import csv
import re
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
import yaml

from audit.catalog import load_policies

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample_data"
sys.path.insert(0, str(SAMPLE))

from generator import november, october  # noqa: E402
from generator.days import is_workday, month_days  # noqa: E402
from generator.many import build  # noqa: E402
from generator.people import POSTINGS  # noqa: E402
from generator.township import write_township  # noqa: E402
from generator.year_end.set import write_year_end  # noqa: E402

ONLY_IN_A_WORKSPACE = {"records-changed-after-feedback"}
"""Rules that need two versions of a file, which no single batch of files has."""

BEFORE_A_PERIOD_IS_OVER = {"prescribed-meeting-ahead", "year-shortfall-ahead"}
"""Warnings while a month or a year still runs: the sets are audited when their months are over."""


def sheets_of(path):
    """Give the parts of a workbook in order, each with its date and its bytes unpacked.

    How well a machine's zlib packs them is not the generator's doing.
    """
    with zipfile.ZipFile(path) as book:
        return [(part.filename, part.date_time, book.read(part)) for part in book.infolist()]


def relative_files(folder):
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.suffix in {".xlsx", ".yml", ".png"}}


def test_the_committed_files_are_what_the_generator_writes_again(tmp_path):
    write_township(tmp_path)
    write_year_end(tmp_path)
    assert relative_files(tmp_path) == relative_files(SAMPLE)
    for name in sorted(relative_files(tmp_path)):
        ours, theirs = tmp_path / name, SAMPLE / name
        if name.endswith((".yml", ".png")):
            assert ours.read_bytes() == theirs.read_bytes(), name
        else:
            assert sheets_of(ours) == sheets_of(theirs), name


def lists():
    """Give each expected list: its policies and the rules found."""
    for path in (SAMPLE / "expected").glob("*.yml"):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        yield told["policies"], {one["rule"] for part in ("findings", "warnings") for one in told.get(part, ())}


def test_every_rule_is_planted_at_least_once():
    planted = {rule for _, rules in lists() for rule in rules}
    rules = {
        path.stem for path in (ROOT / "rules").glob("*/*.yml") if path.parent.name not in {"policies", "derivations"}
    }
    assert rules
    unplanted = ONLY_IN_A_WORKSPACE | BEFORE_A_PERIOD_IS_OVER
    assert planted.isdisjoint(unplanted)
    assert planted | unplanted == rules


def test_every_clause_that_data_can_answer_is_the_ground_of_something_found():
    listed = csv.DictReader((ROOT / "tests/rules/clauses.csv").read_text(encoding="utf-8").split())
    policies = load_policies()
    grounds = {
        clause.catalogue
        for chosen, rules in lists()
        for policy in chosen
        for clause in policies[policy].clauses
        if rules & clause.rules.keys()
    }
    assert {row["id"] for row in listed if row["class"] == "D"} - grounds == set()


def test_no_expected_finding_stands_twice():
    for path in (SAMPLE / "expected").glob("*.yml"):
        expected = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = expected.get("findings", expected.get("warnings"))
        keys = [(f["rule"], f["village"], f["person"], f.get("of"), f["period_from"]) for f in found]
        assert len(keys) == len(set(keys)), path.name
        assert all(f["why"] for f in found)


def test_phone_numbers_exist_in_no_network_and_ids_are_unique():
    people = {posting.who: posting for posting in POSTINGS}
    assert all(re.fullmatch(r"100\d{8}", posting.phone) for posting in POSTINGS)
    for name in ("user_id", "job_no", "phone"):
        assert len({getattr(posting, name) for posting in people.values()}) == len(people), name
    assert all(14 <= len(posting.user_id) <= 23 for posting in POSTINGS)


def test_the_workdays_are_those_of_the_notice():
    counts = {month: sum(map(is_workday, month_days(month))) for month in ("2023-09", "2023-10", "2023-11")}
    assert counts == {"2023-09": 20, "2023-10": 19, "2023-11": 22}
    assert is_workday(date(2023, 10, 7))
    assert not is_workday(date(2023, 10, 6))


@pytest.mark.parametrize(
    ("month", "vacant"), [(october, {("雁池村", 4)}), (november, {("云台村", 18), ("云台村", 19), ("桃溪村", 23)})]
)
def test_somebody_is_in_every_village_every_day_but_the_planted_ones(month, vacant):
    world = month.build(20231130)
    empty = set()
    for village in world.villages:
        team = [p for p in world.postings if p.village == village.name]
        for day in month_days(world.month):
            signs = [
                world.days[p.who, village.name, day].sign for p in team if (p.who, village.name, day) in world.days
            ]
            if not {"present", "half"} & set(signs):
                empty.add((village.name, day.day))
    assert empty == vacant


def test_the_benchmark_builder_names_every_village_in_its_own_files(tmp_path):
    files = build(tmp_path, villages=12, months=("2023-11",), seed=3)
    names = {path.name for path in files}
    assert sum(name.endswith("村2023年11月签到册.xlsx") for name in names) == 12
    assert {"考勤报表_2023年11月第01片区.xlsx", "考勤报表_2023年11月第02片区.xlsx", "花名册.xlsx"} <= names
