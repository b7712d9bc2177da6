"""Census, election, news and old spellings of the places, from the project's own data file."""

import csv
from pathlib import Path

from django.db import migrations

from intelligent_bhutan.places.spelling import fold

SOURCE = Path(__file__).resolve().parent.parent / "data" / "aliases.csv"


def load(apps, schema_editor):
    with SOURCE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    database = schema_editor.connection.alias
    dzongkhags = dict(apps.get_model("places", "Dzongkhag").objects.using(database).values_list("code", "pk"))
    gewogs = dict(apps.get_model("places", "Gewog").objects.using(database).values_list("code", "pk"))
    Alias = apps.get_model("places", "Alias")
    Alias.objects.using(database).bulk_create(
        Alias(
            dzongkhag_id=dzongkhags[row["code"]] if row["kind"] == "dzongkhag" else None,
            gewog_id=gewogs[row["code"]] if row["kind"] != "dzongkhag" else None,
            name=row["alias"],
            folded=fold(row["alias"]),
            note=row["note"],
        )
        for row in rows
    )


def unload(apps, schema_editor):
    apps.get_model("places", "Alias").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("places", "0002_load_the_places")]
    operations = [migrations.RunPython(load, unload)]
