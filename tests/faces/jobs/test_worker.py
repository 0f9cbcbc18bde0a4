"""The worker: what waits is done, what a killed worker left half done is done again."""

import argparse
import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from ringfence.faces.jobs.commands import worker

pytestmark = pytest.mark.django_db(transaction=True)
ONCE = argparse.Namespace(parallel=1, grace=5, once=True, json=False)


@pytest.fixture
def job_id():
    task = app.configure_task("builtin:procrastinate.builtin_tasks.remove_old_jobs", allow_unknown=False)
    return task.defer(max_hours=1)


def status_of(job_id):
    with connection.cursor() as cursor:
        cursor.execute("select status::text from procrastinate_jobs where id = %s", [job_id])
        return cursor.fetchone()[0]


def left_by_a_killed_worker(job_id, *, silent_for):
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - %s::interval) returning id",
            [silent_for],
        )
        cursor.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = %s where id = %s",
            [cursor.fetchone()[0], job_id],
        )


def work_once():
    """In a thread of its own: the browser's driver keeps a loop running in the tests' thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_work_once).result()


def _work_once():
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        return asyncio.run(worker._work(worker_app, ONCE))


def test_a_waiting_job_is_done(job_id):
    assert work_once()
    assert status_of(job_id) == "succeeded"


def test_the_job_of_a_killed_worker_is_done_again(job_id):
    left_by_a_killed_worker(job_id, silent_for="1 minute")
    assert work_once()
    assert status_of(job_id) == "succeeded"


def test_the_job_of_a_living_worker_is_left_to_it(job_id):
    left_by_a_killed_worker(job_id, silent_for="1 second")
    assert work_once()
    assert status_of(job_id) == "doing"
