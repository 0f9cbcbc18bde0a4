"""All findings of a text, in the order of their places; overlapping ones of a kind become one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from . import names, numbers, words
from .finding import Finding, Kind
from .numbers import Span
from .plain import plain

Listed = Callable[[Collection[str], Collection[str]], Collection[str]]


def find(
    text: str, *, public_phones: Sequence[str] = (), case_prefix: str = "", listed: Listed | None = None,
    key: Callable[[str], str] = str.lower,
) -> list[Finding]:  # fmt: skip
    """What tells who somebody is. `listed` says which of (Chinese tokens, pinyin keys) name somebody of the outbreak."""
    seen = plain(text)
    spans: list[Span] = [
        *numbers.spans(seen.text, public_phones=public_phones),
        *words.spans(seen.text, case_prefix=case_prefix),
    ]
    if listed is not None:
        chinese, latin = names.tokens(seen, key=key)
        known = listed(chinese.keys(), latin.keys())
        spans += [(*place, Kind.NAME) for token in known for place in (*chinese.get(token, ()), *latin.get(token, ()))]  # fmt: skip
    placed = {(*seen.place(start, end), kind) for start, end, kind in spans}
    return [Finding(start, end, kind, text[start:end]) for start, end, kind in merged(placed)]


def merged(spans: Iterable[Span]) -> list[Span]:
    """Overlapping ones of a kind are one; one inside another of a different kind is left out, unless it is a name."""
    kept: list[Span] = []
    for start, end, kind in sorted(spans, key=lambda one: (one[2], one[0], -one[1])):
        if kept and kept[-1][2] == kind and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]), kind)
        else:
            kept.append((start, end, kind))
    alone = [one for one in kept if one[2] is Kind.NAME or not any(_inside(one, other) for other in kept)]
    return sorted(alone)


def _inside(one: Span, other: Span) -> bool:
    """Within the other's letters; of two in the same place the first kind of the list is told."""
    if one == other or one[0] < other[0] or one[1] > other[1]:
        return False
    order = list(Kind)
    return one[:2] != other[:2] or order.index(one[2]) > order.index(other[2])
