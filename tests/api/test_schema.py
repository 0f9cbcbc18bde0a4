"""Every operation keeps what its document promises, whatever is sent: no defect, no undocumented answer.

Asked by somebody who may do everything, about things that exist. That every single role gets a documented answer,
too, is seen where every role is asked anyway: tests/baselines/test_permissions.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis.generation.hypothesis.builder import HypothesisTestConfig, HypothesisTestMode, create_test

from ringfence.faces import clock

from . import documented, world

pytestmark = [pytest.mark.django_db]  # the mark has the database made; `here` fills it once
BOUNDED = settings(
    deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate], max_examples=4,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture(scope="module")
def here(django_db_setup: None, django_db_blocker: Any) -> Iterator[world.World]:
    """One world for all operations: every call happens in a transaction that is taken back."""
    with world.taken_back(django_db_blocker):
        yield world.full(clock.real_now())


@pytest.mark.parametrize("named", documented.operations())
def test_whatever_is_sent_gets_a_documented_answer(named: str, here: world.World) -> None:
    """What lies at the edges of its schema, and four bodies by chance.

    They are thought up here and not when tests are collected: that would cost every worker half a minute.
    """

    @BOUNDED
    def asked(case: Any) -> None:
        _call(case, here)

    config = HypothesisTestConfig(project=documented.schema.config, modes=list(HypothesisTestMode))
    create_test(operation=documented.operation(named), test_func=asked, config=config)()


def _call(case: Any, here: world.World) -> None:
    parts = case.path_parameters or {}
    case.path_parameters = {name: str(here.ids.get(name, value)) for name, value in parts.items()}
    key = here.keys["VISITOR" if "/my" in case.path else "EVERYBODY"]
    headers = {"Authorization": f"Bearer {key}", "Accept-Language": "en"}
    with transaction.atomic():
        answer = case.call_and_validate(headers=headers, checks=documented.CHECKS)
        if answer.status_code < 400:  # something may have been kept
            connection.check_constraints()
        transaction.set_rollback(True)
