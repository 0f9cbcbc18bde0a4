"""Third of four: the clear numbers go."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("movement", "0005_seal_the_numbers")]

    operations = [
        migrations.RemoveConstraint("pseudonym", "a_number_is_one_person"),
        migrations.RemoveField("pseudonym", "number"),
        migrations.AddConstraint(
            "pseudonym", models.UniqueConstraint(fields=["outbreak", "token"], name="a_number_is_one_person")
        ),
    ]
