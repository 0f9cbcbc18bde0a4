"""Make a key with which a program acts as a user; the key is shown once."""

from __future__ import annotations

import argparse

from ..database import open_database, started
from ..printing import Printer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--user", required=True, help="user name of whoever the program acts as")
    parser.add_argument("--days", type=int, default=30, help="how long it lives, at most 90")
    parser.add_argument("--name", default="command line", help="what it is for")


def run(options: argparse.Namespace) -> None:
    from ringfence.faces import clock
    from ringfence.ground import acting
    from ringfence.ground.access import actions as access_actions
    from ringfence.ground.access import queries as access

    with started(open_database()):
        user = access.user_named(username=options.user)
        with acting.block(acting.as_user(user.id)):
            token, key = access_actions.make_token(
                by=user, name=options.name, days=options.days, now=clock.real_now()
            )
    Printer(as_json=options.json).result(
        {"key": key, "user": options.user, "expires_at": token.expires_at},
        sentences=[
            key,
            f"It acts as {options.user} until {token.expires_at:%Y-%m-%d}. Keep it now; it is not shown again.",
        ],
    )
