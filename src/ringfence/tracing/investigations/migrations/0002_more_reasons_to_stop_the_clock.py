from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('investigations', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='clockstop',
            name='why',
            field=models.CharField(choices=[('INTENSIVE_CARE', 'Patient in intensive care'), ('INTERPRETER', 'Waiting for an interpreter'), ('NO_PHONE', 'No telephone, being looked for'), ('REFUSED_TO_TALK', 'The patient refuses to talk'), ('OTHER', 'Another reason, written down')], max_length=20),
        ),
    ]
