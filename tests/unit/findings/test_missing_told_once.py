"""What every village lacks in the same words is told once."""

from audit.findings import told_once
from audit.model.finding import Missing


def lack(village: str, *rules: str, what: str = "未报送走访台账", table: str = "visits") -> Missing:
    return Missing(village, "2024-09", table, rules, f"{village}{what}，{len(rules)}条规则无法判定，不作为问题")


def test_all_villages_alike_are_told_once_with_all_the_rules_that_wait() -> None:
    (one,) = told_once([lack("桃溪村", "a"), lack("柳湾村", "a", "b")], ["桃溪村", "柳湾村"])
    assert (one.village, one.rules) == ("", ("a", "b"))
    assert one.message == "各村未报送走访台账，2条规则无法判定，不作为问题"


def test_some_villages_are_told_each() -> None:
    each = [lack("柳湾村", "a"), lack("桃溪村", "a")]
    assert told_once(each, ["桃溪村", "柳湾村", "石磨村"]) == tuple(sorted(each, key=lambda one: one.village))


def test_a_single_village_keeps_its_name() -> None:
    assert told_once([lack("桃溪村", "a")], ["桃溪村"]) == (lack("桃溪村", "a"),)


def test_other_words_are_another_lack() -> None:
    each = [lack("柳湾村", "a", what="走访台账中没有吴桐"), lack("桃溪村", "a")]
    told = told_once(each, ["桃溪村", "柳湾村"])
    assert {one.message for one in told} == {one.message for one in each}
