"""Second of four: numbers are sealed and leads told their tokens by the process that has the key, five thousand in a transaction.

Broken off, it goes on where it stood. Where there is no number, nobody is asked.
"""

from collections import defaultdict

from django.db import migrations, transaction

AT_ONCE = 5_000
NUMBERS = "select outbreak_id, id, person_id, number from movement_pseudonym where sealed = '' order by outbreak_id, id limit %s"
LEADS = """
    select s.outbreak_id, l.id, s.id, l.number from movement_lead l join movement_search s on s.id = l.search_id
    where l.token = '' and l.state <> 'DISMISSED' order by s.outbreak_id, s.id, l.id limit %s
"""
SEALED = """
    update movement_pseudonym kept set sealed = told.sealed, token = told.token
    from unnest(%s::uuid[], %s::bytea[], %s::bytea[]) told(id, sealed, token) where kept.id = told.id
"""
TOLD = """
    update movement_lead kept set token = told.token
    from unnest(%s::uuid[], %s::bytea[]) told(id, token) where kept.id = told.id
"""


def seal(apps, schema_editor):
    connection = schema_editor.connection
    while _some_numbers(connection):
        pass
    while _some_leads(connection):
        pass


def _some_numbers(connection):
    from ringfence.tracing.movement import keeping

    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(NUMBERS, [AT_ONCE])
        rows = cursor.fetchall()
        for outbreak_id, some in _grouped(rows):
            given = keeping.keep(outbreak_id=outbreak_id, numbers=[(row[2], row[3]) for row in some])
            cursor.execute(SEALED, [[row[1] for row in some], [one[0] for one in given], [one[1] for one in given]])
        return len(rows)


def _some_leads(connection):
    from ringfence.cores.pseudonyms import Purpose
    from ringfence.tracing.movement import keeping

    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(LEADS, [AT_ONCE])
        rows = cursor.fetchall()
        for outbreak_id, some in _grouped(rows):
            for search_id, leads in _grouped([(row[2], row[1], row[3]) for row in some]):
                tokens = keeping.tokens(outbreak_id=outbreak_id, numbers=[row[2] for row in leads], purpose=Purpose.LEADS,
                                        search_id=search_id, proof=None)
                cursor.execute(TOLD, [[row[1] for row in leads], tokens])
        return len(rows)


def _grouped(rows):
    found = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found.items()


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("movement", "0004_sealed_numbers_beside_the_clear_ones")]

    operations = [migrations.RunPython(seal)]
