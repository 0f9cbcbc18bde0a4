"""What many replicates say: bands by day, odds of the end, peaks of what is needed, what limits the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .state import DETECTED, HOURS_PER_DAY, LAST_COMMUNITY, LAST_INFECTION, SERIES, STOCK
from .tables import Table, table_of

if TYPE_CHECKING:
    from .plots import Plot

BANDS = (0.05, 0.25, 0.50, 0.75, 0.95)  # 90 % and 50 % bands around the median
INCUBATION_PERIOD_DAYS = 14  # the article's and CN-8's outer incubation period (DOMAIN 12)
WAITS = {
    "laboratory": ("laboratory_wait_hours", 12), "laboratory in rounds": ("round_hours", 72), "tracers": ("tracing_wait_hours", 4), "rooms": ("waiting_for_room", 1),
    "vehicles": ("transfer_wait_hours", 8), "hospital beds": ("bed_wait_hours", 1),
}  # fmt: skip


@dataclass(frozen=True)
class Ensemble:
    """Daily series [replicate, day, column of SERIES] and final counters of every replicate."""

    label: str
    series: NDArray[np.int32]
    counters: NDArray[np.int64]
    first_seed: int
    population: int
    stock: NDArray[np.int32] = field(default_factory=lambda: np.zeros((0, len(STOCK)), np.int32))
    seeds: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))  # of the replicates
    changed_at: int | None = None  # the hour at which the response changed

    @property
    def runs(self) -> int:
        return int(self.series.shape[0])

    def since_change(self) -> Ensemble:
        """The same replicates, counted from the day of the change on."""
        day = (self.changed_at or 0) // HOURS_PER_DAY
        return replace(self, series=self.series[:, day:])

    def daily(self, name: str) -> NDArray[np.int32]:
        """One column, [replicate, day]."""
        return self.series[:, :, SERIES.index(name)]

    def bands(self, name: str, *, shares: Sequence[float] = BANDS) -> NDArray[np.float64]:
        """[share, day]: quantiles over the replicates."""
        return np.quantile(self.daily(name), shares, axis=0)

    def total(self, name: str) -> NDArray[np.int64]:
        return np.asarray(self.daily(name).sum(axis=1, dtype=np.int64), np.int64)

    def peak(self, name: str) -> NDArray[np.int32]:
        return np.asarray(self.daily(name).max(axis=1), np.int32)

    def ended(self, *, within_days: float = INCUBATION_PERIOD_DAYS) -> NDArray[np.bool_]:
        """Replicates in which nobody was found outside quarantine later than so many days after the alarm.

        After a change of the response the days count from the change.
        """
        detected, last = self.counters[:, DETECTED], self.counters[:, LAST_COMMUNITY]
        if self.changed_at is not None:
            return np.where(detected < 0, False, last - self.changed_at <= within_days * HOURS_PER_DAY)
        died_out_unnoticed = (detected < 0) & (
            self.counters[:, LAST_INFECTION] < (self.series.shape[1] - INCUBATION_PERIOD_DAYS) * HOURS_PER_DAY
        )
        return np.where(detected < 0, died_out_unnoticed, last - detected <= within_days * HOURS_PER_DAY)

    def probability_of_end(
        self, *, within_days: float = INCUBATION_PERIOD_DAYS
    ) -> tuple[float, float, float]:
        """Share of replicates that end in time, with the 90 % interval of Wilson."""
        return _share(self.ended(within_days=within_days))

    def probability_of_no_new_infection(
        self, *, within_days: float = INCUBATION_PERIOD_DAYS
    ) -> tuple[float, float, float]:
        """Share of replicates without an infection later than so many days after the alarm (or the change), with its interval."""
        since = self.counters[:, DETECTED] if self.changed_at is None else self.changed_at
        return _share(self.counters[:, LAST_INFECTION] - since <= within_days * HOURS_PER_DAY)

    def restriction_person_days(self) -> NDArray[np.int64]:
        """Days that people spent in rooms, at home or in closed areas."""
        return (
            self.total("rooms_in_use")
            + self.total("home_quarantined")
            + self.total("residents_in_closed_areas")
        )

    def limits(self) -> dict[str, float]:
        """Share of replicates in which a capacity made people wait longer than is tolerable."""
        return {name: float((self.peak(column) >= limit).mean()) for name, (column, limit) in WAITS.items()}

    def summary(self) -> dict[str, tuple[float, ...]]:
        """Quantiles (5, 25, 50, 75, 95 %) of totals and peaks."""
        return {
            name: tuple(float(q) for q in np.quantile(values, BANDS))
            for name, values in self._measured().items()
        }

    def _measured(self) -> dict[str, NDArray[np.int64] | NDArray[np.int32]]:
        return {
            "infections": self.total("infections"), "confirmed": self.total("confirmed"), "found in the community": self.total("community_found"),
            "contacts held": self.total("contacts_held"), "deaths": self.total("deaths"), "peak rooms": self.peak("rooms_in_use"),
            "peak rooms needed": self.peak("rooms_needed"),
            "peak waiting for a room": self.peak("waiting_for_room"), "peak hospital beds": self.peak("beds_in_use"),
            "peak intensive care": self.peak("icu_in_use"), "peak tests a day": self.peak("tests"), "peak tubes a day": self.peak("tubes"),
            "peak tracer hours a day": self.peak("tracer_hours"), "peak transfers a day": self.peak("transfers"),
            "person-days of restriction": self.restriction_person_days(),
        }  # fmt: skip

    def table(self) -> list[dict[str, float | str]]:
        """One row per day and column of the series: day, series, and the five quantiles."""
        return list(self.to_table().rows())

    def to_table(self) -> Table:
        """Long form, as plotting libraries like it: series, day, and the five quantiles over the replicates."""
        names = [f"q{round(100 * share):02d}" for share in BANDS]
        rows: list[dict[str, float | str]] = []
        for name in SERIES:
            bands = self.bands(name)
            rows += [
                {"series": name, "day": day, **dict(zip(names, bands[:, day].tolist(), strict=True))}
                for day in range(bands.shape[1])
            ]
        return table_of(rows, names=["series", "day", *names])

    def replicates_table(self) -> Table:
        """One row a replicate: its seed, totals and peaks, whether it ended within one incubation period."""
        measured = {name.replace(" ", "_"): values.tolist() for name, values in self._measured().items()}
        return Table({"seed": self.seeds.tolist(), **measured, "ended": self.ended().tolist()})

    def plot(self, series: str = "confirmed") -> Plot:
        """Median, 50 % and 90 % band by day, as SVG."""
        from .plots import fan

        return fan([self], series)


def _share(found: NDArray[np.bool_]) -> tuple[float, float, float]:
    n, share, z = found.size, float(found.mean()), 1.6449
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return share, max(0.0, float(middle - half)), min(1.0, float(middle + half))
