"""Second of four: what stands in clear is sealed, two thousand people in a transaction. Broken off, it goes on where it stood."""

import uuid

from django.db import migrations, transaction

from ringfence.cores import vault
from ringfence.registry.identities import keyfile
from ringfence.registry.people import names

FIELDS = ("name", "id_number", "phone", "address", "workplace", "occupation", "guardian")
AT_ONCE, MASK = 2_000, "***"

NEXT = f"""
    select i.person_id, {", ".join(FIELDS)} from people_identity i
    where i.person_id > %s and not exists (select from people_indexcard c where c.person_id = i.person_id)
    order by i.person_id limit %s
"""
SEALED = f"""
    update people_identity kept set {", ".join(f"sealed_{one} = told.{one}" for one in FIELDS)}
    from unnest(%s::uuid[], {", ".join("%s::bytea[]" for _ in FIELDS)}) told(person_id, {", ".join(FIELDS)})
    where kept.person_id = told.person_id
"""


def seal(apps, schema_editor):
    last = uuid.UUID(int=0)
    while last := _some(schema_editor.connection, last):
        pass


def _some(connection, last):
    """One part; returns the last person of it, None when all are done."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(NEXT, [last, AT_ONCE])
        rows = cursor.fetchall()
        if not rows:
            return None
        sealed = [_sealed(row[0], dict(zip(FIELDS, row[1:], strict=True))) for row in rows]
        columns = [[words[field] for _, _, words, _ in sealed] for field in FIELDS]
        cursor.execute(SEALED, [[row[0] for row in rows], *columns])
        _copied(cursor, "identities_datakey (person_id, number, kek, wrapped)",
                [(person, key.number, *vault.wrap(key, ring=keyfile.ring())) for person, key, _, _ in sealed if key])
        _copied(cursor, "people_indexcard (person_id, tokens, sound, id_number, phone)",
                [(person, *card) for person, _, _, card in sealed])
        return rows[-1][0]


def _sealed(person, words):
    """(person, key, sealed words, card). Who was forgotten gets no key: the mask stays, and nobody finds it."""
    told = {field: text for field, text in words.items() if text and text != MASK}
    key = vault.DataKey.new(person_id=person, number=uuid.uuid4()) if told else None
    sealed = {field: MASK.encode() if words[field] == MASK else b"" for field in words}
    sealed |= {field: key.seal(field, text) for field, text in told.items()}
    return person, key, sealed, _card(told)


def _card(told):
    index, name = keyfile.index(), told.get("name", "")
    pinyin = names.pinyin_key(name)
    tokens = index.of_name(name=name, pinyin=pinyin, initials=names.initials(name))
    return tokens, index.sound(pinyin), index.id_number(told.get("id_number", "")), index.phone(told.get("phone", ""))


def _copied(cursor, table, rows):
    with cursor.copy(f"copy {table} from stdin") as copy:
        for row in rows:
            copy.write_row(row)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("people", "0002_sealed_words_beside_the_clear_ones"), ("identities", "0001_initial")]

    operations = [migrations.RunPython(seal)]
