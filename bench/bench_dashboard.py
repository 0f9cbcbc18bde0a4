"""The numbers of the situation page right after a write, beside a recount in Python over every row.

    python -m bench.bench_dashboard [--people 130000] [--cases 25000] [--contacts 100000] [--rounds 10]
                                    [--home FOLDER] [--json]

A hundred contacts are named before every read; then the page, ours and the recount are asked, and whether their
numbers agree is told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import city, harness
from .bench_lists import write_first
from .harness import Report, Timings, timed

AIM_MS = 300
PLAIN_ROUNDS = 3  # the plain way takes long


def main() -> None:
    wish = harness.arguments(__doc__, people=130_000, cases=25_000, contacts=100_000, rounds=10)
    with harness.product(home=wish.home):
        built = city.build(people=wish.people, cases=wish.cases, contacts=wish.contacts)
        report = Report(f"Situation: {wish.cases:,} cases, {wish.contacts:,} contacts")
        measure(built, report, rounds=wish.rounds)
    report.print(as_json=wish.json)


def measure(built: city.City, report: Report, *, rounds: int) -> None:
    client = city.client_of(built.users["city"])
    opened(client)  # templates are read once
    timings = {name: Timings([], []) for name in ("page", "numbers", "rest", "recount")}
    agree = True
    for turn in range(rounds):
        write_first(built)  # before each of them: nothing is answered from what was just read
        note(timings["page"], lambda: opened(client))
        write_first(built)
        counted = note(timings["numbers"], lambda: numbers(built))
        if turn < PLAIN_ROUNDS:
            agree = note(timings["recount"], lambda: recount(built)) == counted and agree
        write_first(built)
        note(timings["rest"], lambda: everything_else(built))
    plain = timings["recount"].p95
    for name, what, aim in (
        ("page", "the whole page, after a write", AIM_MS),
        ("numbers", "cases, contacts, clock, measures, after a write", AIM_MS),
        ("rest", "every other number of the page, after a write", None),
    ):
        one = timings[name]
        report.add(what, one.p95, unit="ms p95", aim=aim, naive=plain if name == "numbers" else None, p50=one.p50,
                   cpu_p50=one.cpu_p50, cpu_p95=one.cpu_p95, **({"equal": agree} if name == "numbers" else {}))  # fmt: skip


def note(timings: Timings, work: Callable[[], Any]) -> Any:
    """Do it once, note how long it took, give back what it found."""
    found: list[Any] = []
    one = timed(lambda _turn: found.append(work()), times=1, warm_up=0)
    timings.milliseconds.extend(one.milliseconds)
    timings.processor.extend(one.processor)
    return found[0]


def opened(client: Any) -> None:
    """The page as a commander gets it; a redirect or a refusal is not a figure."""
    answer = client.get(f"/o/{city.SLUG}/situation/")
    if answer.status_code != 200:
        raise RuntimeError(f"the situation answered {answer.status_code}")


def numbers(built: city.City) -> dict[str, Any]:
    """As the page asks."""
    from ringfence.command.situation import queries as situation

    inside = {"by": built.users["city"], "outbreak_id": built.outbreak_id}
    cases = situation.case_numbers(**inside, now=built.now)
    clock = situation.clock_numbers(**inside, now=built.now)
    return {"total": cases.total, "confirmed": cases.confirmed, "asymptomatic": cases.asymptomatic,
            "imported": cases.imported, "in_quarantine": cases.in_quarantine, "contacts": situation.contact_numbers(**inside),
            "late": clock.met_late, "on_time": clock.met_on_time, "overdue": clock.overdue,
            "under_measure": situation.people_under_measure(**inside)}  # fmt: skip


def recount(built: city.City) -> dict[str, Any]:
    """Row by row in Python."""
    from ringfence.measures.orders.models import Order
    from ringfence.tracing.cases.models import Case
    from ringfence.tracing.contacts.models import Contact
    from ringfence.tracing.investigations.models import Milestone

    rows = [
        one for one in Case.objects.filter(outbreak_id=built.outbreak_id) if one.classification != "RULED_OUT"
    ]
    kinds: dict[str, int] = {}
    for contact in Contact.objects.filter(outbreak_id=built.outbreak_id).iterator():
        kinds[contact.kind] = kinds.get(contact.kind, 0) + 1
    milestones = list(Milestone.objects.filter(investigation__case__outbreak_id=built.outbreak_id))
    met = [one for one in milestones if one.met_at]
    return {
        "total": len(rows), "confirmed": sum(one.classification == "CONFIRMED" for one in rows),
        "asymptomatic": sum(one.classification == "ASYMPTOMATIC" for one in rows),
        "imported": sum(one.origin == "IMPORTED" for one in rows),
        "in_quarantine": sum(one.found_by == "QUARANTINE" for one in rows), "contacts": kinds,
        "late": sum(one.met_at > one.due_at for one in met), "on_time": sum(one.met_at <= one.due_at for one in met),
        "overdue": sum(one.met_at is None and one.due_at <= built.now for one in milestones),
        "under_measure": sum(one.state == "IN_FORCE" for one in Order.objects.filter(outbreak_id=built.outbreak_id)),
    }  # fmt: skip


def everything_else(built: city.City) -> None:
    from ringfence.command.situation import queries as situation
    from ringfence.registry.outbreaks import queries as outbreaks

    inside = {"by": built.users["city"], "outbreak_id": built.outbreak_id}
    outbreak = outbreaks.outbreak(outbreak_id=built.outbreak_id)
    situation.waiting(**inside, now=built.now)
    situation.curve(**inside)
    situation.by_county(by=built.users["city"], outbreak=outbreak)
    situation.rooms(outbreak=outbreak)


if __name__ == "__main__":
    main()
