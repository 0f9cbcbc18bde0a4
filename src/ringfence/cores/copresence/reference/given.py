"""The small tables that a search gives to an SQL engine: its cases, how infectious on which day, how sure which source."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ..authorisation import AuthorisedCase
from ..stays import DAY_SECONDS, Source, city_seconds, day_number
from ..weights import Weights

Columns = dict[str, npt.NDArray[np.int64]]


def given_tables(cases: Sequence[AuthorisedCase], weights: Weights) -> dict[str, Columns]:
    """Table -> column -> numbers."""
    windows = [(city_seconds(case.from_at), city_seconds(case.to_at)) for case in cases]
    pairs = [(int(source), imputed) for source in Source for imputed in (0, 1)]
    return {
        "cases": {
            "case_number": np.arange(len(cases), dtype=np.int64), "person": np.array([case.person for case in cases], np.int64),
            "from_s": np.array([one for one, _ in windows], np.int64), "to_s": np.array([other for _, other in windows], np.int64),
        },
        "infectious": _infectious(cases, windows, weights),
        "certainties": {
            "source": np.array([one for one, _ in pairs], np.int64), "imputed": np.array([one for _, one in pairs], np.int64),
            "share": weights.certainty_table(),
        },
    }  # fmt: skip


def _infectious(cases: Sequence[AuthorisedCase], windows: list[tuple[int, int]], weights: Weights) -> Columns:
    rows = [
        (number, day, weights.on_day(None if case.onset_date is None else day - day_number(case.onset_date)))
        for number, (case, (from_s, to_s)) in enumerate(zip(cases, windows, strict=True))
        for day in range(from_s // DAY_SECONDS, (to_s - 1) // DAY_SECONDS + 1)
    ]
    return {
        name: np.array([row[at] for row in rows], np.int64)
        for at, name in enumerate(("case_number", "day", "share"))
    }
