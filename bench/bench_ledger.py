"""What the record of looks costs a page, and how fast the ledger is sealed and checked.

    python -m bench.bench_ledger [--people 20000] [--cases 1000] [--contacts 4000] [--requests 100]
                                 [--entries 50000] [--home FOLDER] [--json]

The same pages with the record and without it, turn by turn in one run, so that both see the same machine.
The aim: the record costs less than a tenth of the page's 95th percentile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any
from unittest import mock

from . import city, harness
from .harness import Report, Timings

MOST_PERCENT = 10
PAGES = ("contacts/", "cases/", "people/?q=wang", "orders/")


def main() -> None:
    wish = harness.arguments(
        __doc__, people=20_000, cases=1_000, contacts=4_000, requests=100, entries=50_000
    )
    with harness.product(home=wish.home):
        built = city.build(people=wish.people, cases=wish.cases, contacts=wish.contacts)
        report = Report(f"Ledger: {built.people:,} people, {wish.entries:,} entries")
        for page in PAGES:
            measure_page(report, built, page, requests=wish.requests)
        measure_words(report, built, entries=wish.entries // 10)
        measure_ledger(report, built, entries=wish.entries)
    report.print(as_json=wish.json)


def measure_page(report: Report, built: city.City, page: str, *, requests: int) -> None:
    """Turn by turn: once recorded, once not."""
    client = city.client_of(built.users["city"])
    address = f"/o/{city.SLUG}/{page}"
    recorded, bare = Timings([], []), Timings([], [])
    for turn in range(-3, requests):
        ways = ((recorded, nullcontext), (bare, unrecorded))
        for kept, way in ways if turn % 2 else reversed(ways):  # neither always comes second
            with way():
                once = harness.timed(lambda _turn: client.get(address), times=1, warm_up=0)
            if turn >= 0:
                kept.milliseconds.extend(once.milliseconds)
                kept.processor.extend(once.processor)
    for what, ours, plain in (("p95", recorded.p95, bare.p95), ("p50", recorded.p50, bare.p50)):
        report.add(f"{page} with the record, {what}", ours, unit="ms", without=round(plain, 1))
        report.add(
            f"{page} what the record adds, {what}", 100 * (ours - plain) / plain, unit="%", aim=MOST_PERCENT
        )


@contextmanager
def unrecorded() -> Iterator[None]:
    """The same product, but looks are forgotten."""
    with mock.patch("ringfence.ground.audit.actions.record_look", lambda **told: None):
        yield


def measure_words(report: Report, built: city.City, *, entries: int) -> None:
    """What a typed reason costs a deed that is recorded: it stands beside the entry, sealed with a key of its own."""
    from ringfence.faces import clock
    from ringfence.ground import audit
    from ringfence.kernel import new_id

    told: dict[str, Any] = {"by": built.users["city"], "action": "bench.deed", "now": clock.real_now()}
    bare, typed = Timings([], []), Timings([], [])
    for turn in range(300):
        for kept, name in ((bare, "days"), (typed, "why"))[:: 1 if turn % 2 else -1]:
            once = harness.timed(
                lambda _turn, name=name: audit.record(subject=("person", new_id()), after={name: "left the site"}, **told),
                times=1, warm_up=0,
            )  # fmt: skip
            kept.milliseconds.extend(once.milliseconds)
    report.add("one deed with a typed reason, p50", typed.p50, unit="ms", without=round(bare.p50, 2))
    report.add("one deed with a typed reason, p95", typed.p95, unit="ms", without=round(bare.p95, 2))
    people = [("person", new_id()) for _ in range(entries)]
    plain, _ = harness.seconds(lambda: audit.record_many(subjects=people, after={"days": "3"}, **told))
    wall, _ = harness.seconds(
        lambda: audit.record_many(subjects=people, after={"note": "left the site"}, **told)
    )
    report.add(
        "many deeds with a typed reason", entries / wall, unit="rows/s", without=round(entries / plain)
    )


def measure_ledger(report: Report, built: city.City, *, entries: int) -> None:
    from ringfence.faces import clock, ledger_key
    from ringfence.ground import audit
    from ringfence.ground.audit import ledger
    from ringfence.ground.audit import queries as record

    by: Any = built.users["city"]
    told = [("case", number) for number in range(entries)]
    audit.record_many(
        by=by, action="case.import", subjects=told, after={"onset_date": "2022-01-05"}, now=clock.real_now()
    )
    signer = ledger_key.signer()
    wall, _ = harness.seconds(lambda: ledger.seal(signer=signer, now=clock.real_now()))
    report.add("sealed", entries / wall, unit="rows/s")
    keys = {signer.public_key}
    wall, _ = harness.seconds(lambda: ledger.verify(trusted_keys=keys, now=clock.real_now()))
    found = ledger.verify(trusted_keys=keys, now=clock.real_now())
    report.add("checked", found.size / wall, unit="rows/s", faults=sum(found.counted.values()))
    entry = record.last_of(action="case.import")
    if entry is not None:
        proofs = harness.timed(lambda _turn: ledger.prove(entry_id=entry.id), times=20)
        report.add("one proof, p95", proofs.p95, unit="ms")


if __name__ == "__main__":
    main()
