"""Third of four: the clear columns go; index cards get the indexes by which people are found."""

import django.contrib.postgres.indexes
from django.db import migrations, models

CLEAR = ("name", "pinyin", "initials", "id_number", "phone", "address", "workplace", "occupation", "guardian")


class Migration(migrations.Migration):
    dependencies = [("people", "0003_seal_what_is_there")]

    operations = [
        migrations.RemoveConstraint("identity", "one_person_has_one_identity_number"),
        *[
            migrations.RemoveIndex("identity", f"identity_by_{one}")
            for one in ("name", "pinyin", "initials", "phone")
        ],
        *[migrations.RemoveField("identity", one) for one in CLEAR],
        migrations.AddIndex("indexcard", django.contrib.postgres.indexes.GinIndex(fields=["tokens"], name="index_card_by_name")),
        migrations.AddIndex("indexcard", models.Index(fields=["sound", "person"], name="index_card_by_sound")),
        migrations.AddIndex("indexcard", models.Index(fields=["phone"], name="index_card_by_phone", condition=~models.Q(phone=b""))),
        migrations.AddConstraint(
            "indexcard",
            models.UniqueConstraint(fields=["id_number"], condition=~models.Q(id_number=b""), name="one_person_has_one_identity_number"),
        ),
    ]  # fmt: skip
