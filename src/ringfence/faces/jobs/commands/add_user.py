"""Enter a member of staff with a role in an area; prints the first password."""

import argparse
import secrets

from ringfence.faces import clock
from ringfence.ground.access import ROLES
from ringfence.ground.access import actions as access
from ringfence.ground.access import queries as staff
from ringfence.ground.audit import actions as audit
from ringfence.registry.places import queries as places

from ..printing import CannotRun, Printer


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
    from django.db import transaction

    area = places.place(code=options.area)
    if staff.is_user(username=options.username):
        raise CannotRun(f"There is a user {options.username} already. Nothing was changed.")
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        house = access.seed_organisation(
            name=options.organisation, name_en="", kind=options.organisation_kind, area_code=area.code
        )
        user = access.seed_user(
            username=options.username, full_name=options.name, full_name_en="", organisation=house,
            password=password, roles=[(options.role, area.code)],
        )  # fmt: skip
        audit.record(
            by=staff.system_user(), action="user.add", subject=("user", user.id), now=clock.real_now(),
            after={"username": user.username, "role": options.role, "area": area.code},
        )  # fmt: skip
    Printer(as_json=options.json).result(
        {"username": user.username, "password": password, "role": options.role, "area": area.code},
        sentences=[f"{options.name} can sign in as {user.username} with the password {password}"],
    )
