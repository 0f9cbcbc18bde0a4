"""First of four: room for sealed words and index cards, beside the clear ones."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

FIELDS = ("name", "id_number", "phone", "address", "workplace", "occupation", "guardian")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="IndexCard",
            fields=[
                ("person", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="index_card", serialize=False, to="people.person")),
                ("tokens", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ("sound", models.BigIntegerField(blank=True, null=True)),
                ("id_number", models.BinaryField(default=b"")),
                ("phone", models.BinaryField(default=b"")),
            ],
        ),
        *[
            migrations.AddField("identity", f"sealed_{field}", models.BinaryField(default=b""))
            for field in FIELDS
        ],
    ]  # fmt: skip
