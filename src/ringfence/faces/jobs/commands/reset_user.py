"""Somebody lost their password or second factor: a new first password, no factor, every session and key ended."""

import argparse
import secrets

from ringfence.faces import clock

from ..database import open_database, started
from ..inside import actor, add_user
from ..printing import CannotRun, Printer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", help="what the person signs in with")
    parser.add_argument(
        "--why", required=True, help="how the person was recognised, and what was lost; it is on record"
    )
    add_user(parser)


def run(options: argparse.Namespace) -> int:
    with started(open_database()):
        from ringfence.faces import resetting
        from ringfence.ground import acting
        from ringfence.ground.access import queries as staff

        by = actor(options)
        if not staff.is_user(username=options.username):
            raise CannotRun(f"There is no user {options.username}.")
        password = secrets.token_urlsafe(12)
        with acting.block(acting.as_user(by.id)):
            done = resetting.reset(
                username=options.username, password=password, why=options.why, by=by, now=clock.real_now()
            )
    told = {"username": options.username, "password": password, "factors": done.factors, "sessions": done.sessions,
            "keys": done.keys}  # fmt: skip
    lines = [
        f"{options.username} signs in with the password {password} and sets up a second factor anew.",
        f"{done.factors} factors taken away, {done.sessions} sessions and {done.keys} keys ended.",
    ]
    Printer(as_json=options.json).result(told, sentences=lines)
    return 0
