"""Last of four: a dropped column's words stay in the table's file until it is written anew. Other programs must stand."""

from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("arrivals", "0004_no_traveller_in_clear")]

    operations = [migrations.RunSQL("vacuum full arrivals_traveller", migrations.RunSQL.noop)]
