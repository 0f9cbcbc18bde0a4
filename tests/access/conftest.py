"""One world for all requests of a file; whoever acts in it is held to the policies of the rows."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

from tests.baselines.conftest import asking

__all__ = ["asking", "held"]


@pytest.fixture(autouse=True)
def held() -> Iterator[None]:
    """As with RINGFENCE_ROWS=held: requests and jobs act under the application's own role."""
    before = connection.settings_dict.get("ROWS_ROLE", "")
    connection.settings_dict["ROWS_ROLE"] = settings.ROWS_ROLE
    yield
    connection.settings_dict["ROWS_ROLE"] = before
