"""Several workers run every test, and not one of those that share an address."""

from __future__ import annotations

import pytest

from tests import addresses, conftest
from tests.api import documented


def test_tests_that_share_an_address_are_refused_by_name() -> None:
    with pytest.raises(pytest.UsageError, match=r"::test_one \(2\)$"):
        addresses.insist_on_one_each(["tests/a.py::test_one", "tests/a.py::test_two", "tests/a.py::test_one"])


def test_what_pytest_collects_is_looked_through(request: pytest.FixtureRequest) -> None:
    assert request.config.pluginmanager.is_registered(conftest)
    with pytest.raises(pytest.UsageError):
        conftest.pytest_collection_modifyitems([request.node, request.node])


def test_every_operation_is_asked_at_an_address_of_its_own() -> None:
    named = documented.operations()
    assert len(named) == len(set(named)) > 240
