"""What changed: each file's speech, what all villages share, and a fingerprint for every part of the township."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd
from msgspec import Struct
from msgspec.structs import replace

from audit import pipeline, reconcile
from audit.model.history import History
from audit.model.round import Round
from audit.model.source import DataError
from audit.reconcile import Common, Heard, Scope, Speech
from audit.store import blobs, columns, runs
from audit.store.plain import from_plain, to_plain
from audit.workspace.inputs import Given, digest, load

LOGS = frozenset({"work_logs", "dingtalk_logs", "diaries"})
"""Import tables whose texts are compared between villages."""


class Township(Struct, frozen=True):
    """A month's files as far as they must be known before anything is judged.

    ``units`` are villages that share nobody, ``prints`` their fingerprints, in the same order; ``errors`` are names
    that could not be attached; ``guests`` name the villages whose people are drafted to inspect another.
    """

    name: str
    speeches: Mapping[str, Speech]
    common: Common
    units: tuple[frozenset[str], ...]
    prints: tuple[str, ...]
    errors: tuple[DataError, ...]
    guests: Mapping[str, frozenset[str]]
    history: History

    def files_for(self, villages: frozenset[str]) -> frozenset[str]:
        """Name the files with rows that facts of these villages are made from, besides the standing ones."""
        return frozenset(
            name for name, one in self.speeches.items() if one.other or not villages.isdisjoint(one.villages)
        )

    def share(self, villages: frozenset[str], loaded: Collection[str]) -> reconcile.Share:
        """Give what the villages need beside the rows of the loaded files: what all others say that they hand in."""
        rest = (one for name, one in self.speeches.items() if name not in loaded)
        known = frozenset[str]().union(*self.units)
        heard = villages.union(*(self.guests.get(village, frozenset()) for village in villages))
        said = tuple(reconcile.submitted(rest, heard))
        return reconcile.Share(villages, self.common, said, known, self.history)


def look(what: Given, of: Round, law: str, policies: Sequence[str]) -> Township:
    """Find out what a month's files say of whom, reading only those that were not known yet."""
    base = digest(
        pipeline.program(), law, list(policies), repr(of.conventions), sorted(what.file_key(n) for n in what.standing)
    )
    keys = {file.name: digest(base, what.file_key(file.name)) for file in what.files}
    known: dict[str, Speech] = from_plain(dict[str, Speech], _known(keys))
    logs = {name: digest("log words", keys[name]) for name in _with_logs(what, of.month)}
    worded = _known(logs)
    fresh = sorted((keys.keys() - known | logs.keys() - worded) - what.standing)
    typed, sheets = load(what, {*what.standing, *fresh})
    pipeline.require_roster(typed, ())
    heard = reconcile.hear(typed, sheets, of)
    spoken, units = heard.speeches, heard.units
    runs.share({keys[name]: to_plain(one) for name, one in spoken.items() if name not in what.standing})
    speeches = {**known, **spoken}
    every = tuple(sheet.sheet for sheet in what.sheets)
    common = reconcile.common_to_all(speeches.values(), every, of)
    new = {name: mark for name, mark in logs.items() if name not in worded}
    across = _across({**worded, **_keep_words(heard, new, of)}, logs, heard, reconcile.Scope(of, common.covered_to))
    told = (*heard.errors, *(error for one in speeches.values() for error in one.errors))
    others = sorted([keys[name], one.other] for name, one in speeches.items() if one.other)
    own, named = what.history.by_village(), frozenset[str]().union(*units)
    elsewhere = [what.history.interviews, [own[village] for village in sorted(own) if village not in named]]
    rest = digest(
        base, of.month, of.as_of.isoformat(), _said(common), others, [sorted(unit) for unit in units], elsewhere
    )
    spread = _by_village(speeches, {name: _meta(what, name) for name in keys}, across, heard.guests)
    for village, rows in own.items():
        spread.setdefault(village, []).append(rows)
    prints = [digest(rest, [spread.get(village) for village in sorted(unit)]) for unit in units]
    # What is said of no village may come from any of them.
    prints[-1] = digest(rest, prints[:-1])
    common = _with(common, across)
    return Township(heard.township, speeches, common, units, tuple(prints), told, heard.guests, what.history)


def _known(keys: Mapping[str, str]) -> dict[str, object]:
    found = runs.shared(list(keys.values()))
    return {name: found[key] for name, key in keys.items() if key in found}


def _said(common: Common) -> list[object]:
    return [
        common.covered_to.isoformat(), common.made_on.isoformat(), common.context_first.isoformat(),
        sorted(common.approved), common.no_reason,
    ]  # fmt: skip


def _with(common: Common, across: pd.DataFrame) -> Common:
    return replace(common, across=across)


def _meta(what: Given, name: str) -> str:
    return digest(name, [one.meta for one in what.by_file[name]])


def _by_village(
    speeches: Mapping[str, Speech],
    meta: Mapping[str, str],
    across: pd.DataFrame,
    guests: Mapping[str, frozenset[str]],
) -> dict[str, list[object]]:
    """Gather what decides on each village: the digests of its rows file by file, what it and the villages of its
    guests hand in, and its logs' likenesses.
    """
    found: dict[str, list[object]] = {}
    hosts = _hosts(guests)
    for name, one in sorted(speeches.items()):
        for village, rows in one.villages.items():
            found.setdefault(village, []).append([meta[name], rows])
        for said in one.submitted:
            for village in said[-1]:
                for place in (village, *hosts.get(village, ())):
                    found.setdefault(place, []).append([village, *said[:-1]])
    hashes = pd.util.hash_pandas_object(across.drop(columns="village"), index=False)
    for village, part in hashes.groupby(across["village"]):
        found.setdefault(str(village), []).append([int(one) for one in part])
    return found


def _hosts(guests: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """Turn round whose guests are from where: by village, those that its people are drafted to."""
    found: dict[str, list[str]] = {}
    for host in sorted(guests):
        for home in guests[host] - {host}:
            found.setdefault(home, []).append(host)
    return found


def _with_logs(what: Given, month: str) -> frozenset[str]:
    """Name the files whose logs may be of the month."""
    return frozenset(
        one.file
        for one in what.sheets
        if one.sheet.table in LOGS and (not one.months[0] or one.months[0] <= month <= one.months[1])
    )


def _keep_words(heard: Heard, marks: Mapping[str, str], of: Round) -> dict[str, str]:
    """Keep the prepared words of new files' logs together, each log with its file's mark; gives the blob by file."""
    if not marks:
        return {}
    rows = heard.logs[heard.logs["file"].isin(marks.keys())]
    words = reconcile.log_words(rows, heard.people, of.conventions)
    words = words.assign(mark=rows.loc[words.index, "file"].map(marks).astype("str"))
    blob = blobs.keep("results", columns.pack(words.reset_index(drop=True)))
    runs.share(dict.fromkeys(marks.values(), blob))
    return dict.fromkeys(marks, blob)


def words_of(blobs_of: Mapping[str, object], marks: Mapping[str, str]) -> pd.DataFrame:
    """Read the kept words of files, each from its own blob: two runs at once may have kept a file in two.

    ``blobs_of`` and ``marks`` give the blob and the mark of each file by its name; the rows are those of
    ``reconcile.log_words`` with ``mark``.
    """
    wanted: dict[str, set[str]] = {}
    for name, blob in blobs_of.items():
        wanted.setdefault(str(blob), set()).add(marks[name])
    kept = [(columns.unpack(blobs.read("results", blob)), mine) for blob, mine in sorted(wanted.items())]
    return pd.concat([words[words["mark"].isin(mine)] for words, mine in kept], ignore_index=True)


def _across(worded: Mapping[str, object], marks: Mapping[str, str], heard: Heard, scope: Scope) -> pd.DataFrame:
    """Give the likenesses of the month's logs between villages; found again only when one, or the roster, changed."""
    key = digest("across", scope.month, scope.covered_to.isoformat(), sorted(marks.values()))
    known = runs.shared([key])
    if key in known:
        return columns.unpack(blobs.read("results", known[key]))
    if not marks:
        return reconcile.across_villages(
            reconcile.log_words(heard.logs, heard.people, scope.conventions), heard.people, scope
        )
    found = reconcile.across_villages(words_of(worded, marks), heard.people, scope)
    runs.share({key: blobs.keep("results", columns.pack(found))})
    return found
