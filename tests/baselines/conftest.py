"""One world for all requests of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ringfence.faces import clock
from tests.api import world

from .asking import Asking


@pytest.fixture(scope="module")
def asking(django_db_setup: None, django_db_blocker: Any) -> Iterator[Asking]:
    with world.taken_back(django_db_blocker):
        yield Asking(world.full(clock.real_now()))
