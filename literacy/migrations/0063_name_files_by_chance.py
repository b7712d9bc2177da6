"""Files of lessons get names by chance; how long a recording lasts was never shown."""

from django.db import migrations, models

from literacy.models.course import new_file_name


class Migration(migrations.Migration):
    dependencies = [("literacy", "0062_wait_to_be_checked")]

    operations = [
        *(
            migrations.AlterField("block", name, models.FileField(blank=True, null=null, upload_to=new_file_name))
            for name, null in (("captions", False), ("captions_dz", True), ("captions_en", True), ("file", False))
        ),
        migrations.AlterField("recording", "file", models.FileField(upload_to=new_file_name)),
        migrations.RemoveField("recording", "seconds"),
    ]
