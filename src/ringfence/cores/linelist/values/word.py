"""One word of a fixed vocabulary: known, nearly known (a slip of the keyboard), or not known."""

from __future__ import annotations

import re
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache

from ringfence.cores.linelist.blanks import is_blank, is_nothing
from ringfence.cores.linelist.texts import SHORT, fold, shown
from ringfence.kernel import reason

from .read import NOTHING, Read, refused
from .words import BOOKS, COARSER, UNKNOWN_OF

# Prefix that Go.Data writes when an export was made without labels.
_GODATA = re.compile(
    r"^lng reference data (?:category |outbreak )?(?:gender|case classification|outcome|person type|[a-z ]*?) (?=[a-z]+$|not a case)"
)


@lru_cache(maxsize=20_000)
def read_word(cell: str, vocabulary: str) -> Read:
    """A word that is not in the vocabulary becomes UNKNOWN with a remark; a classification is refused instead."""
    if len(cell) > SHORT:
        return _not_known(cell, "", vocabulary)
    book = BOOKS[vocabulary]
    folded = fold(cell).replace("_", " ").strip(" .。,，;；*")
    if is_nothing(cell) and folded not in book:
        return NOTHING
    for word in (folded, _GODATA.sub("", folded), re.sub(r"[(（].*[)）]", "", folded).strip()):
        if word in book:
            return _known(cell, word, book[word], vocabulary)
    if is_blank(cell) and vocabulary not in UNKNOWN_OF:
        return NOTHING
    return _not_known(cell, folded, vocabulary)


def _known(cell: str, word: str, value: StrEnum, vocabulary: str) -> Read:
    if word in COARSER.get(vocabulary, ()):
        return Read(
            value, reason("“{given}” is read as {value}.", given=shown(cell), value=str(value)), keep=True
        )
    return Read(value)


def _not_known(cell: str, folded: str, vocabulary: str) -> Read:
    """A near word in Latin letters is taken as a slip of the keyboard; the rest is not guessed."""
    book = BOOKS[vocabulary]
    close = get_close_matches(folded, book, n=1, cutoff=0.8) if len(folded) > 4 and folded.isascii() else []
    if close:
        value = book[close[0]]
        return Read(
            value, reason("“{given}” is read as {value}.", given=shown(cell), value=str(value)), keep=True
        )
    if vocabulary in UNKNOWN_OF:
        value = UNKNOWN_OF[vocabulary]
        return Read(
            value,
            reason(
                "“{given}” is not a known word here; kept as given and read as {value}.",
                given=shown(cell),
                value=str(value),
            ),
            keep=True,
        )
    return refused(
        reason(
            "“{given}” is not a known word here. Use one of: {words}.",
            given=shown(cell),
            words=", ".join(sorted({str(one) for one in book.values()})),
        )
    )
