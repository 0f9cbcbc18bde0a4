"""Work off the jobs: imports, deliveries, the ticks of the clock. `ringfence up` starts one by itself."""

from __future__ import annotations

import argparse
import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from procrastinate import App

LOOK_FOR_LOST_JOBS_SECONDS = 15


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--parallel", type=int, default=2, help="jobs at the same time")
    parser.add_argument(
        "--grace", type=float, default=10, help="seconds a job may take to end when told to stop"
    )
    parser.add_argument("--once", action="store_true", help="end when no job is waiting")


def run(options: argparse.Namespace) -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        asyncio.run(_work(worker_app, options))


async def _work(app: App, options: argparse.Namespace) -> None:
    async with app.open_async():
        giving_back = asyncio.create_task(_give_back_lost_jobs(app))
        try:
            await app.run_worker_async(
                concurrency=options.parallel, wait=not options.once, shutdown_graceful_timeout=options.grace
            )
        finally:
            giving_back.cancel()
            with suppress(asyncio.CancelledError):
                await giving_back


async def _give_back_lost_jobs(app: App) -> None:
    """A job whose worker was killed is done again; every job can be done twice without harm."""
    while True:
        for job in await app.job_manager.get_stalled_jobs():
            await app.job_manager.retry_job(job)
        await asyncio.sleep(LOOK_FOR_LOST_JOBS_SECONDS)
