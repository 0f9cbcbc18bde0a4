"""Enter a member of staff with a role in an area; prints the first password."""

import argparse
import getpass
import secrets

from ringfence.faces import clock, granting
from ringfence.ground.access import ROLES
from ringfence.ground.access import queries as staff
from ringfence.registry.places import queries as places

from ..printing import CannotRun, Printer

AS_OWNER = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", help="what the person signs in with")
    parser.add_argument("--name", required=True, help="full name")
    parser.add_argument("--role", required=True, choices=sorted(ROLES), help="what the person may do")
    parser.add_argument(
        "--area", required=True, help="code of the area where the role is held, such as 410702"
    )
    parser.add_argument(
        "--organisation", required=True, help="name of the organisation; a new one is entered"
    )
    parser.add_argument(
        "--organisation-kind", default="OTHER", help="for a new one: CDC, LABORATORY, SITE ..."
    )


def run(options: argparse.Namespace) -> None:
    area = places.place(code=options.area)
    if staff.is_user(username=options.username):
        raise CannotRun(f"There is a user {options.username} already. Nothing was changed.")
    password = secrets.token_urlsafe(12)
    duty = granting.Duty(
        options.username,
        options.name,
        options.role,
        area.code,
        options.organisation,
        options.organisation_kind,
    )
    user = granting.enter(
        duty=duty, password=password, typed_by=getpass.getuser(), by=staff.system_user(), now=clock.real_now()
    )
    Printer(as_json=options.json).result(
        {"username": user.username, "password": password, "role": options.role, "area": area.code},
        sentences=[f"{options.name} can sign in as {user.username} with the password {password}"],
    )
