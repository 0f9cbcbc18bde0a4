"""Classify three hundred cases at once, with their audit, beside one by one.

python -m bench.bench_bulk_edit [--people 130000] [--cases 25000] [--edited 300] [--home FOLDER] [--json]
"""

from __future__ import annotations

from . import city, harness
from .harness import Report, seconds, sql

AIM_SECONDS = 2.0


def main() -> None:
    wish = harness.arguments(__doc__, people=130_000, cases=25_000, edited=300)
    with harness.product(home=wish.home):
        built = city.build(people=wish.people, cases=wish.cases, contacts=1000, with_work=False)
        report = Report(f"{wish.edited} cases classified, of {wish.cases:,}")
        measure(built, report, edited=wish.edited)
    report.print(as_json=wish.json)


def measure(built: city.City, report: Report, *, edited: int) -> None:
    from ringfence.faces.clock import real_now
    from ringfence.ground.access import queries as access
    from ringfence.tracing.cases import actions as cases

    by, now = access.user_named(username="xuna"), real_now()
    ids = [
        row[0]
        for row in sql(
            "select id from cases_case where classification = 'CONFIRMED' order by id limit %s", [2 * edited]
        )
    ]
    together, alone = ids[:edited], ids[edited:]
    before = audited()
    wall, busy = seconds(
        lambda: cases.classify_many(case_ids=together, classification="ASYMPTOMATIC", by=by, now=now)
    )
    entries = audited() - before

    def one_by_one() -> None:
        for case_id in alone:
            cases.correct(case_id=case_id, changes={"classification": "ASYMPTOMATIC"}, by=by, now=now)

    plain_wall, plain_busy = seconds(one_by_one)
    report.add("classified together", wall, unit="s", aim=AIM_SECONDS, naive=plain_wall * len(together) / len(alone),
               processor=busy, plain_processor=plain_busy, audit_entries=entries)  # fmt: skip


def audited() -> int:
    return int(sql("select count(*) from audit_auditentry")[0][0])


if __name__ == "__main__":
    main()
