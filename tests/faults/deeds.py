"""What the killed processes do: small programs on the product's own actions and stories.

Run as `python -m tests.faults.deeds DEED`. Whatever a program prints was acknowledged: it stands in the database.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django


def prepare() -> None:
    """Tables, the small city, one case."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from ringfence.faces.rows import laying
    from tests import city
    from tests.stories.telling import open_case

    call_command("migrate", interactive=False, verbosity=0)
    laying.lay(connection.connection, role=settings.ROWS_ROLE)
    built = city.build(rooms=200)
    case = open_case(built)
    say({"outbreak": str(built.outbreak.id), "case": str(case.id)})


def upload(rows: str) -> None:
    """A line list is uploaded, previewed and queued; its job waits for a worker."""
    from ringfence.faces.jobs.tasks import linelists as tasks
    from ringfence.ground.access import queries as access
    from ringfence.registry.outbreaks.models import Outbreak
    from ringfence.tracing.linelists import actions as linelists
    from tests.city import NOON

    outbreak, officer = Outbreak.objects.get(slug="xinxiang"), access.user_named(username="officer")
    Outbreak.objects.filter(id=outbreak.id).update(clock_set_to=NOON, clock_runs=False)
    told: dict[str, Any] = {"by": officer, "now": NOON}
    run = linelists.upload(
        outbreak_id=outbreak.id, file_name="list.csv", content=line_list(int(rows)), **told
    )
    linelists.preview(run_id=run.id, **told)
    linelists.queue(run_id=run.id, **told)
    tasks.run.defer(run_id=str(run.id), user_id=str(officer.id))
    say({"run": str(run.id)})


def line_list(rows: int) -> bytes:
    """New people; each after the first names the one before as a relative."""
    from ringfence.kernel import new_id

    mark = str(new_id())[-6:]
    lines = ["病例编号,姓名,性别,年龄,发病日期,报告日期,感染来源"]
    lines += [
        f"K{mark}-{n},陈{mark}{n},男,{20 + n % 60},2022-01-05,2022-01-07,{f'K{mark}-{n - 1}的家属' if n else '外地返回'}"
        for n in range(rows)
    ]
    return "\n".join(lines).encode()


def draft(orders: str) -> None:
    """Close contacts with drafted orders."""
    from ringfence.ground.access import queries as access
    from ringfence.registry.people import actions as people
    from ringfence.response import positive_sample
    from ringfence.tracing.cases.models import Case
    from tests.city import NOON, TOWNSHIP
    from tests.stories.telling import meal

    told: dict[str, Any] = {"by": access.user_named(username="investigator"), "now": NOON}
    case = Case.objects.get(number="XX-0001")
    drafted = []
    for _ in range(int(orders)):
        person = people.register(facts=people.PersonFacts(name="Wang", area_code=TOWNSHIP), **told)
        contact = positive_sample.name_contact(case_id=case.id, person_id=person.id, exposure=meal(), **told)
        _, order, _ = positive_sample.classify_contact(contact_id=contact.id, kind="CLOSE", why="", **told)
        drafted.append(str(order.id))  # type: ignore[union-attr]
    say({"orders": drafted})


def approve(*order_ids: str) -> None:
    """Approve one order after the other and say so after each."""
    from uuid import UUID

    from ringfence.ground.access import queries as access
    from ringfence.response import positive_sample
    from tests.city import NOON

    signer = access.user_named(username="epidemiologist")
    for order_id in order_ids:
        positive_sample.approve_order(order_id=UUID(order_id), by=signer, now=NOON)
        say(order_id)


def say(what: object) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201


if __name__ == "__main__":
    django.setup()
    globals()[sys.argv[1]](*sys.argv[2:])
