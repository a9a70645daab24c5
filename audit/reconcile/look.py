"""A first look: people and villages attached, what was handed in, and nothing judged."""

from collections.abc import Sequence

import pandas as pd

from audit.model.conventions import Conventions
from audit.model.identity import Identities
from audit.model.received import Received
from audit.model.source import Sheet
from audit.model.survey import Look
from audit.model.tables import Facts, TypedTables
from audit.reconcile.people import People, make_people
from audit.reconcile.received import received
from audit.reconcile.scope import month_first, month_last
from audit.reconcile.sources import Sources, gather
from audit.reconcile.villages import make_villages


def look(
    typed: TypedTables, sheets: Sequence[Sheet], conventions: Conventions, identities: Identities, *, month: str = ""
) -> Look:
    """Attach people and villages and tell what came in for a month; without a month only who and where."""
    sources = gather(typed, sheets, conventions, identities)
    postings = sources.people.postings
    team = _in_post(postings, month) if month else postings
    return Look(
        township=sources.people.villages.township,
        villages=sources.people.villages.names,
        people=int(team["person_id"].nunique()),
        received=_received(sources, team, month, conventions) if month else (),
        questions=sources.questions,
        errors=sources.errors,
    )


def received_in(facts: Facts, villages: Sequence[str], conventions: Conventions) -> tuple[Received, ...]:
    """Tell what each village handed in for the month of the facts."""
    team = facts.tables["person_month"][["person_id", "person", "village"]]
    return received(facts.submissions, team, facts.month, villages=villages, not_kept=conventions.not_kept)


def people_of(typed: TypedTables, sheets: Sequence[Sheet], identities: Identities) -> People:
    """Resolve the roster alone: who is posted where, and what villages are called."""
    villages = make_villages(typed.frames["villages"], typed.frames["roster"], tuple(sheets))
    return make_people(typed.frames["roster"], villages, tuple(sheets), identities)


def _in_post(postings: pd.DataFrame, month: str) -> pd.DataFrame:
    first, last = pd.Timestamp(month_first(month)), pd.Timestamp(month_last(month))
    still = postings["left_on"].isna() | (postings["left_on"] >= first)
    return postings[(postings["arrived_on"] <= last) & still]


def _received(sources: Sources, team: pd.DataFrame, month: str, conventions: Conventions) -> tuple[Received, ...]:
    names = sources.people.villages.names
    members = team[["person_id", "person", "village"]]
    return received(sources.submissions.frame, members, month, villages=names, not_kept=conventions.not_kept)
