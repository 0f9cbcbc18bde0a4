"""Bring the tables up to date and lay down the starting data; told twice, nothing changes."""

import argparse

from ringfence.settings.database import application, rows_are_held
from ringfence.settings.home import state_home

from ..preparing import Prepared, SignIn, fingerprint
from ..printing import CannotRun, Printer
from . import seed

AS_OWNER = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-demo", action="store_true", help="no demo staff and no outbreak to look at")


def run(options: argparse.Namespace) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    say = Printer(as_json=options.json)
    _insist_on_two_roles()
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


def _insist_on_two_roles() -> None:
    """Whoever lays the tables owns them, and no policy would hold them: the application signs in as somebody else."""
    from django.conf import settings
    from django.db import connection

    connection.ensure_connection()
    if rows_are_held() and connection.connection.info.user == settings.ROWS_ROLE:
        raise CannotRun(
            f"{settings.ROWS_ROLE} would own the tables, and no policy holds an owner. Name the owner in RINGFENCE_OWNER_URL "
            "and in DATABASE_URL a role of the application's own, such as ringfence_app: docs/how-to/run.md."
        )


def _lay_rows(say: Printer) -> None:
    """The database's own enforcer: its role and the policies of the rows."""
    import psycopg
    from django.conf import settings
    from django.db import connection

    from ringfence.faces.rows import laying

    role = settings.ROWS_ROLE
    connection.ensure_connection()
    try:
        laying.make_role(connection.connection, role=role, password=application(state_home())["PASSWORD"])
    except psycopg.errors.InsufficientPrivilege:
        if not rows_are_held():
            say.line(
                f"  rows: this database user may not create the role {role}; docs/how-to/run.md says how."
            )
            return
        raise CannotRun(
            f"The owner of the database may not make the role {role}. Let its administrator run what "
            "`ringfence database sql` prints, then start again."
        ) from None
    laying.lay(connection.connection, role=role)
    say.line(f"  rows: policies laid for {role}")


def _seed(options: argparse.Namespace) -> list[SignIn]:
    """Lay down the starting data; with demo people, hand back who can sign in."""
    seed.run(argparse.Namespace(no_demo=options.no_demo, json=False))
    return [] if options.no_demo else [SignIn(*one) for one in seed.sign_ins()]
