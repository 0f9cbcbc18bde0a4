"""Every story is told twice: as the code tells it, and as the database's own enforcer lets it be told (tests/acting.py)."""

from collections.abc import Iterator

import pytest

from tests.acting import deeds_are_held


@pytest.fixture(autouse=True)
def _held(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    deeds_are_held(monkeypatch)
    yield
