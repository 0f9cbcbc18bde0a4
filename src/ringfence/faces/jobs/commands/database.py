"""The database's two roles: prepare tables and policies as the owner, check how the application signs in, print its SQL."""

import argparse
import os
from importlib.resources import files

from psycopg import sql

from ringfence.settings.database import application, owner
from ringfence.settings.home import state_home

from ..database import open_database, started
from ..printing import Printer
from ..signing_in import insist_on_a_fit_role

NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=("prepare", "check", "sql"),
        help="prepare: lay tables, role and policies as the owner; check: may the application sign in so; "
        "sql: the statements that make its role, for an administrator",
    )  # fmt: skip
    parser.add_argument(
        "--demo", action="store_true", help="prepare: with demo staff and outbreaks to look at"
    )


def run(options: argparse.Namespace) -> int:
    return {"prepare": _prepare, "check": _check, "sql": _sql}[options.what](options)


def _prepare(options: argparse.Namespace) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ringfence.settings.owner")
    with started(open_database()):
        django.setup()
        from . import prepare

        prepare.run(argparse.Namespace(no_demo=not options.demo, json=options.json))
    return 0


def _check(options: argparse.Namespace) -> int:
    with started(open_database()) as found:
        role = insist_on_a_fit_role(found)
    Printer(as_json=options.json).result(
        {"role": role, "fit": True},
        sentences=[f"The application signs in as {role}; the policies of the rows hold it."],
    )
    return 0


def _sql(options: argparse.Namespace) -> int:
    named = {"role": application(state_home())["ROWS_ROLE"], "database": owner(state_home())["NAME"]}
    text = files("ringfence.faces.rows").joinpath("role.sql").read_text(encoding="utf-8")
    quoted = {name: sql.Identifier(value).as_string(None) for name, value in named.items()}
    Printer(as_json=options.json).result(
        {"sql": text.format(**quoted)} | named, sentences=[text.format(**quoted)]
    )
    return 0
