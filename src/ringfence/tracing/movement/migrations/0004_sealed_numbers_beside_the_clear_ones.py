"""First of four: room for sealed numbers and tokens, beside the clear numbers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("movement", "0003_second_ring_legacy_rule_and_visited_places")]

    operations = [
        migrations.AddField("pseudonym", "sealed", models.BinaryField(default=b""), preserve_default=False),
        migrations.AddField("pseudonym", "token", models.BinaryField(default=b""), preserve_default=False),
        migrations.AddField("lead", "token", models.BinaryField(default=b"")),
    ]
