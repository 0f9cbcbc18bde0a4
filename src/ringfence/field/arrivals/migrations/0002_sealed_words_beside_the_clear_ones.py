"""First of four: room for sealed words, beside the clear ones."""

from django.db import migrations, models

FIELDS = ("name", "phone", "address")


class Migration(migrations.Migration):
    dependencies = [("arrivals", "0001_initial")]

    operations = [
        migrations.AddField("traveller", f"sealed_{field}", models.BinaryField(default=b""))
        for field in FIELDS
    ]
