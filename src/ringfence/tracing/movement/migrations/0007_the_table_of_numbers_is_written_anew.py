"""Last of four: a dropped column's numbers stay in the table's file until it is written anew. Other programs must stand."""

from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("movement", "0006_no_number_in_clear")]

    operations = [migrations.RunSQL("vacuum full movement_pseudonym", migrations.RunSQL.noop)]
