"""How alike texts are: the one place where work logs, visit notes and minutes are compared.

Inside a block (a person, a team, a village) every pair is scored, so the cost grows with the number of blocks, not
with its square. Across blocks only texts that say the same, or have a whole sentence in common, are looked at.
Texts are compared without punctuation, spaces, numbers and stock phrases: short and general talk is never alike.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

import numpy as np
import pandas as pd
from msgspec import Struct
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist, cpdist

Barred = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Given the places of two sets of texts: which pairs (a row for each of the first) may be alike without a doubt."""

_NOT_TEXT = re.compile(r"[^\w]+|_+")
_DIGITS = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"[。；！？;!?\n]+")
_TITLE = re.compile(r"《[^》]*》")
_LEAST_SENTENCE = 12
_SHARED_BY_AT_MOST = 8
_SHOWN = 60


def comparable(text: str, stock: Iterable[str] = ()) -> str:
    """Give the text as it is compared: NFKC, no punctuation or space, every number ``#``, no ``stock`` phrase."""
    plain = _bare(text)
    for phrase in sorted(stock, key=len, reverse=True):
        plain = plain.replace(phrase, "")
    return plain


@lru_cache(1 << 16)
def _bare(text: str) -> str:
    """Kept: a text is compared with the writer's, the team's and the town's, and looked at for what it says."""
    return _DIGITS.sub("#", _NOT_TEXT.sub("", unicodedata.normalize("NFKC", text)))


def without_titles(text: str) -> str:
    """Leave out the titles of documents: meetings all over a county read the same notice."""
    return _TITLE.sub("", text)


def sentences(text: str, stock: Collection[str] = ()) -> list[str]:
    """Give the sentences that are long enough to tell one text from another, each as it is compared."""
    parts = (comparable(part, stock) for part in _SENTENCE_END.split(text))
    return [part for part in dict.fromkeys(parts) if len(part) >= _LEAST_SENTENCE]


class Nearest(Struct):
    """By text: how like its nearest other text is, in percent, and that text's place, -1 where none was looked at.

    ``compared`` counts the pairs that were scored.
    """

    percent: np.ndarray
    place: np.ndarray
    compared: int = 0

    @classmethod
    def of(cls, count: int) -> "Nearest":
        """Begin with nothing compared."""
        return cls(np.zeros(count, dtype="int64"), np.full(count, -1, dtype="int64"))

    def note(self, mine: np.ndarray, others: np.ndarray, scores: np.ndarray) -> None:
        """Keep the best of ``scores`` (a row for each of mine, a column for each other; -1 does not count)."""
        best = scores.max(axis=1)
        found = best > self.percent[mine]
        self.percent[mine[found]] = best[found]
        self.place[mine[found]] = others[scores.argmax(axis=1)[found]]
        self.compared += scores.size

    def shown(self, values: np.ndarray) -> np.ndarray:
        """Give each nearest text's own value, None where there is none."""
        found = np.full(len(self.place), None, dtype=object)
        there = self.place >= 0
        found[there] = values[self.place[there]]
        return found


def blocks(groups: pd.Series, chosen: np.ndarray) -> Iterator[np.ndarray]:
    """Give the places of the chosen texts of each group; a text without a group is in none."""
    places = np.flatnonzero(chosen)
    mine = groups.iloc[places]
    yield from (places[found] for found in mine.groupby(mine).indices.values())


def nearest_within(
    texts: np.ndarray, groups: pd.Series, *, chosen: np.ndarray, judged: np.ndarray, barred: Barred
) -> Nearest:
    """Compare the judged texts (True in ``judged``) with all chosen ones of their group.

    ``texts`` are comparable texts; ``barred`` says which pairs do not count, a text with itself always.
    """
    nearest = Nearest.of(len(texts))
    for block in blocks(groups, chosen):
        mine = block[judged[block]]
        if not len(mine) or len(block) < 2:
            continue
        scores = likeness(texts, mine, block)
        scores[barred(mine, block) | (mine[:, None] == block[None, :])] = -1
        nearest.note(mine, block, scores)
    return nearest


def likeness(texts: np.ndarray, mine: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Score each of mine against each of the others, in whole percent."""
    words = texts[mine].tolist()
    # One and the same list on both sides tells rapidfuzz that half of the scores will do.
    against = words if np.array_equal(mine, others) else texts[others].tolist()
    return _percent(cdist(words, against, scorer=Indel.normalized_similarity, dtype=np.float32))


def _percent(scores: np.ndarray) -> np.ndarray:
    percent: np.ndarray = np.floor(scores * 100 + 1e-4).astype("int64")
    return percent


def nearest_across(
    texts: np.ndarray, parts: Sequence[Sequence[str]], groups: pd.Series, *, chosen: np.ndarray, owners: np.ndarray
) -> Nearest:
    """Compare chosen texts of different groups and owners that are equal or share a sentence of their ``parts``.

    A sentence that more than a handful of texts have is general talk, and brings no texts together.
    """
    nearest = Nearest.of(len(texts))
    places = np.flatnonzero(chosen)
    frame = pd.DataFrame({"place": places, "group": groups.iloc[places].to_numpy(), "owner": owners[places]})
    equal = _shared(frame.assign(key=texts[places]))
    mine = pd.Series([parts[place] for place in places.tolist()], index=frame.index, dtype="object")
    keyed = _shared(frame.assign(key=mine).explode("key").dropna(subset="key"))
    few = keyed.groupby("key")["place"].transform("size") <= _SHARED_BY_AT_MOST
    pairs = np.concatenate([_pairs(equal, _ends(equal)), _pairs(keyed[few], keyed[few])])
    if len(pairs):
        # As one number a pair: rows of two take long to tell apart.
        once = np.unique(pairs[:, 0] * len(texts) + pairs[:, 1])
        _note_pairs(nearest, texts, np.column_stack(np.divmod(once, len(texts))))
    return nearest


def _shared(keyed: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows whose key another row has too: of most texts nobody has the like."""
    return keyed[keyed.duplicated("key", keep=False)]


def _pairs(frame: pd.DataFrame, others: pd.DataFrame) -> np.ndarray:
    """Pair the places that have a key in common with one of the others, both ways."""
    joined = frame.merge(others, on="key", suffixes=("", "_other"))
    apart = (joined["group"] != joined["group_other"]) & (joined["owner"] != joined["owner_other"])
    found = joined.loc[apart, ["place", "place_other"]].to_numpy(dtype="int64")
    return np.concatenate([found, found[:, ::-1]])


def _ends(equal: pd.DataFrame) -> pd.DataFrame:
    """Of many equal texts give the first and the last by group: each text is in another group than one of them."""
    ordered = equal.sort_values(["key", "group", "place"], kind="stable")
    return pd.concat([ordered.drop_duplicates("key"), ordered.drop_duplicates("key", keep="last")])


def _note_pairs(nearest: Nearest, texts: np.ndarray, pairs: np.ndarray) -> None:
    mine, others = pairs[:, 0], pairs[:, 1]
    scores = _percent(cpdist(texts[mine].tolist(), texts[others].tolist(), scorer=Indel.normalized_similarity))
    best = pd.DataFrame({"mine": mine, "other": others, "score": scores})
    best = best.sort_values(["mine", "score", "other"], ascending=[True, False, True]).drop_duplicates("mine")
    nearest.percent[best["mine"]] = best["score"]
    nearest.place[best["mine"]] = best["other"]
    nearest.compared += len(pairs)


def shared_part(one: str, other: str) -> str:
    """Give the longest stretch that two texts have word for word in common, cut to a readable length."""
    found = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return excerpt(one[found.a : found.a + found.size].strip("，。；、 \n"))


def excerpt(text: str, length: int = _SHOWN) -> str:
    """Give the beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[:length]}……"


def clusters(
    texts: np.ndarray, groups: pd.Series, *, chosen: np.ndarray, barred: Barred, least: int
) -> tuple[np.ndarray, int]:
    """Number the chosen texts of each group so that those alike by ``least`` percent, also by way of others, agree.

    Gives the numbers (-1 for a text that is like no other) and how many pairs were scored.
    """
    numbers, compared = np.full(len(texts), -1, dtype="int64"), 0
    for block in blocks(groups, chosen):
        if len(block) < 2:
            continue
        scores = likeness(texts, block, block)
        compared += scores.size
        linked = (scores >= least) & ~barred(block, block)
        some = linked.any(axis=1)
        np.fill_diagonal(linked, val=True)
        numbers[block[some]] = _connected(linked, block)[some]
    return numbers, compared


def _connected(linked: np.ndarray, block: np.ndarray) -> np.ndarray:
    """Give each text the least place it is connected with."""
    labels = block
    while True:
        least = np.where(linked, labels[None, :], labels.max() + 1).min(axis=1)
        if np.array_equal(least, labels):
            return labels
        labels = least
