"""The identity vault: the same pages and searches with it and without it, in one run; registering, keys, the whole looked through.

    python -m bench.bench_vault [--people 1000000] [--cases 25000] [--contacts 100000] [--requests 40] [--home FOLDER] [--json]

"Without" is the product as it stood before: names, numbers and telephones in clear, in a table with the indexes of that
time; the pages are the same pages, and only the door to identities is exchanged. Both ways take turns, request by request.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from . import city, harness
from .bench_lists import CONTACTS, PEOPLE, Sought, opened
from .harness import Report, Timings, seconds, sql, timed

SEARCH_AIM_MS, LIST_AIM_MS, PAGE_AIM_MS = 100, 150, 3
NEW_PEOPLE = 5_000
TEXTS = (
    "whole name",
    "surname only",
    "pinyin",
    "beginning of pinyin",
    "initials",
    "identity number",
    "name that nobody has",
)


def main() -> None:
    wish = harness.arguments(__doc__, people=1_000_000, cases=25_000, contacts=100_000, requests=40)
    with harness.product(home=wish.home):
        built = city.build(people=wish.people, cases=wish.cases, contacts=wish.contacts)
        report = Report(f"Vault: {built.people:,} people, {wish.contacts:,} contacts")
        a_page_of_names(report)
        pages(report, built, wish.requests)
        registering(report, built)
        keys(report, built)
        sizes(report)
    report.print(as_json=wish.json)


def a_page_of_names(report: Report) -> None:
    """Fifty people with names and telephones, beside the same rows from the clear table."""
    from ringfence.registry.people.models import Identity

    ids = [row[0] for row in sql("select person_id from bench_identity order by random() limit 10000")]

    def ours(turn: int) -> None:
        for one in Identity.objects.filter(person_id__in=ids[50 * max(turn, 0) :][:50]):
            assert one.name and one.phone is not None

    def clear(turn: int) -> None:
        found = the_clear_model().objects.filter(person_id__in=ids[50 * max(turn, 0) :][:50])
        assert all(one.name for one in found)

    with_vault, without = in_turns(ours, clear, 150)
    told(report, "50 names and telephones, read and opened", with_vault, without)
    report.add("  of that the vault", with_vault.cpu_p50 - without.cpu_p50, unit="ms cpu", aim=PAGE_AIM_MS)


def pages(report: Report, built: city.City, requests: int) -> None:
    clients = {name: city.client_of(built.users[name]) for name in ("city", "county", "township")}
    sought = Sought(built).texts()
    asked = [("contact list", CONTACTS, [""], LIST_AIM_MS)]
    asked += [(f"{name} by {what}", page, sought[what], SEARCH_AIM_MS)
              for what in TEXTS for name, page in (("contacts", CONTACTS), ("people", PEOPLE))]  # fmt: skip
    for what, page, texts, aim in asked:
        for reader, client in clients.items():

            def ours(turn: int, texts: list[str] = texts, client: Any = client, page: str = page) -> None:
                opened(client, f"{page}?q={texts[turn % len(texts)]}")

            def clear(turn: int, ours: Callable[[int], None] = ours) -> None:
                with in_clear():
                    ours(turn)

            told(report, f"{what}, {reader}", *in_turns(ours, clear, requests), aim=aim)


def registering(report: Report, built: city.City) -> None:
    """Five thousand new people at once, as an import registers them; beside it the same rows without sealing."""
    from django.db import transaction

    from ringfence.faces.clock import real_now
    from ringfence.registry.people import actions, sealing

    draw = random.Random(3)

    def some() -> list[Any]:
        return [
            actions.PersonFacts(name="".join(draw.choices(city.GIVEN, k=3)), area_code="410702001016", phone=str(draw.random())[2:13])
            for _ in range(NEW_PEOPLE)
        ]  # fmt: skip

    def registered(keep: Any) -> tuple[float, float]:
        people = some()
        with patch.object(sealing, "keep", keep), transaction.atomic():
            spent = seconds(
                lambda: actions.register_many(people=people, by=built.users["data"], now=real_now())
            )
            transaction.set_rollback(True)
        return spent

    ours, clear = registered(sealing.keep), registered(kept_in_clear)
    report.add("people registered at once", NEW_PEOPLE / ours[0], unit="people/s", aim=500, at_least=True,
               per_cpu_second=NEW_PEOPLE / ours[1], without=NEW_PEOPLE / clear[0], ms_of_the_vault=1000 * (ours[1] - clear[1]) / NEW_PEOPLE)  # fmt: skip


def keys(report: Report, built: city.City) -> None:
    from ringfence.faces import vault
    from ringfence.faces.clock import real_now

    by = {"by": built.users["city"], "now": real_now()}
    wall, busy = seconds(lambda: vault.rotate(**by))
    report.add(
        "data keys wrapped anew",
        built.people / wall,
        unit="keys/s",
        per_cpu_second=built.people / busy,
        seconds=wall,
    )
    found: list[Any] = []
    wall, busy = seconds(lambda: found.append(vault.check(**by)))
    report.add("people looked through", found[0].people / wall, unit="people/s", per_cpu_second=found[0].people / busy,
               seconds=wall, faults=sum(found[0].counted.values()))  # fmt: skip


def sizes(report: Report) -> None:
    for table in ("people_identity", "people_indexcard", "identities_datakey", "bench_identity"):
        ((bytes_, rows),) = sql(
            "select pg_total_relation_size(%s::regclass), (select count(*) from people_person)", [table]
        )
        report.add(f"size of {table}", bytes_ / 2**20, unit="MiB", bytes_a_person=bytes_ / rows)


def told(report: Report, what: str, ours: Timings, clear: Timings, *, aim: float | None = None) -> None:
    report.add(what, ours.p95, unit="ms p95", aim=aim, p50=ours.p50, without_p95=clear.p95, cpu_p50=ours.cpu_p50,
               without_cpu_p50=clear.cpu_p50, ratio_cpu=round(ours.cpu_p50 / clear.cpu_p50, 2))  # fmt: skip


def in_turns(
    ours: Callable[[int], None], clear: Callable[[int], None], times: int
) -> tuple[Timings, Timings]:
    """One request each way, again and again: whoever else uses the machine hinders both."""
    with_vault, without = Timings([], []), Timings([], [])
    for turn in range(-2, times):
        for work, into in ((ours, with_vault), (clear, without)):
            one = timed(lambda _turn, work=work, turn=turn: work(max(turn, 0)), times=1, warm_up=0)
            if turn >= 0:
                into.milliseconds.extend(one.milliseconds)
                into.processor.extend(one.processor)
    return with_vault, without


_clear: list[Any] = []


def the_clear_model() -> Any:
    """The table of clear words as the product had it."""
    if not _clear:
        from django.db import models

        from ringfence.registry.people.models import Person

        class Clear(models.Model):
            person = models.OneToOneField(
                Person, on_delete=models.DO_NOTHING, primary_key=True, related_name="+"
            )
            name, pinyin, initials = models.CharField(), models.CharField(), models.CharField()
            id_number, phone, address = models.CharField(), models.CharField(), models.CharField()

            class Meta:
                app_label, managed, db_table = "people", False, "bench_identity"

        _clear.append(Clear)
    return _clear[0]


@contextmanager
def in_clear() -> Iterator[None]:
    """The product with its former door: searches look at clear words, and words are read as they stand."""
    from ringfence.registry.people import queries
    from ringfence.registry.people.models import Identity

    def readings(text: str) -> list[tuple[str, object]]:
        compact = text.replace(" ", "")
        if queries.re.fullmatch(r"\d{17}[\dXx]", compact):
            return [("id_number", compact.upper())]
        if queries._LATIN.match(text.lower()):
            key = queries.names.pinyin_key(text)
            return [("pinyin__startswith", key), *([("initials", key)] if len(key) <= 4 else [])]
        return [("name__startswith", text)]

    fields = {
        name: property(lambda _identity: "王某某") for name in ("name", "id_number", "phone", "address")
    }
    with (
        patch.object(queries, "IndexCard", the_clear_model()),
        patch.object(queries, "_readings", readings),
        patch.multiple(Identity, **fields),
    ):
        yield


def kept_in_clear(*, told: Any) -> None:
    """As identities were written before: one table, in clear, with its indexes."""
    from django.db import connection

    from ringfence.registry.people import names

    with (
        connection.cursor() as cursor,
        cursor.copy(
            "copy bench_identity (person_id, name, pinyin, initials, id_number, phone, address) from stdin"
        ) as copy,
    ):
        for one, words in told.items():
            name = words["name"]
            copy.write_row((one, name, names.pinyin_key(name), names.initials(name), words["id_number"] or str(uuid4()),
                            words["phone"], words["address"]))  # fmt: skip


if __name__ == "__main__":
    main()
