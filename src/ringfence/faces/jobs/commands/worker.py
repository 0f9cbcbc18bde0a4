"""Work off the jobs: imports, deliveries, the ticks of the clock. `ringfence up` starts one by itself."""

from __future__ import annotations

import argparse
import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import psycopg

from ringfence.settings.database import driver_parameters

from ..printing import Printer

if TYPE_CHECKING:
    from procrastinate import App

LOOK_FOR_LOST_JOBS_SECONDS = 15


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--parallel", type=int, default=2, help="jobs at the same time")
    parser.add_argument(
        "--grace", type=float, default=10, help="seconds a job may take to end when told to stop"
    )
    parser.add_argument("--once", action="store_true", help="end when no job is waiting")


def run(options: argparse.Namespace) -> int:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector
    from procrastinate.exceptions import ConnectorException

    from ringfence.faces import memory

    memory.settle()
    assert isinstance(app.connector, DjangoConnector)
    ended_by_itself = False
    with (
        suppress(ConnectorException),
        app.replace_connector(app.connector.get_worker_connector()) as worker_app,
    ):
        ended_by_itself = asyncio.run(_work(worker_app, options))
    if not ended_by_itself:
        Printer(as_json=options.json).line("The worker lost the database.")
    return 0 if ended_by_itself else 1


async def _work(app: App, options: argparse.Namespace) -> bool:
    """Work until told to stop; False when the database went away, so that a fresh worker listens again."""
    async with app.open_async():
        await _give_back_lost_jobs(app)
        working = asyncio.create_task(
            app.run_worker_async(
                concurrency=options.parallel, wait=not options.once, shutdown_graceful_timeout=options.grace
            )
        )
        beside = [
            asyncio.create_task(_keep_giving_back(app)),
            asyncio.create_task(_until_the_database_ends()),
        ]
        await asyncio.wait([working, *beside], return_when=asyncio.FIRST_COMPLETED)
        ended_by_itself = working.done() and working.exception() is None
        for task in (working, *beside):
            task.cancel()
        await asyncio.gather(working, *beside, return_exceptions=True)
    return ended_by_itself


async def _keep_giving_back(app: App) -> None:
    while True:
        await asyncio.sleep(LOOK_FOR_LOST_JOBS_SECONDS)
        await _give_back_lost_jobs(app)


async def _give_back_lost_jobs(app: App) -> None:
    """A job whose worker was killed is done again; every job can be done twice without harm."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


async def _until_the_database_ends() -> None:
    """Wait on a connection of its own until the server closes it."""
    from django.db import connections

    parameters = driver_parameters(connections["default"].settings_dict)
    with suppress(psycopg.OperationalError):
        async with await psycopg.AsyncConnection.connect(**parameters, autocommit=True) as connection:
            async for _ in connection.notifies():
                pass
