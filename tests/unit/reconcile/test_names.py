"""Who a name means: never guessed, asked about with reasons, and remembered once decided."""

from datetime import date

import pytest
from township import CALENDAR, FACTS, NOVEMBER, VILLAGE, Township, workdays

from audit import catalog
from audit.model.identity import Apart, Identities, SamePerson
from audit.model.received import Receipt
from audit.model.round import Round
from audit.reconcile import look, reconcile
from audit.reconcile.names import likeness
from audit.reconcile.received import received

SURNAMES = catalog.load_identities().surnames
CONVENTIONS = catalog.conventions(())


def seen(town: Township, *same: SamePerson, apart: tuple[Apart, ...] = ()):
    return look(town._typed(), town.sheets, CONVENTIONS, Identities(SURNAMES, same, apart), month="2023-11")


def signed_days(town: Township, *same: SamePerson, apart: tuple[Apart, ...] = ()) -> dict[tuple[str, str], int]:
    of = Round("2023-11", date(2024, 1, 10), CALENDAR, CONVENTIONS, Identities(SURNAMES, same, apart))
    facts = reconcile(town._typed(), town.sheets, FACTS, of=of)
    days = facts.tables["person_day"]
    signed = days[days["signed_half_days"] > 0].groupby(["village", "person"]).size()
    return {(str(village), str(person)): int(number) for (village, person), number in signed.items()}


@pytest.mark.parametrize(
    ("written", "known", "reason"),
    [
        ("林小峰", "林晓峰", "同音"),
        ("单小峰", "山晓峰", "同音"),
        ("覃伟", "秦伟", "同音"),
        ("覃伟", "谭伟", "同音"),
        ("尉迟恭", "玉池公", "同音"),
        ("仇建", "丑建", "一字之差"),
        ("林晓锋锋", "林晓峰锋", "同音"),
        ("王建国", "王建军", "一字之差"),
        ("欧阳文", "欧阳文斌", "多一字或少一字"),
        ("陈志林", "陈子琳", "读音相近"),
        ("刘能生", "刘冷申", "读音相近"),
        ("林晓峰", "吴桐", ""),
    ],
)
def test_likeness_says_why(written, known, reason) -> None:
    assert likeness(written, known, SURNAMES)[1] == reason


def test_an_unknown_name_is_asked_about_with_reasons_and_never_merged() -> None:
    town = Township().member("林晓峰").signed("林小峰", workdays())
    (question,) = seen(town).questions
    assert (question.code, question.name) == ("unknown-person", "林小峰")
    assert [(one.person, one.village, one.reason) for one in question.candidates] == [("林晓峰", "桃溪村", "同音")]
    assert signed_days(town) == {}


def test_a_decision_is_applied_and_asked_no_more() -> None:
    town = Township().member("林晓峰").signed("林小峰", workdays())
    same = SamePerson("林 小峰", "林晓峰")
    assert seen(town, same).questions == ()
    assert signed_days(town, same) == {("桃溪村", "林晓峰"): 22}


def test_a_decision_for_one_village_holds_there_only() -> None:
    town = Township().member("林晓峰").member("吴桐", village="柳湾村").signed("林小峰", workdays())
    assert seen(town, SamePerson("林小峰", "林晓峰", where="桃溪村")).questions == ()
    assert [one.name for one in seen(town, SamePerson("林小峰", "林晓峰", where="柳湾村")).questions] == ["林小峰"]


def test_whom_a_name_is_not_is_suggested_no_more() -> None:
    town = Township().member("林晓峰").signed("林小峰", workdays())
    (question,) = seen(town, apart=(Apart("林小峰", "林晓峰"),)).questions
    assert question.candidates == ()


def test_a_decision_the_roster_has_overtaken_is_told_and_not_applied() -> None:
    town = Township().member("林晓峰").member("林小峰", unit="县水利局").signed("林小峰", workdays())
    same = SamePerson("林小峰", "林晓峰")
    assert [error.code for error in seen(town, same).errors] == ["decision-overtaken"]
    assert signed_days(town, same) == {("桃溪村", "林小峰"): 22}


def test_strangers_in_an_export_are_asked_about_only_where_a_name_is_alike() -> None:
    town = Township().member("林晓峰").punched("林小峰", workdays()).punched("陈志林", workdays())
    assert [one.name for one in seen(town).questions] == ["林小峰"]


def test_two_people_of_one_name_and_different_units_are_kept_apart() -> None:
    town = Township().member("王芳", unit="县林业局").member("王芳", unit="县水利局", village="柳湾村")
    town.signed("王芳", workdays()).signed("王芳", workdays()[:5], village="柳湾村")
    assert signed_days(town) == {("桃溪村", "王芳"): 22, ("柳湾村", "王芳"): 5}
    assert seen(town).people == 2


def test_two_people_of_one_name_in_one_village_are_asked_about() -> None:
    town = Township().member("王芳", unit="县林业局").member("王芳", unit="县水利局").signed("王芳", workdays())
    (question,) = seen(town).questions
    assert question.code == "ambiguous-person"
    assert [one.unit for one in question.candidates] == ["县林业局", "县水利局"]


def test_one_name_and_unit_in_two_villages_at_once_is_asked_about() -> None:
    town = Township().member("王芳").member("王芳", village="柳湾村")
    found = seen(town)
    assert (found.people, [one.code for one in found.questions]) == (1, ["same-name"])
    assert "王芳”同时在柳湾村和桃溪村任职，已按同一人计" in found.errors[0].message


def test_the_office_may_say_that_they_are_one_person_or_two() -> None:
    town = Township().member("王芳").member("王芳", village="柳湾村")
    one = seen(town, SamePerson("王芳", "王芳"))
    assert (one.people, one.questions) == (1, ())
    town.signed("王芳", workdays()).signed("王芳", workdays()[:5], village="柳湾村")
    apart = (Apart("王芳", "王芳"),)
    assert (seen(town, apart=apart).people, seen(town, apart=apart).questions) == (2, ())
    assert signed_days(town, apart=apart) == {("桃溪村", "王芳"): 22, ("柳湾村", "王芳"): 5}


def test_different_phones_at_the_same_time_are_different_people() -> None:
    town = Township().member("王芳", phone_tail="0001").member("王芳", village="柳湾村", phone_tail="0002")
    assert (seen(town).people, seen(town).questions) == (2, ())
    later = Township().member("王芳", phone_tail="0001", left=date(2023, 5, 1))
    later.member("王芳", village="柳湾村", phone_tail="0002", arrived=date(2023, 5, 2))
    assert set(look(later._typed(), later.sheets, CONVENTIONS, Identities()).questions) == set()
    assert look(later._typed(), later.sheets, CONVENTIONS, Identities()).people == 1


def test_the_matrix_tells_what_each_village_handed_in() -> None:
    town = Township().member("林晓峰").member("吴桐").member("周敏", village="柳湾村")
    town.signed("林晓峰", workdays()).logged("周敏", workdays(), village="柳湾村").punched("周敏", workdays())
    found = {(one.village, one.source): one for one in seen(town).received}
    signs = found["桃溪村", "sign_ins"]
    assert (signs.receipt, signs.lacking) == (Receipt.PART, ("吴桐",))
    assert found["柳湾村", "sign_ins"].receipt is Receipt.NONE
    assert found["柳湾村", "work_logs"].receipt is found["柳湾村", "punches"].receipt is Receipt.FULL
    assert found["桃溪村", "punches"].receipt is Receipt.NONE
    assert ("桃溪村", "handovers") not in found


def test_a_source_the_office_does_not_keep_is_not_asked_for() -> None:
    town = Township().member("林晓峰").signed("林晓峰", workdays(), month=NOVEMBER)
    frame = look(town._typed(), town.sheets, CONVENTIONS, Identities(), month="2023-11")
    assert {one.receipt for one in frame.received if one.source == "meetings"} == {Receipt.NONE}
    facts = town.facts()
    kept = received(
        facts.submissions,
        facts.tables["person_month"][["person_id", "person", "village"]],
        "2023-11",
        villages=("桃溪村",),
        not_kept=("meetings",),
    )
    assert {one.receipt for one in kept if one.source == "meetings"} == {Receipt.NOT_ASKED}


def test_the_end_of_a_phone_number_points_to_the_person_meant():
    town = Township().member("林晓峰", phone_tail="0001").member("吴桐", phone_tail="0002")
    day = {"village": VILLAGE, "date": NOVEMBER[0], "mark": "√", "half_days": 2}
    town.sheet(
        "sign_in_grid", [{**day, "person": "老吴", "phone_tail": "0002"}], title=f"{VILLAGE}签到册", period=NOVEMBER
    )
    (error,) = [error for error in town.facts().errors if error.value == "老吴"]
    assert "吴桐（桃溪村，手机尾号相同）" in error.message
    assert "林晓峰" not in error.message
