from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0020_let_people_back_in"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="user",
            name="people_phone_once",
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(condition=models.Q(("phone__isnull", False)), fields=["phone"], name="people_by_phone"),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                condition=models.Q(("phone_verified", True)), fields=("phone",), name="people_verified_phone_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("phone_verified", False), ("phone__isnull", False), _connector="OR"),
                name="people_verified_phone_is_there",
            ),
        ),
    ]
