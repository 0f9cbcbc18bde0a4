"""The programs that the supervisor keeps running, as command lines."""

import os
import sys

from .addresses import LOOPBACK
from .supervisor import Child

PAGE_THREADS = 8  # a web process's threads for pages and the API; most of them wait for a commit
LIVE_THREADS = int(os.environ.get("RINGFENCE_LIVE_VIEWERS", "48"))  # and for viewers of the live stream
PARALLEL_JOBS = 2


def programs(*, host: str, port: int, workers: int) -> list[Child]:
    """Web server and worker."""
    shared = {
        "DJANGO_SETTINGS_MODULE": "ringfence.settings.base",
        "RINGFENCE_OWNER_URL": "",  # whoever serves pages never knows how the owner signs in
    }
    if host not in LOOPBACK and "RINGFENCE_HOSTS" not in os.environ:
        shared["RINGFENCE_HOSTS"] = "*"  # whoever opens it to a network reaches it under names we cannot know
    web = {"RINGFENCE_POOL": str(PAGE_THREADS), "RINGFENCE_LIVE_VIEWERS": str(LIVE_THREADS)}
    return [
        Child("The web server", _web(host=host, port=port, workers=workers), shared | web),
        Child("The worker", _worker(), shared),
    ]


def preparation(*, demo: bool) -> Child:
    """Tables and starting data."""
    return Child(
        "The preparation", [sys.executable, "-m", "ringfence", "prepare", *([] if demo else ["--no-demo"])]
    )


def warming() -> Child:
    """Compiles the exposure search while the first people sign in; ends by itself."""
    return Child("The warming", [sys.executable, "-m", "ringfence", "movement", "--json", "warm"], quiet=True)


def _web(*, host: str, port: int, workers: int) -> list[str]:
    threads = PAGE_THREADS + LIVE_THREADS
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(threads), "--backpressure", str(threads),
        "--workers-kill-timeout", "5", "--respawn-failed-workers", "--log-level", "error", "--no-ws",
        "ringfence.wsgi:application",
    ]  # fmt: skip


def _worker() -> list[str]:
    return [sys.executable, "-m", "ringfence", "worker", "--parallel", str(PARALLEL_JOBS)]
