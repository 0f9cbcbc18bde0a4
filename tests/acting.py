"""A test calls an action with `by`; in the product a request or a job of that name stands around it. Here it does, too.

Every public function of the actions and stories that takes `by` runs as whoever `by` is, under the application's role: what
the database does not let them do, fails the test.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any

import pytest

from ringfence.ground import acting
from ringfence.registry.citizens.actor import Stranger

CLOCK = acting.as_job("clock.tick")
OWN_TIME = {
    "ringfence.response.forgetting": acting.as_job("retention.sweep")
}  # modules with a job of their own
CHECKS = {"check_evidence": acting.as_job("orders.check"), "note_refused_writes": CLOCK}
LAID_BY_THE_OWNER = ("ringfence.ground.access.actions",)  # duties are given at the console
DOORS = {  # who has no account, a device or a traveller's form, by the room that it tells something
    "ringfence.registry.citizens": acting.as_job("door"),
    "ringfence.care.home_watch": acting.as_job("home_watch.device"),
    "ringfence.field.arrivals": acting.as_job("arrivals.form"),
}
ACTORS = ("by", "received_by")  # who acts, by the names that an action gives them


def deeds_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on to the end of the test."""
    for module in list(sys.modules.values()):
        name = getattr(module, "__name__", "")
        if name.startswith("ringfence.") and _holds_deeds(name) and name not in LAID_BY_THE_OWNER:
            for verb, function in _deeds(module):
                monkeypatch.setattr(module, verb, _held(function))


def _holds_deeds(name: str) -> bool:
    parts = name.split(".")
    return parts[1] == "response" or "actions" in parts[2:]


def _deeds(module: ModuleType) -> list[tuple[str, Callable[..., Any]]]:
    return [
        (verb, one) for verb, one in vars(module).items()
        if inspect.isfunction(one) and not verb.startswith("_") and one.__module__.startswith("ringfence.")
        and not hasattr(one, "_is_held") and not inspect.signature(one).parameters.keys().isdisjoint(ACTORS)
    ]  # fmt: skip


def _held(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def run(*args: Any, **told: Any) -> Any:
        if acting.current() is not None:
            return function(*args, **told)  # part of a deed that somebody began
        with acting.block(_identity(function, next((told[name] for name in ACTORS if name in told), None))):
            return function(*args, **told)

    run._is_held = True  # type: ignore[attr-defined]
    return run


def _identity(function: Callable[..., Any], by: Any) -> acting.Identity:
    if getattr(by, "username", "") == "ringfence":
        return CHECKS.get(function.__name__) or OWN_TIME.get(function.__module__, CLOCK)
    if hasattr(by, "username"):
        return acting.as_user(by.id)
    if not isinstance(by, Stranger):
        person = getattr(by, "person_id", None) or getattr(by, "id", None)
        return acting.as_person(person) if person else acting.NOBODY
    return next((job for room, job in DOORS.items() if function.__module__.startswith(room)), acting.NOBODY)
