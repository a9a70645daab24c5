"""Visits to households: which member of the teams made them on which day."""

import pandas as pd

from audit.reconcile.people import People

_COLUMNS = ("village", "date", "file", "sheet", "cell")


def visits_made(visits: pd.DataFrame, people: People) -> pd.DataFrame:
    """List each visitor of the roster on his own row: person_id, village, date, file, sheet, cell.

    Others among the visitors (village cadres, "驻村工作队" as a whole) are passed over.
    """
    rows = visits.rename(columns={"visited_on": "date"}).assign(village=visits["of_village"])
    each = rows[[*_COLUMNS, "visitors"]].explode("visitors").dropna(subset="visitors")
    pairs = each[["visitors", "village"]].drop_duplicates()
    ids = {(name, village): people.resolve(name, village=village) for name, village in pairs.itertuples(index=False)}
    found = [ids[pair] for pair in zip(each["visitors"], each["village"], strict=True)]
    made = each.assign(person_id=pd.Series(found, index=each.index, dtype="str"))
    return made.loc[made["person_id"] != "", ["person_id", *_COLUMNS]].reset_index(drop=True)
