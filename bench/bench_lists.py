"""Lists and searches of a city of a million, through the real pages, for every role, after fresh writes.

    python -m bench.bench_lists [--people 1000000] [--cases 25000] [--contacts 100000] [--requests 60]
                                [--home FOLDER] [--json]

Every request goes through middleware, session, permission, view and template. No ANALYZE is given by hand, and
before every round of reads the product writes: people are registered and named as contacts through the story.
Every search runs once unmeasured, so that a cold disk is not what is measured. The aim of 10 ms for an identity number is
that of the search itself, told at the end; the page around it has the aim of any search.
The plain way, in the same run: pages by offset behind a count of all rows, and text that is contained anywhere.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from . import city, harness
from .bench_import import in_clear
from .harness import Report, Timings, sql, timed

LIST_AIM_MS, NAME_AIM_MS, NUMBER_AIM_MS = 150, 100, 10
READS_CONTACTS = (
    "city",
    "epi",
    "data",
    "site",
    "nurse",
    "county",
    "cdc",
    "two",
    "township",
    "village",
    "elsewhere",
)
READS_PEOPLE = (*READS_CONTACTS, "lab")
CONTACTS, PEOPLE = f"/o/{city.SLUG}/contacts/", f"/o/{city.SLUG}/people/"
PLAIN_REQUESTS = 5  # the plain way takes long
TYPED = {"HX-Request": "true", "HX-Target": "list"}


def main() -> None:
    wish = harness.arguments(__doc__, people=1_000_000, cases=25_000, contacts=100_000, requests=60)
    with harness.product(home=wish.home):
        built = city.build(people=wish.people, cases=wish.cases, contacts=wish.contacts)
        report = Report(f"Lists: {built.people:,} people, {wish.cases:,} cases, {wish.contacts:,} contacts")
        measure(built, report, requests=wish.requests)
    report.print(as_json=wish.json)


def measure(built: city.City, report: Report, *, requests: int) -> None:
    clients = {name: city.client_of(user) for name, user in built.users.items()}
    sought = Sought(built)
    write_first(built)
    by_role(
        report,
        "contact list, first page",
        clients,
        READS_CONTACTS,
        lambda _turn: CONTACTS,
        requests,
        LIST_AIM_MS,
    )
    next_pages(report, clients, requests)
    write_first(built)
    for what, texts in sought.texts().items():
        for page, address, readers in (
            ("contacts", CONTACTS, READS_CONTACTS),
            ("people", PEOPLE, READS_PEOPLE),
        ):

            def search(turn: int, texts: list[str] = texts, address: str = address) -> str:
                return f"{address}?q={texts[turn % len(texts)]}"

            timed(
                lambda turn, search=search: opened(clients["city"], search(turn)), times=requests
            )  # from the disk
            by_role(report, f"{page} by {what}", clients, readers, search, requests, NAME_AIM_MS)
    as_typed(report, clients, sought, requests)
    with_plain_way(report, built, sought)


def as_typed(report: Report, clients: Any, sought: Sought, requests: int) -> None:
    """Typed into the filter of the list: the browser takes the list alone, so the frame is not drawn."""
    for what in ("identity number", "whole name", "beginning of pinyin"):
        texts = sought.texts()[what]
        found = {
            reader: timed(lambda turn, reader=reader, texts=texts: opened(
                clients[reader], f"{CONTACTS}?q={texts[turn % len(texts)]}", **TYPED), times=requests)
            for reader in ("city", "county", "township")
        }  # fmt: skip
        tell(report, f"contacts by {what}, typed into the list's filter", found, NAME_AIM_MS)


def by_role(
    report: Report, what: str, clients: Any, readers: Any, address: Any, requests: int, aim: float
) -> None:
    """The slowest role's 95th percentile is the figure; every role's own stands beside it."""
    found: dict[str, Timings] = {}
    for reader in readers:
        found[reader] = timed(
            lambda turn, reader=reader: opened(clients[reader], address(turn)), times=requests
        )
    tell(report, what, found, aim)


def next_pages(report: Report, clients: Any, requests: int) -> None:
    """Walk down the list by its own links."""
    found: dict[str, Timings] = {}
    for reader in READS_CONTACTS:
        walk = pages(clients[reader])
        found[reader] = timed(lambda _turn, walk=walk: next(walk), times=requests)
    tell(report, "contact list, following pages", found, LIST_AIM_MS)


def tell(report: Report, what: str, found: dict[str, Timings], aim: float) -> None:
    """The slowest role stands for all; `spread` is its processor time against the city's, which sees everything."""
    slowest = max(found, key=lambda one: found[one].cpu_p50)
    report.add(
        what, max(one.p95 for one in found.values()), unit="ms p95", aim=aim, p50=max(one.p50 for one in found.values()),
        slowest=slowest, cpu_p95=found[slowest].cpu_p95, spread=round(found[slowest].cpu_p50 / found["city"].cpu_p50, 2),
        city=round(found["city"].p95, 1), cpu=" ".join(f"{name}:{one.cpu_p50:.0f}" for name, one in found.items()),
    )  # fmt: skip


def pages(client: Any) -> Iterator[None]:
    address = CONTACTS
    while True:
        text = opened(client, address)
        cursors = re.findall(r'href="([^"]*cursor=[^"]*)"', text)
        onward = [one for one in cursors if one != address]
        address = onward[-1].replace("&amp;", "&") if onward else CONTACTS
        yield


def opened(client: Any, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return str(answer.content.decode())


class Sought:
    """Texts that people type: taken from people who are contacts, and from anybody."""

    def __init__(self, built: city.City) -> None:
        self.rows = sql(
            "select i.name, i.pinyin, i.initials, i.id_number from bench_identity i join contacts_contact c "
            "using (person_id) where i.id_number <> '' order by i.id_number limit 4000"
        )
        random.Random(2).shuffle(self.rows)

    def texts(self) -> dict[str, list[str]]:
        some = self.rows[:200]
        return {
            "whole name": [row[0] for row in some], "surname only": [row[0][:1] for row in some],
            "pinyin": [row[1] for row in some], "beginning of pinyin": [row[1][:4] for row in some],
            "initials": [row[2] for row in some], "identity number": [row[3] for row in some],
            "name that nobody has": ["龘" + row[0] for row in some],
        }  # fmt: skip


def write_first(built: city.City) -> None:
    """A hundred people are registered and named as contacts through the story, right before the reads."""
    from ringfence.faces.clock import real_now
    from ringfence.ground.access import queries as access
    from ringfence.registry.people import actions as people
    from ringfence.response import positive_sample
    from ringfence.tracing.contacts.actions import ExposureTold

    by, now = access.user_named(username="wangfang"), real_now()
    cases = [
        row[0]
        for row in sql("select id from cases_case where area_id like '410702%' order by id desc limit 100")
    ]
    met = now - timedelta(days=1)
    told = ExposureTold(first_at=met, last_at=met, setting="MEAL_ENTERTAINMENT", place="noodle shop")
    for n, case_id in enumerate(cases):
        facts = people.PersonFacts(name=f"新人{n}", area_code="410702001016")
        person = people.register(facts=facts, by=by, now=now)
        positive_sample.name_contact(case_id=case_id, person_id=person.id, exposure=told, by=by, now=now)


def with_plain_way(report: Report, built: city.City, sought: Sought) -> None:
    """The queries alone, ours beside the plain ones: count everything and skip; text contained anywhere."""
    from ringfence.faces.paging import count_up_to, page_of
    from ringfence.registry.people import queries as people
    from ringfence.registry.people.models import Person
    from ringfence.tracing.contacts import queries as contacts
    from ringfence.tracing.contacts.models import Contact

    by, today = built.users["county"], built.now.date()
    inside = {"by": by, "outbreak_id": built.outbreak_id}

    def ours(_turn: int) -> None:
        found = contacts.listed(**inside)
        page_of(found, order=("-created_at", "-id"))
        count_up_to(found)

    def plain(turn: int) -> None:
        found = Contact.objects.filter(outbreak_id=built.outbreak_id, area__code__startswith="410702")
        found = found.select_related("person__identity", "case", "area").order_by("-created_at", "-id")
        last = found.count() // 50 * 50
        list(found[last * max(turn, 0) // PLAIN_REQUESTS :][:50])

    report.add("queries of one page of a county's list", timed(ours, times=20).p95, unit="ms p95",
               naive=timed(plain, times=PLAIN_REQUESTS).p95)  # fmt: skip
    for what, column, texts in (
        ("name", "name", [row[0] for row in sought.rows]),
        ("pinyin", "pinyin", [row[1] for row in sought.rows]),
    ):
        report.add(
            f"queries of a search by {what}",
            timed(lambda turn, texts=texts: people.search(text=texts[turn], by=by, on=today), times=20).p95, unit="ms p95",
            naive=timed(lambda turn, texts=texts, column=column: list(
                Person.objects.filter(id__in=in_clear(f"{column} ilike %s", f"%{texts[turn]}%"), area__code__startswith="410702")
                .select_related("identity", "area")[:50]), times=PLAIN_REQUESTS).p95,
        )  # fmt: skip
    numbers = [row[3] for row in sought.rows]
    report.add("queries of a search for a contact by identity number",
               timed(lambda turn: list(contacts.listed(**inside, text=numbers[turn])[:50]), times=20).p95,
               unit="ms p95", aim=NUMBER_AIM_MS)  # fmt: skip
    own = timed(lambda turn: people.search(text=numbers[turn], by=by, on=today), times=20)
    report.add("queries of a search by identity number", own.p95, unit="ms p95", aim=NUMBER_AIM_MS, p50=own.p50, cpu_p95=own.cpu_p95,
               naive=timed(lambda turn: list(Person.objects.filter(id__in=in_clear("id_number ilike %s", f"%{numbers[turn]}%"))
                                             .select_related("identity", "area")[:50]), times=PLAIN_REQUESTS).p95)  # fmt: skip


if __name__ == "__main__":
    main()
