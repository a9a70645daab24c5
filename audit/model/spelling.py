"""When two spellings of a header or a symbol are the same."""

import re
import unicodedata
from functools import lru_cache

_IGNORED = re.compile(r"[\s\u200b\ufeff()*:\[\]【】]+")


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """What two spellings of a header share: NFKC, lower case, without white space, brackets, asterisks and colons."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).casefold()
