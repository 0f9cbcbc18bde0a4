"""An ensemble on Spark: the replicates are shared out, each part is played as it would be here, the parts are laid together.

A draw depends on the seed of its replicate alone, so the numbers are those of one machine, whoever plays which part.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ringfence.cores.distributed import connected
from ringfence.kernel import Refused, reason

from .compiled import VERSION
from .ensemble import Ensemble

if TYPE_CHECKING:
    from .sim import Replicates, Sim

MOST_IN_A_PART = 500  # replicates: some seconds of work, a few megabytes of answer
PARTS_A_CORE = 4  # so that a slow machine or a long replicate holds nobody up
Answer = tuple[int, str, tuple[bytes, ...]]


def play_on_spark(
    sim: Sim, replicates: Replicates, *, master: str, empty: Callable[..., Ensemble]
) -> Ensemble:
    """These replicates, played by the workers of this master. `empty(replicates)` is the ensemble to fill."""
    runs = replicates.seeds.size
    filled = empty(replicates)
    with connected(master=master) as session:
        context = session.sparkContext
        count = max(1, min(runs, max(PARTS_A_CORE * context.defaultParallelism, -(-runs // MOST_IN_A_PART))))
        parts = [
            (n, part, replicates.pick(part)) for n, part in enumerate(np.array_split(np.arange(runs), count))
        ]
        given = context.broadcast(sim)
        asked = context.parallelize([(n, who) for n, _, who in parts], count)
        for n, refused, arrays in _collected(asked.mapPartitions(_Player(given, VERSION))):
            if refused:
                raise Refused(reason("A Spark worker could not play its part: {why}", why=refused))
            wholes: tuple[NDArray[Any], ...] = (filled.series, filled.counters, filled.stock)
            for whole, told in zip(wholes, arrays, strict=True):
                whole[parts[n][1]] = np.frombuffer(zlib.decompress(told), whole.dtype).reshape(
                    -1, *whole.shape[1:]
                )
        given.destroy()
    return filled


class _Player:
    """What a worker does with its parts. It goes to the workers, so it holds only what they need."""

    def __init__(self, given: Any, version: str) -> None:
        self.given, self.version = given, version

    def __call__(self, parts: Iterator[tuple[int, Replicates]]) -> Iterator[Answer]:
        for n, who in parts:
            if self.version != VERSION:
                yield n, "it has another version of Ringfence than the machine that asks.", ()
                return
            try:
                played = self.given.value.play(who)
            except Refused as refusal:
                yield n, str(refusal), ()
            else:
                yield n, "", tuple(_packed(a) for a in (played.series, played.counters, played.stock))


def _packed(array: NDArray[Any]) -> bytes:
    return zlib.compress(np.ascontiguousarray(array).tobytes(), 1)


def _collected(told: Any) -> list[Answer]:
    """The answers; a cluster that breaks down is one sentence."""
    from py4j.protocol import Py4JError

    try:
        return list(told.collect())
    except Py4JError as fault:
        raise Refused(reason("Spark gave up: {why}", why=str(fault).splitlines()[0])) from fault
