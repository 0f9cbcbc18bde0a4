"""`kill -9` in the middle: nothing acknowledged is lost, nothing is doubled, no step is half done."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from .plant import Plant, kill, wait_until

pytestmark = pytest.mark.slow
ROWS = 2500
ORDERS = 40


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    built = Plant.build(tmp_path_factory.mktemp("plant"))
    yield built
    built.remove()


@pytest.fixture(autouse=True)
def running(plant: Plant) -> None:
    plant.server.start()


def rows_done(plant: Plant, run: str) -> int:
    return int(plant.ask("select rows_done from linelists_importrun where id = %s", run)[0][0])


def in_the_middle(plant: Plant, run: str) -> subprocess.Popen[str]:
    """A worker that has imported some of the rows and not yet all."""
    worker = plant.worker()
    wait_until(lambda: rows_done(plant, run) > 0)
    assert rows_done(plant, run) < ROWS
    return worker


def finished_by_another_worker(plant: Plant, run: str) -> None:
    plant.heartbeats_are_old()
    worker = plant.worker()
    _, faults = worker.communicate(timeout=240)
    assert worker.returncode == 0, faults[-2000:]
    state, error = plant.ask("select state, error from linelists_importrun where id = %s", run)[0]
    assert (state, error) == ("DONE", "")


def every_row_is_one_case(plant: Plant, run: str) -> None:
    """Rows in = rows out, each created row has its one case, each case its one person and its source."""
    (counted,) = plant.ask("select rows_in, created, updated, unchanged, skipped, failed, rows_done "
                           "from linelists_importrun where id = %s", run)  # fmt: skip
    assert counted == (ROWS, ROWS, 0, 0, 0, 0, ROWS)
    (cases,) = plant.ask(
        "select count(*), count(distinct k.number), count(distinct k.person_id), count(i.person_id) "
        "from linelists_importrow r join cases_case k on k.id = r.case_id and k.number = r.case_number "
        "left join people_identity i on i.person_id = k.person_id where r.run_id = %s", run)  # fmt: skip
    assert cases == (ROWS, ROWS, ROWS, ROWS)
    (links,) = plant.ask("select count(*) from cases_candidatelink l join linelists_importrow r on r.case_id = l.case_id "
                         "where r.run_id = %s and l.source_kind = 'CASE'", run)  # fmt: skip
    assert links == (ROWS - 1,)
    (without_case,) = plant.ask("select count(*) from people_person p where not exists "
                                "(select from cases_case k where k.person_id = p.id) and not exists "
                                "(select from contacts_contact c where c.person_id = p.id)")  # fmt: skip
    assert without_case == (0,)


def test_an_import_whose_worker_is_killed_ends_with_every_row_once(plant: Plant) -> None:
    run = plant.do("upload", str(ROWS))["run"]
    kill(in_the_middle(plant, run))
    assert 0 < rows_done(plant, run) < ROWS
    finished_by_another_worker(plant, run)
    every_row_is_one_case(plant, run)


def test_an_import_whose_postgres_is_killed_ends_with_every_row_once(plant: Plant) -> None:
    run = plant.do("upload", str(ROWS))["run"]
    worker = in_the_middle(plant, run)
    seen = rows_done(plant, run)
    plant.kill_postgres()
    worker.communicate(timeout=120)
    plant.server.start()
    assert seen <= rows_done(plant, run) < ROWS
    finished_by_another_worker(plant, run)
    every_row_is_one_case(plant, run)


def approved_until(plant: Plant, orders: list[str], count: int) -> tuple[subprocess.Popen[str], list[str]]:
    """A process that approves; what it has acknowledged so far."""
    process = plant.start("approve", *orders)
    assert process.stdout is not None
    return process, [process.stdout.readline().strip('"\n') for _ in range(count)]


def no_order_is_half_approved(plant: Plant, orders: list[str], acknowledged: list[str]) -> None:
    """An order in force has its approver, its stay and its transfer; a draft has none of them."""
    found = plant.ask(
        "select o.id::text, o.state, o.approved_by_id is not null, "
        "(select count(*) from quarantine_stay s where s.order_id = o.id), "
        "(select count(*) from transfers_transfer t where t.order_id = o.id), "
        "(select count(*) from audit_auditentry a where a.subject_id = o.id::text and a.action = 'order.approve') "
        "from orders_order o where o.id = any(%s::uuid[])", orders)  # fmt: skip
    assert {row[1:] for row in found} <= {("IN_FORCE", True, 1, 1, 1), ("DRAFT", False, 0, 0, 0)}
    in_force = {row[0] for row in found if row[1] == "IN_FORCE"}
    assert set(acknowledged) <= in_force
    assert len(in_force) < len(orders), "the kill came too late to prove anything"


def test_approvals_while_postgres_is_killed_are_whole_or_not_there(plant: Plant) -> None:
    orders = plant.do("draft", str(ORDERS))["orders"]
    process, acknowledged = approved_until(plant, orders, 7)
    plant.kill_postgres()
    rest, _ = process.communicate(timeout=120)
    assert process.returncode != 0
    plant.server.start()
    no_order_is_half_approved(plant, orders, acknowledged + [line.strip('"') for line in rest.splitlines()])


def test_approvals_whose_process_is_killed_are_whole_or_not_there(plant: Plant) -> None:
    orders = plant.do("draft", str(ORDERS))["orders"]
    process, acknowledged = approved_until(plant, orders, 7)
    kill(process)
    no_order_is_half_approved(plant, orders, acknowledged)


def test_the_folder_of_the_killed_server_starts_again_by_itself(plant: Plant, tmp_path: Path) -> None:
    before = plant.ask("select count(*) from audit_auditentry")
    plant.kill_postgres()
    plant.server.start()
    assert plant.ask("select count(*) from audit_auditentry") == before
