"""Staff are entered on the command line: one role in one area, a password that is shown once."""

import json

import pytest
from django.test import Client
from tests import city as cities

from ringfence.faces.jobs.command_line import run_command
from ringfence.ground.access import Permission, may
from ringfence.ground.access import queries as staff
from ringfence.ground.alarms import queries as alarm_queries
from ringfence.ground.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
ZHAO = [
    "add-user",
    "zhao",
    "--name",
    "赵敏",
    "--role",
    "INVESTIGATOR",
    "--area",
    "410702",
    "--organisation",
    "红旗区疾控",
    "--json",
]


@pytest.fixture(autouse=True)
def city():
    return cities.build(rooms=1)


def test_a_new_investigator_can_sign_in_and_may_work_in_her_county_only(capsys):
    assert run_command(ZHAO) == 0
    given = json.loads(capsys.readouterr().out)
    zhao = staff.user_named(username="zhao")
    assert zhao.check_password(given["password"])
    assert may(zhao, Permission.CONTACT_WRITE, area_code="410702001")
    assert not may(zhao, Permission.CONTACT_WRITE, area_code="410783")
    told = {"login": "zhao", "password": given["password"]}
    assert Client().post("/accounts/login/", told).status_code == 302


def test_it_stands_in_the_audit_without_the_password(capsys):
    run_command(ZHAO)
    password = json.loads(capsys.readouterr().out)["password"]
    entry = AuditEntry.objects.get(action="user.add")
    assert entry.after["username"] == "zhao"
    assert password not in str(entry.after)


def test_a_name_that_is_taken_and_an_unknown_area_are_refused(capsys):
    run_command(ZHAO)
    assert run_command(ZHAO) == 1
    assert "already" in capsys.readouterr().err
    assert run_command([*ZHAO[:1], "qian", *ZHAO[2:7], "999999", *ZHAO[8:]]) == 1
    assert "999999" in capsys.readouterr().err


def test_a_duty_that_must_not_be_given_is_refused_on_record_and_rings(capsys):
    """Nobody of the command restricts people: whoever tries to give them that duty is seen."""
    told = [*ZHAO[:1], "sun", *ZHAO[2:9], "指挥部", "--organisation-kind", "COMMAND"]
    assert run_command(told) == 1
    assert "nobody there drafts or approves" in capsys.readouterr().err
    assert not staff.is_user(username="sun")
    entry = AuditEntry.objects.get(action="user.add_refused")
    assert (entry.after["username"], entry.after["role"]) == ("sun", "INVESTIGATOR")
    assert list(alarm_queries.about(subject=("user", "sun")).values_list("kind", "state")) == [
        ("ONE_OFFICE", "OPEN")
    ]
