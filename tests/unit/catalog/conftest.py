"""An office's own folder for a test, and a small world of contracts, rules and policies in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from audit import resources
from audit.catalog import CatalogError

FACTS = {
    "person_month": """\
table: person_month
title: 人月
about: 每人每月一行。
key: [person, month]
period: [month]
day_table: person_day
columns:
  person: {title: 姓名, type: text}
  month: {title: 月份, type: text}
  workdays: {title: 工作日, type: int}
  present_days: {title: 在村天数, type: days, from: [sign_ins]}
  missed_days: {title: 未签日数, type: int, from: [sign_ins], days: missed}
  no_signal: {title: 无信号, type: bool, from: [villages]}
  gap_start: {title: 起始日, type: date}
""",
    "person_day": """\
table: person_day
title: 人日
about: 每人每天一行。
key: [person, date]
period: [date, date]
columns:
  person: {title: 姓名, type: text}
  date: {title: 日期, type: date}
  missed: {title: 未签, type: bool, from: [sign_ins]}
  punches: {title: 打卡次数, type: int, from: [punches]}
""",
}
CONVENTIONS = (Path(__file__).parents[3] / "rules" / "conventions.yml").read_text(encoding="utf-8")
RULE: dict[str, Any] = {
    "id": "days-short",
    "catalogue": "RES-01",
    "title": "驻村天数不足",
    "about": "在村天数少于规定。",
    "kind": "violation",
    "each": "person_month",
    "where": [{"is": "workdays > 0", "else": "当月没有工作日"}],
    "when": "present_days < required_days",
    "parameters": {
        "min_days": {"title": "最少天数", "unit": "天", "default": 20},
        "mode": {"title": "不足的月份", "default": "cap", "choices": ["cap", "literal"]},
    },
    "derive": {
        "required_days": "min(min_days, workdays) if mode == 'cap' else min_days",
        "gap": "required_days - present_days",
    },
    "severity": [{"is": "serious", "when": "gap >= 5"}, {"is": "major"}],
    "message": "{person}{month}在村{present_days}天，差{gap}天：{missed_on}",
    "also": [{"when": "no_signal", "say": "（无信号村，规定{min_days}天）"}],
    "days": {"missed_on": "missed"},
    "evidence": ["sign_ins"],
    "rectification": {"do": "核对签到册", "owner": "派出单位", "days": 7, "closure": ["evidence"]},
    "cases": [
        {"name": "少一天", "given": {"workdays": 22, "present_days": 19}, "expect": "violation", "severity": "major"},
        {"name": "正好", "given": {"workdays": 22, "present_days": 20}, "expect": "ok", "boundary": True},
        {"name": "没有签到", "given": {"workdays": 22, "present_days": None}, "expect": "unknown"},
        {"name": "没有工作日", "given": {"workdays": 0, "present_days": 0}, "expect": "not_applicable"},
    ],
}
POLICY: dict[str, Any] = {
    "id": "town-1",
    "title": "驻村管理办法",
    "level": "township",
    "document": {"number": "青府发〔2023〕1号", "issuer": "青禾镇人民政府", "issued": "2023-03-01"},
    "effective": {"from": "2023-03-01", "until": None},
    "clauses": [
        {"ref": "第1条", "text": "每月驻村不少于20天", "rules": {"days-short": {"min_days": 20}}},
        {"ref": "第2条", "text": "工作扎实", "manual": {"how": "现场查看"}},
        {"ref": "第3条", "text": "成立领导小组", "outside": "组织安排"},
    ],
}


@dataclass(frozen=True)
class Office:
    """A folder of data files, and how errors in it read."""

    home: Path
    sample_rule: dict[str, Any] = field(default_factory=lambda: RULE)
    sample_policy: dict[str, Any] = field(default_factory=lambda: POLICY)

    def write(self, name: str, text: str) -> Path:
        """Write one file."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def rule(self, name: str = "attendance/days-short.yml", **changes: Any) -> Path:
        """Write the sample rule with some keys changed; a key changed to ``...`` is left out."""
        return self._dump(f"rules/{name}", RULE, changes)

    def policy(self, name: str = "policies/town-1.yml", **changes: Any) -> Path:
        """Write the sample policy with some keys changed; a key changed to ``...`` is left out."""
        return self._dump(f"rules/{name}", POLICY, changes)

    def furnish(self, under: str = "") -> None:
        """Write the two fact tables and the conventions."""
        for table, text in FACTS.items():
            self.write(f"{under}data_contracts/facts/{table}.yml", text)
        self.write(f"{under}rules/conventions.yml", CONVENTIONS)

    def _dump(self, name: str, sample: dict[str, Any], changes: dict[str, Any]) -> Path:
        data = {key: value for key, value in (sample | changes).items() if value is not ...}
        return self.write(name, yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000))

    def refusals(self, load: Callable[[], object]) -> list[str]:
        """What loading complains about, without place: ``where.0.is：……``."""
        with pytest.raises(CatalogError) as error:
            load()
        return [message.split(" ", 1)[1] for message in error.value.messages]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office's folder before the shipped ones."""
    monkeypatch.setenv("ZHUCUN_HOME", str(tmp_path))
    return Office(tmp_path)


@pytest.fixture
def alone(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The office's folder alone, with two fact tables and the conventions in it."""
    monkeypatch.setattr(resources, "_shipped", lambda: ())
    office.furnish()
    return office
