"""The same question as a person would write it: overlaps summed, no more. For DuckDB and for Polars."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ringfence.cores.copresence.authorisation import AuthorisedCase
from ringfence.cores.copresence.stays import DAY_SECONDS, city_seconds
from ringfence.cores.copresence.store import Snapshot

LEAST_SECONDS = 600

PLAIN_SUM = (
    ("visits", """
        select cases.case_number, cases.person, stays.day, stays.place,
               greatest(86400 * stays.day::bigint + stays.start_s, cases.from_s) as from_s,
               least(86400 * stays.day::bigint + stays.end_s, cases.to_s) as to_s
        from cases join stays on stays.person = cases.person
        where stays.day between cases.from_s // 86400 and (cases.to_s - 1) // 86400
    """),
    ("plain_sum", """
        select case_number, other.person,
               sum(least(86400 * other.day::bigint + other.end_s, mine.to_s) - greatest(86400 * other.day::bigint + other.start_s, mine.from_s)) as seconds,
               min(greatest(86400 * other.day::bigint + other.start_s, mine.from_s)) as first_s,
               max(least(86400 * other.day::bigint + other.end_s, mine.to_s)) as last_s, count(*) as overlaps,
               arg_max(other.place, least(other.end_s, mine.to_s) - greatest(other.start_s, mine.from_s)) as place
        from visits mine join stays other on other.day = mine.day and other.place = mine.place
        where other.person <> mine.person
          and greatest(86400 * other.day::bigint + other.start_s, mine.from_s) < least(86400 * other.day::bigint + other.end_s, mine.to_s)
        group by case_number, other.person having seconds >= 600 order by case_number, other.person
    """),
)  # fmt: skip


def polars_plain_sum(snapshot: Snapshot) -> Callable[[Sequence[AuthorisedCase]], Any] | None:
    """The search in Polars over the archives, or `None` when Polars is not installed."""
    try:
        import polars as pl
    except ImportError:
        return None
    days = [
        pl.scan_parquet(list(view.archives)).with_columns(pl.lit(day, pl.Int64).alias("day"))
        for day, view in sorted(snapshot.days.items())
    ]
    stays = pl.concat(days).with_columns(
        (pl.col("start_s") + DAY_SECONDS * pl.col("day")).alias("from_s"), (pl.col("end_s") + DAY_SECONDS * pl.col("day")).alias("to_s")
    )  # fmt: skip

    def run(cases: Sequence[AuthorisedCase]) -> Any:
        given = pl.DataFrame({
            "case_number": range(len(cases)), "person": [case.person for case in cases],
            "begin": [city_seconds(case.from_at) for case in cases], "stop": [city_seconds(case.to_at) for case in cases],
        }, schema_overrides={"person": pl.Int32})  # fmt: skip
        visits = (
            stays.filter(pl.col("person").is_in(given["person"].implode())).join(given.lazy(), on="person")
            .with_columns(pl.max_horizontal("from_s", "begin").alias("mine_from"), pl.min_horizontal("to_s", "stop").alias("mine_to"))
            .filter(pl.col("mine_from") < pl.col("mine_to")).select("case_number", "day", "place", "mine_from", "mine_to", own="person")
            .collect(engine="streaming")
        )  # fmt: skip
        together = pl.min_horizontal("to_s", "mine_to") - pl.max_horizontal("from_s", "mine_from")
        return (
            stays.filter(pl.col("place").is_in(visits["place"].unique().implode())).join(visits.lazy(), on=["day", "place"])
            .filter((pl.col("person") != pl.col("own")) & (together > 0)).with_columns(together.alias("seconds"))
            .group_by("case_number", "person").agg(pl.col("seconds").sum(), pl.len().alias("overlaps"), pl.col("place").get(pl.col("seconds").arg_max()))
            .filter(pl.col("seconds") >= LEAST_SECONDS).sort("case_number", "person").collect(engine="streaming")
        )  # fmt: skip

    return run
