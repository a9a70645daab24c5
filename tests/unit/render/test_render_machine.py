"""findings.json: the promised keys, and the same text whatever the order of what came in."""

import json

import pytest
from render_factory import make_finding, make_report

from audit.render import findings_json

KEYS = {
    "": ["program", "policies", "month", "files", "data_errors", "coverage", "unknown", "findings"],
    "files": ["name", "sha256", "sheets"],
    "data_errors": ["code", "file", "sheet", "cell", "column", "value", "message"],
    "coverage": ["rule", "ok", "violation", "unknown", "not_applicable", "manual", "error", "population"],
    "unknown": ["village", "month", "table", "rules", "message"],
    "findings": ["id", "rule", "kind", "severity", "village", "person", "unit", "household", "period", "dates",
                 "message", "values", "basis", "evidence", "rectification"],
}  # fmt: skip


def test_the_whole_text_is_the_golden_one(golden):
    golden("render/findings.json", findings_json(make_report()))


def test_keys_are_exactly_those_that_scripts_depend_on():
    content = json.loads(findings_json(make_report()))
    assert list(content) == KEYS[""]
    for name in list(KEYS)[1:]:
        assert all(list(item) == KEYS[name] for item in content[name])
        assert content[name]
    finding = content["findings"][-1]
    assert list(finding["period"]) == ["from", "to"]
    assert list(finding["rectification"]) == ["do", "owner", "due"]
    assert list(finding["basis"][0]) == ["policy", "ref", "text"]
    assert list(finding["evidence"][0]) == ["file", "sheet", "cell"]
    assert list(content["files"][0]["sheets"][0]) == ["name", "table", "rows", "good", "bad"]
    assert list(content["program"]) == ["name", "version", "rules", "engines", "as_of"]


def test_the_order_of_what_came_in_does_not_matter():
    report = make_report()
    turned = {
        name: tuple(reversed(getattr(report, name)))
        for name in ("files", "data_errors", "coverage", "unknown", "findings", "policies")
    }
    assert findings_json(make_report(**turned)) == findings_json(report)


def test_chinese_is_readable_and_odd_signs_do_not_break_it():
    text = findings_json(make_report(findings=(make_finding(1, message='王\ud800建\x00平<b>&"', due=None),)))
    text.encode("utf-8")
    found = json.loads(text)["findings"][0]
    assert found["message"] == '王建平<b>&"'
    assert found["rectification"]["due"] is None
    assert "王建平" in text
    assert "\\u" not in text


def test_a_number_that_is_none_is_refused_rather_than_written_as_nan():
    with pytest.raises(ValueError, match="not JSON compliant"):
        findings_json(make_report(findings=(make_finding(1, values={"gap": float("nan")}),)))


def test_the_program_may_be_named_with_or_without_its_version():
    program = json.loads(findings_json(make_report(program="0.1.0")))["program"]
    assert (program["name"], program["version"]) == ("zhucun-audit", "0.1.0")
