from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("literacy", "0060_state_the_standard")]
    operations = [
        migrations.AddField(
            "courseversion", "file_sha256", models.CharField(blank=True, editable=False, max_length=64)
        ),
    ]
