"""What row-level security costs a page: the same pages held to the policies and not, turn by turn in one run.

    python -m bench.bench_rows [--people 20000] [--cases 1000] [--contacts 4000] [--requests 60] [--home FOLDER] [--json]

Each reader opens lists, searches and one person's page, once as the application's role and once as the owner of the tables
(whom no policy holds). The ratio of processor time counts; the wall also tells how busy the machine is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from . import city, harness
from .harness import Report, Timings

READERS = ("city", "county", "two", "township")  # from the whole city to one township
PAGES = ("contacts/", "contacts/?q=wang", "cases/", "orders/", "samples/", "people/?q=wang", "tasks/", "")
MOST_TIMES = 1.5  # the aim: a page costs at most half as much again


def main() -> None:
    wish = harness.arguments(__doc__, people=20_000, cases=1_000, contacts=4_000, requests=60)
    with harness.product(home=wish.home):
        built = city.build(people=wish.people, cases=wish.cases, contacts=wish.contacts)
        report = Report(f"Row security: {built.people:,} people, {wish.contacts:,} contacts")
        for reader in READERS:
            client = city.client_of(built.users[reader])
            for page in PAGES:
                measure(report, client, reader, page, requests=wish.requests)
    report.print(as_json=wish.json)


def measure(report: Report, client: Any, reader: str, page: str, *, requests: int) -> None:
    """Turn by turn, neither always second. A page that this reader may not open is left out."""
    address = f"/o/{city.SLUG}/{page}"
    if client.get(address).status_code != 200:
        return
    held, bare = Timings([], []), Timings([], [])
    for turn in range(-3, requests):
        ways = ((held, True), (bare, False))
        for kept, is_held in ways if turn % 2 else reversed(ways):
            with rows_held(is_held):
                once = harness.timed(lambda _turn: client.get(address), times=1, warm_up=0)
            if turn >= 0:
                kept.milliseconds.extend(once.milliseconds)
                kept.processor.extend(once.processor)
    report.add(
        f"{reader}: {page or 'front'}", held.cpu_p50 / bare.cpu_p50, unit="times", aim=MOST_TIMES,
        cpu_p50=held.cpu_p50, without=bare.cpu_p50, p95=held.p95, p95_without=bare.p95,
    )  # fmt: skip


@contextmanager
def rows_held(is_held: bool) -> Iterator[None]:
    """The same request held to the policies, or run by the owner."""
    from django.db import connection

    role = connection.settings_dict["ROWS_ROLE"]
    connection.settings_dict["ROWS_ROLE"] = role if is_held else ""
    try:
        yield
    finally:
        connection.settings_dict["ROWS_ROLE"] = role


if __name__ == "__main__":
    main()
