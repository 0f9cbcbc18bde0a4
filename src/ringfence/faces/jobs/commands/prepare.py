"""Bring the tables up to date and lay down the starting data; told twice, nothing changes."""

import argparse

from ringfence.settings.home import state_home

from ..preparing import Prepared, SignIn, fingerprint
from ..printing import Printer
from . import seed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-demo", action="store_true", help="no demo staff and no outbreak to look at")


def run(options: argparse.Namespace) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    say = Printer(as_json=options.json)
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        say.line(f"  tables: {waiting} migrations")
        call_command("migrate", interactive=False, verbosity=0)
    _keys_are_there()
    _lay_rows(say)
    signs = _seed(options)
    code = "" if options.no_demo else seed.own_page_code()
    Prepared(fingerprint(demo=not options.no_demo), tuple(signs), code).write(state_home())
    say.result({"migrations": waiting, "sign_ins": len(signs)})


def _keys_are_there() -> None:
    """The key file is made at the first start; a start without the right one is refused with its sentence."""
    from ringfence.registry.identities import queries as identities

    identities.status()


def _lay_rows(say: Printer) -> None:
    """The database's own enforcer: its role and the policies of the rows."""
    import psycopg
    from django.conf import settings
    from django.db import connection

    from ringfence.faces.rows import laying

    connection.ensure_connection()
    try:
        laying.make_role(connection.connection, role=settings.ROWS_ROLE)
    except psycopg.errors.InsufficientPrivilege:
        say.line(
            f"  rows: this database user may not create the role {settings.ROWS_ROLE}; docs/how-to/run.md says how."
        )
        return
    laying.lay(connection.connection, role=settings.ROWS_ROLE)


def _seed(options: argparse.Namespace) -> list[SignIn]:
    """Lay down the starting data; with demo people, hand back who can sign in."""
    seed.run(argparse.Namespace(no_demo=options.no_demo, json=False))
    return [] if options.no_demo else [SignIn(*one) for one in seed.sign_ins()]
