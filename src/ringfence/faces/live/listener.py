"""One connection that listens for all viewers of this process."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg

CHANNEL = "ringfence_live"
EVERYTHING = "everything"  # notices may have been lost: look at everything again
CLOSING = "closing"  # the server is about to stop
LONGEST_WAIT_SECONDS = 10.0
LOOK_SECONDS = 1.0  # how often it looks whether it was told to end

log = logging.getLogger(__name__)
Connect = Callable[[], "psycopg.Connection[Any]"]


@dataclass
class Viewer:
    """One open stream: the topics that changed since it was last told."""

    outbreak_id: str
    _topics: set[str] = field(default_factory=set)
    _told: threading.Condition = field(default_factory=threading.Condition)

    def tell(self, topic: str) -> None:
        """Note a topic; the same one twice is one."""
        with self._told:
            self._topics.add(topic)
            self._told.notify()

    def wait(self, *, seconds: float) -> list[str]:
        """The topics that changed, as soon as there is one; none when the time is over."""
        with self._told:
            self._told.wait_for(lambda: bool(self._topics), timeout=seconds)
            topics, self._topics = sorted(self._topics), set()
        return topics


class Listener:
    """Hears the database's notices in a thread of its own and hands them to the viewers."""

    def __init__(self, *, connect: Connect) -> None:
        self._connect = connect
        self._viewers: list[Viewer] = []
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()

    def close(self) -> None:
        """Listen no longer; the connection is given back."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join(timeout=LOOK_SECONDS + 1)

    @contextmanager
    def viewer(self, outbreak_id: str) -> Iterator[Viewer]:
        """Be told of changes in one outbreak for as long as the block lasts."""
        viewer = Viewer(outbreak_id)
        with self._lock:
            self._viewers.append(viewer)
            if self._thread is None:
                self._thread = threading.Thread(target=self._listen_for_ever, name="live", daemon=True)
                self._thread.start()
        try:
            yield viewer
        finally:
            with self._lock:
                self._viewers.remove(viewer)

    def hear(self, payload: str) -> None:
        """Hand one notice to the viewers of its outbreak; one that names none is for everybody."""
        try:
            said = json.loads(payload)
            topic, outbreak_id = str(said["topic"]), said.get("outbreak")
        except (ValueError, KeyError, TypeError):
            log.warning("A live notice that nobody understands: %.200s", payload)
            return
        with self._lock:
            viewers = list(self._viewers)
        for viewer in viewers:
            if outbreak_id in (None, viewer.outbreak_id):
                viewer.tell(topic)

    def _listen_for_ever(self) -> None:
        wait_seconds, was_deaf = 0.5, False
        while not self._closed.is_set():
            try:
                with self._connect() as connection:
                    connection.execute(f"listen {CHANNEL}")
                    if was_deaf:
                        self.hear(json.dumps({"topic": EVERYTHING}))
                    wait_seconds = 0.5
                    while not self._closed.is_set():
                        for notice in connection.notifies(timeout=LOOK_SECONDS):
                            self.hear(notice.payload)
            except psycopg.OperationalError as fault:
                log.warning("Live updates wait for the database: %s", str(fault).strip())
            was_deaf = True
            self._closed.wait(wait_seconds)
            wait_seconds = min(wait_seconds * 2, LONGEST_WAIT_SECONDS)
