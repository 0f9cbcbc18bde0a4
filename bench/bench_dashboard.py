"""The numbers of the situation page right after a write, beside a recount in Python over every row.

    python -m bench.bench_dashboard [--people 130000] [--cases 25000] [--contacts 100000] [--rounds 10]
                                    [--home FOLDER] [--json]

After each write both ways are asked, and whether their numbers agree is told.
"""

from __future__ import annotations

from typing import Any

from . import city, harness
from .harness import Report, Timings, timed

AIM_MS = 300


def main() -> None:
    wish = harness.arguments(__doc__, people=130_000, cases=25_000, contacts=100_000, rounds=10)
    with harness.product(home=wish.home):
        built = city.build(people=wish.people, cases=wish.cases, contacts=wish.contacts)
        report = Report(f"Situation: {wish.cases:,} cases, {wish.contacts:,} contacts")
        measure(built, report, rounds=wish.rounds)
    report.print(as_json=wish.json)


def measure(built: city.City, report: Report, *, rounds: int) -> None:
    from .bench_lists import write_first

    ours, plain, agree = Timings([], []), Timings([], []), True
    for _ in range(rounds):
        write_first(built)
        counted: list[Any] = []
        for timings, way in ((ours, numbers), (plain, recount)):
            one = timed(
                lambda _turn, way=way, counted=counted: counted.append(way(built)), times=1, warm_up=0
            )
            timings.milliseconds.extend(one.milliseconds)
            timings.processor.extend(one.processor)
        agree = agree and counted[0] == counted[1]
    report.add("cases and contacts, after a write", ours.p95, unit="ms p95", aim=AIM_MS, naive=plain.p95, equal=agree,
               cpu_p95=ours.cpu_p95)  # fmt: skip
    client = city.client_of(built.users["city"])
    page = timed(lambda _turn: client.get(f"/o/{city.SLUG}/").status_code, times=rounds)
    rest = timed(lambda _turn: everything_else(built), times=rounds)
    report.add("every other number of the page", rest.p95, unit="ms p95", aim=AIM_MS, cpu_p95=rest.cpu_p95)
    report.add("the whole page", page.p95, unit="ms p95", cpu_p95=page.cpu_p95)


def numbers(built: city.City) -> dict[str, Any]:
    """As the page asks."""
    from ringfence.command.situation import queries as situation
    from ringfence.faces.clock import real_now

    inside = {"by": built.users["city"], "outbreak_id": built.outbreak_id}
    cases = situation.case_numbers(**inside, now=real_now())
    kinds = situation.contact_numbers(**inside)
    return {"total": cases.total, "confirmed": cases.confirmed, "asymptomatic": cases.asymptomatic,
            "imported": cases.imported, "in_quarantine": cases.in_quarantine, "contacts": kinds}  # fmt: skip


def recount(built: city.City) -> dict[str, Any]:
    """Row by row in Python."""
    from ringfence.tracing.cases.models import Case
    from ringfence.tracing.contacts.models import Contact

    rows = [
        one for one in Case.objects.filter(outbreak_id=built.outbreak_id) if one.classification != "RULED_OUT"
    ]
    kinds: dict[str, int] = {}
    for contact in Contact.objects.filter(outbreak_id=built.outbreak_id).iterator():
        kinds[contact.kind] = kinds.get(contact.kind, 0) + 1
    return {
        "total": len(rows), "confirmed": sum(one.classification == "CONFIRMED" for one in rows),
        "asymptomatic": sum(one.classification == "ASYMPTOMATIC" for one in rows),
        "imported": sum(one.origin == "IMPORTED" for one in rows),
        "in_quarantine": sum(one.found_by == "QUARANTINE" for one in rows), "contacts": kinds,
    }  # fmt: skip


def everything_else(built: city.City) -> None:
    from ringfence.command.situation import queries as situation
    from ringfence.faces.clock import real_now
    from ringfence.registry.outbreaks import queries as outbreaks

    by, now = built.users["city"], real_now()
    inside = {"by": by, "outbreak_id": built.outbreak_id}
    outbreak = outbreaks.outbreak(outbreak_id=built.outbreak_id)
    situation.clock_numbers(**inside, now=now)
    situation.under_measure(**inside)
    situation.waiting(**inside, now=now)
    situation.curve(**inside)
    situation.by_county(by=by, outbreak=outbreak)
    situation.rooms(outbreak=outbreak)


if __name__ == "__main__":
    main()
