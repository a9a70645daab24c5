"""Risk alerts: how long each waited to be verified at the household, and to be dealt with on the platform."""

from datetime import timedelta

import pandas as pd

from audit.reconcile.household_register import labels, with_unknown
from audit.reconcile.material import Material

_KEPT = timedelta(days=92)
"""Alerts already dealt with are judged again for about a quarter; those still open for as long as they are."""


def alert(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract alert: a row per alert issued up to the month's end."""
    told = _told(of, of.frames["alerts"]) if len(of.frames["alerts"]) else pd.DataFrame()
    blank: dict[str, str | bool | pd.Timestamp] = {
        "household_id": "",
        "alert_no": "",
        "issued_on": pd.Timestamp(of.scope.first),
    }
    return with_unknown(of, told, ("alerts",), **blank)


def _told(of: Material, rows: pd.DataFrame) -> pd.DataFrame:
    """Judge the alerts of a while by the month's end, each once."""
    today = pd.Timestamp(min(of.scope.last, of.scope.as_of))
    verified, disposed = rows["verified_on"] <= today, rows["disposed_on"] <= today
    single = rows["household_ids"].map(lambda ids: ids[0] if len(ids) == 1 else "").astype("str")
    told = pd.DataFrame(
        {
            "village": rows["of_village"],
            "household": rows["household"],
            "household_id": single.where(single != "", labels(rows) + rows["household_code"]),
            "label": labels(rows),
            "alert_no": rows["alert_no"],
            "kind_text": rows["kind"],
            "month": of.scope.month,
            "issued_on": rows["issued_on"],
            "verified": verified,
            "disposed": disposed,
            "days_to_verify": (rows["verified_on"].where(verified, today) - rows["issued_on"]).dt.days,
            "days_to_dispose": (rows["disposed_on"].where(disposed, today) - rows["issued_on"]).dt.days,
            "lacks_proof": _lacks_proof(of, rows),
        }
    )
    recent = told["issued_on"] >= pd.Timestamp(of.scope.first) - _KEPT
    mine = told[(told["issued_on"] <= today) & (recent | ~told["verified"] | ~told["disposed"])]
    return mine.drop_duplicates(["village", "household_id", "alert_no", "issued_on"], keep="last")


def _lacks_proof(of: Material, rows: pd.DataFrame) -> pd.Series:
    """Say which alerts have no proof; a sheet without the column does not tell, a blank cell says there is none."""
    absent = rows["_sheet"].map(lambda number: "proof" in of.sheets[number].missing).astype("bool")
    return (~rows["proof"].astype("boolean").fillna(value=False)).mask(absent)
