"""The definition of the exposure search: SQL in named steps (DuckDB's dialect), in domain words, parameters bound.

Tables given: `stays` (person, place, day, start_s, end_s, source, imputed), `places` (as the table of places, with
`crowd_share` and `air_share`), `cases` (case, person, from_s, to_s), `infectious` (case, day, share), `certainties`
(source, imputed, share). Each step is a table; the last one sorts. Times are half-open: touching stays are not together.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..grid import CELL_METRES
from ..reach import ROWS_AROUND, Companion, Rule, SameTransport, WithinMetres

MIDNIGHT = "86400 * cast({0}.day as bigint)"


@dataclass(frozen=True)
class Step:
    """A table with a name, and how it is made from those before."""

    name: str
    sql: str
    parameters: tuple[str, ...] = ()


CASE_STAYS = Step("case_stays", """
    select cases.case_number, cases.person, stays.day, stays.place, stays.start_s, stays.end_s, stays.source, stays.imputed,
           greatest(86400 * stays.day::bigint + stays.start_s, cases.from_s) as from_s,
           least(86400 * stays.day::bigint + stays.end_s, cases.to_s) as to_s
    from cases join stays on stays.person = cases.person
    where stays.day between cases.from_s // 86400 and (cases.to_s - 1) // 86400
      and greatest(86400 * stays.day::bigint + stays.start_s, cases.from_s)
          < least(86400 * stays.day::bigint + stays.end_s, cases.to_s)
""")  # fmt: skip

SAME_PLACE = Step("reach", "select distinct place, place as other_place, 0::bigint as metres from case_stays")

WITHIN_METRES = Step("reach", """
    select distinct place, place as other_place, 0::bigint as metres from case_stays
    union all
    select near.place, other.number, cast(ceil(sqrt(near.squared::double) / 100) as bigint)
    from (
        select visited.number as place, other.number as other_place,
               (visited.x_cm - other.x_cm) * (visited.x_cm - other.x_cm)
               + (visited.y_cm - other.y_cm) * (visited.y_cm - other.y_cm) as squared
        from places visited join places other on visited.placed = 1 and other.placed = 1 and visited.number <> other.number
         and other.x_cm between visited.x_cm - 100 * $metres and visited.x_cm + 100 * $metres
         and other.y_cm between visited.y_cm - 100 * $metres and visited.y_cm + 100 * $metres
        where visited.number in (select place from case_stays)
    ) near join places other on other.number = near.other_place
    where near.squared <= 10000 * $metres::bigint * $metres
""", ("metres",))  # fmt: skip

COMPANION = Step("reach", f"""
    select place, place as other_place, 0::bigint as metres from (select distinct place from case_stays)
    union all
    select visited.number, other.number, cast(ceil(sqrt((
               (visited.x_cm - other.x_cm) * (visited.x_cm - other.x_cm)
               + (visited.y_cm - other.y_cm) * (visited.y_cm - other.y_cm))::double) / 100) as bigint)
    from places visited join places other on visited.placed = 1 and other.placed = 1 and visited.number <> other.number
     and floor(visited.x_cm / {CELL_METRES * 100}.0) = floor(other.x_cm / {CELL_METRES * 100}.0)
     and floor(visited.y_cm / {CELL_METRES * 100}.0) = floor(other.y_cm / {CELL_METRES * 100}.0)
    where visited.number in (select place from case_stays)
""")  # fmt: skip

SAME_TRANSPORT = Step("reach", f"""
    with pairs as (
        select one.number as place, other.number as other_place, one.mode,
               one.coach = 0 or other.coach = 0 or one.coach = other.coach as same_coach,
               one.row = 0 or other.row = 0 or abs(one.row - other.row) <= {ROWS_AROUND} as near_row,
               one.compartment = 0 or other.compartment = 0 or one.compartment = other.compartment as same_compartment,
               one.compartment = 0 or other.compartment = 0 or abs(one.compartment - other.compartment) <= 1 as near_bay,
               one.crew = 1 or other.crew = 1 as with_crew
        from places one join places other on one.trip = other.trip and one.trip >= 0
        where one.number in (select place from case_stays)
    )
    select place, other_place, 0::bigint as metres from pairs
    where place = other_place or (with_crew and same_coach) or case mode
        when 1 then near_row when 2 then same_coach when 3 then same_coach and same_compartment
        when 4 then same_coach and near_bay when 6 then near_row when 7 then same_compartment else true end
""")  # fmt: skip

SHARED = Step("shared", """
    select mine.case_number, other.person, other.day, other.place, reach.metres,
           greatest(86400 * other.day::bigint + other.start_s, mine.from_s) as from_s,
           least(86400 * other.day::bigint + other.end_s, mine.to_s) as to_s,
           other.start_s as other_start, other.end_s - other.start_s as other_seconds, other.source, other.imputed,
           mine.start_s as my_start, mine.end_s - mine.start_s as my_seconds, mine.place as my_place,
           mine.source as my_source, mine.imputed as my_imputed
    from case_stays mine join reach on reach.place = mine.place
    join stays other on other.day = mine.day and other.place = reach.other_place
    where other.person <> mine.person
      and greatest(86400 * other.day::bigint + other.start_s, mine.from_s)
          < least(86400 * other.day::bigint + other.end_s, mine.to_s)
""")  # fmt: skip

COVERED = Step("covered", """
    select *, imputed = 0 and my_imputed = 0 as sure,
           max(to_s) over before as reached,
           max(case when imputed = 0 and my_imputed = 0 then to_s end) over before as surely_reached,
           row_number() over in_order as nth
    from shared
    window in_order as (
        partition by case_number, person
        order by from_s, place, other_start, other_seconds, source, imputed, to_s, my_start, my_seconds, my_place, my_source, my_imputed
    ), before as (
        partition by case_number, person
        order by from_s, place, other_start, other_seconds, source, imputed, to_s, my_start, my_seconds, my_place, my_source, my_imputed
        rows between unbounded preceding and 1 preceding
    )
""")  # fmt: skip

MOMENTS = Step("moments", """
    select covered.*,
           greatest(0, to_s - greatest(from_s, coalesce(reached, from_s))) as fresh,
           case when sure then greatest(0, to_s - greatest(from_s, coalesce(surely_reached, from_s))) else 0 end as surely_fresh,
           sum(case when reached is null or from_s > reached then 1 else 0 end)
               over (partition by case_number, covered.person order by nth) as episode,
           infectious.share as day_share, places.crowd_share, places.air_share,
           theirs.share * own.share // 1000 as certainty_share
    from covered
    join infectious using (case_number, day)
    join places on places.number = covered.place
    join certainties theirs on theirs.source = covered.source and theirs.imputed = covered.imputed
    join certainties own on own.source = covered.my_source and own.imputed = covered.my_imputed
""")  # fmt: skip

LONGEST = Step("longest", """
    select case_number, person, max(lasted) as longest_s from (
        select case_number, person, episode, max(to_s) - min(from_s) as lasted from moments
        group by case_number, person, episode
    ) group by case_number, person
""")  # fmt: skip

LEADS = Step("leads", """
    select case_number, person, min(from_s) as first_s, max(to_s) as last_s, sum(fresh)::bigint as seconds,
           sum(surely_fresh)::bigint as sure_seconds, any_value(longest.longest_s) as longest_s,
           max(to_s - from_s) as place_seconds, arg_max(place, (to_s - from_s, -from_s, -place)) as place,
           min(metres) as metres, max(episode)::bigint as episodes, bit_or(1 << source::integer) as sources,
           sum(fresh::hugeint * day_share)::bigint as by_day,
           sum(fresh::hugeint * day_share * crowd_share)::bigint as by_crowd,
           sum(fresh::hugeint * day_share * crowd_share * air_share)::bigint as by_air,
           sum(fresh::hugeint * day_share * crowd_share * air_share * certainty_share)::bigint as dose
    from moments join longest using (case_number, person)
    group by case_number, person
    having sum(fresh) >= $least_seconds
    order by case_number, person
""", ("least_seconds",))  # fmt: skip


def steps(rule: Rule) -> list[Step]:
    """The chain for a rule; `leads` is the answer."""
    reach = (
        WITHIN_METRES
        if isinstance(rule, WithinMetres)
        else SAME_TRANSPORT
        if isinstance(rule, SameTransport)
        else COMPANION
        if isinstance(rule, Companion)
        else SAME_PLACE
    )
    return [CASE_STAYS, reach, SHARED, COVERED, MOMENTS, LONGEST, LEADS]
