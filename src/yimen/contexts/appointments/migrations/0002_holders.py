"""Adds those who hold places at a window, so that what each may hold is counted one booking after the other."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial"), ("appointments", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="HolderRow",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("account", models.UUIDField()),
                (
                    "centre",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.unitrow",
                    ),
                ),
            ],
            options={"db_table": "appointments_holder"},
        ),
        migrations.AddConstraint(
            model_name="holderrow",
            constraint=models.UniqueConstraint(fields=("centre", "account"), name="appointments_one_holder"),
        ),
    ]
