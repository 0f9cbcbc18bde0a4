"""Third of four: the clear columns go."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("arrivals", "0003_seal_who_travels")]

    operations = [migrations.RemoveField("traveller", one) for one in ("name", "phone", "address")]
