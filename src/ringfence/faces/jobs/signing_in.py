"""How the application signs in: nothing starts under a role that the policies of the rows could not hold."""

from __future__ import annotations

from ringfence.faces.rows import laying
from ringfence.ground.acting.postgresql import fitness
from ringfence.settings.database import rows_are_held

from .database import Database
from .printing import CannotRun


def insist_on_a_fit_role(database: Database) -> str:
    """The role that the application signs in as. Raises CannotRun when it is unfit, or when the policies are not laid."""
    if not rows_are_held():
        return "the owner of its tables: RINGFENCE_ROWS=off, and no policy of the rows holds it"
    with database.application() as connection:
        sentence = fitness.why_unfit(connection)
        if sentence:
            raise CannotRun(sentence)
        role = str(connection.info.user)
        if not laying.is_laid(connection):
            raise CannotRun(
                f"The tables or the policies that hold {role} are not those of this version. Name the owner of the database in "
                "RINGFENCE_OWNER_URL and run `ringfence database prepare`."
            )
    return role
