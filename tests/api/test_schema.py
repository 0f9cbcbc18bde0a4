"""Every operation keeps what its document promises, whatever is sent: no defect, no undocumented answer."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import schemathesis
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ringfence.faces import clock
from ringfence.faces.api.reference import document
from ringfence.ground.access import ROLES
from ringfence.wsgi import application

from . import world

pytestmark = [pytest.mark.django_db]  # the mark has the database made; `here` fills it once
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance
]  # fmt: skip
BOUNDED = settings(
    deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip

schema = schemathesis.openapi.from_dict(deepcopy(document()))
schema.app = application


@pytest.fixture(scope="module")
def here(django_db_setup: None, django_db_blocker: Any) -> Iterator[world.World]:
    """One world for all operations: every call happens in a transaction that is taken back."""
    with world.taken_back(django_db_blocker):
        yield world.full(clock.real_now())


@schema.parametrize()
@settings(BOUNDED, max_examples=4)
def test_whatever_is_sent_gets_a_documented_answer(case: Any, here: world.World) -> None:
    """Asked by somebody who may do everything, about things that exist."""
    _call(case, here, ["EVERYBODY"])


@schema.parametrize()
@settings(BOUNDED, max_examples=1)
def test_every_role_gets_a_documented_answer(case: Any, here: world.World) -> None:
    _call(case, here, [*ROLES, "OUTSIDER"])


def _call(case: Any, here: world.World, roles: list[str]) -> None:
    parts = case.path_parameters or {}
    case.path_parameters = {name: str(here.ids.get(name, value)) for name, value in parts.items()}
    for role in ["VISITOR"] if "/my" in case.path else roles:
        headers = {"Authorization": f"Bearer {here.keys[role]}", "Accept-Language": "en"}
        with transaction.atomic():
            case.call_and_validate(headers=headers, checks=CHECKS)
            connection.check_constraints()
            transaction.set_rollback(True)
