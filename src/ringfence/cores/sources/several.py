"""More than one source: the likeliest venue-day first, then what explains the rest of the cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .timing import Timing
from .venues import SMALLEST_CLUSTER, Belief, Member, Ranking, Suspect, VenueDay, rank_venues

MOST_SOURCES = 3  # [D] beyond that a cluster is no cluster
EXPLAINED = 0.5  # a case with a record there that is likelier infected there than elsewhere


@dataclass(frozen=True)
class Sources:
    """`ranking` of the whole cluster; `chosen`: one source after another, each likelier than unknown for what was left."""

    ranking: Ranking
    chosen: tuple[Suspect, ...]
    unexplained: tuple[str, ...]


def find_sources(
    *, members: Sequence[Member], venues: Sequence[VenueDay], visits: Sequence[tuple[int, int]], timing: Timing,
    belief: Belief | None = None,
) -> Sources:  # fmt: skip
    """Rank, take the best, leave out the cases that it explains, rank the rest again."""
    first = ranking = rank_venues(members=members, venues=venues, visits=visits, timing=timing, belief=belief)
    chosen: list[Suspect] = []
    left = list(range(len(members)))
    while ranking.suspects and len(chosen) < MOST_SOURCES:
        best = ranking.suspects[0]
        explained = {one for one in (*best.visited, *best.beside) if best.explains[one] >= EXPLAINED}
        if sum(one.weight for one in ranking.suspects) < ranking.unknown or not explained:
            break
        chosen.append(best)
        left = [at for at in left if members[at].case_id not in explained]
        if len(left) < SMALLEST_CLUSTER:
            break
        number = {at: new for new, at in enumerate(left)}
        ranking = rank_venues(
            members=[members[at] for at in left], venues=venues, timing=timing, belief=belief,
            visits=[(number[who], what) for who, what in visits if who in number],
        )  # fmt: skip
    return Sources(first, tuple(chosen), tuple(members[at].case_id for at in left))
