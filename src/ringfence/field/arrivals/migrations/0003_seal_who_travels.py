"""Second of four: who stands in clear is sealed, two thousand in a transaction. Broken off, it goes on where it stood."""

import uuid

from django.db import migrations, transaction

from ringfence.cores import vault
from ringfence.registry.identities import keyfile

FIELDS = ("name", "phone", "address")
AT_ONCE = 2_000

NEXT = f"""
    select t.arrival_id, {", ".join(FIELDS)} from arrivals_traveller t
    where t.arrival_id > %s and not exists (select from identities_travellerkey k where k.arrival_id = t.arrival_id)
    order by t.arrival_id limit %s
"""
SEALED = f"""
    update arrivals_traveller kept set {", ".join(f"sealed_{one} = told.{one}" for one in FIELDS)}
    from unnest(%s::uuid[], {", ".join("%s::bytea[]" for _ in FIELDS)}) told(arrival_id, {", ".join(FIELDS)})
    where kept.arrival_id = told.arrival_id
"""


def seal(apps, schema_editor):
    last = uuid.UUID(int=0)
    while last := _some(schema_editor.connection, last):
        pass


def _some(connection, last):
    """One part; returns the last arrival of it, None when all are done."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(NEXT, [last, AT_ONCE])
        rows = cursor.fetchall()
        if not rows:
            return None
        ring = keyfile.ring()  # asks the database which file is the right one: not while a copy is open
        keys = {row[0]: vault.DataKey.new(person_id=row[0], number=uuid.uuid4()) for row in rows}
        columns = [[keys[row[0]].seal(field, row[place]) for row in rows] for place, field in enumerate(FIELDS, 1)]
        cursor.execute(SEALED, [[row[0] for row in rows], *columns])
        with cursor.copy("copy identities_travellerkey (arrival_id, number, kek, wrapped) from stdin") as copy:
            for arrival_id, key in keys.items():
                copy.write_row((arrival_id, key.number, *vault.wrap(key, ring=ring)))
        return rows[-1][0]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("arrivals", "0002_sealed_words_beside_the_clear_ones"), ("identities", "0002_keys_of_travellers")]

    operations = [migrations.RunPython(seal)]
