"""Problems that stand in both months because they lie in the roster and in the handover papers."""

from datetime import date

from .model import Expected


def standing_problems() -> tuple[Expected, ...]:
    """List the findings from roster and handovers that come out whichever of the two months is audited."""
    return (
        Expected(
            "handover-meeting-missing", "柳湾村", "", date(2021, 5, 20), "2021年轮换三名新队员，没有交接座谈会记录"
        ),
        Expected(
            "handover-papers-missing",
            "双桥村",
            "",
            date(2023, 5, 15),
            "2023年更换第一书记，交接会缺照片，清单移交人未签字",
        ),
        Expected("service-gap", "松岭村", "", date(2023, 10, 26), "第一书记10月25日离任，11月20日才有人接任"),
        Expected(
            "appointment-mismatch",
            "白鹭社区",
            "冉光明",
            date(2021, 5, 20),
            "第一书记2021年4月19日发文，5月20日到任，晚31天",
        ),
    )
