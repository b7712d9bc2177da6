"""20 dzongkhags, 4 thromdes and 205 gewogs, from the project's own data file."""

import csv
from pathlib import Path

from django.db import migrations

SOURCE = Path(__file__).resolve().parent.parent / "data" / "bhutan_places.csv"


def load(apps, schema_editor):
    with SOURCE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    database = schema_editor.connection.alias
    Dzongkhag, Gewog = apps.get_model("places", "Dzongkhag"), apps.get_model("places", "Gewog")
    Dzongkhag.objects.using(database).bulk_create(
        Dzongkhag(code=row["code"], population=row["population"] or None, **names(row))
        for row in rows
        if row["level"] == "dzongkhag"
    )
    dzongkhags = {dzongkhag.code: dzongkhag for dzongkhag in Dzongkhag.objects.using(database)}
    Gewog.objects.using(database).bulk_create(
        Gewog(code=row["code"], kind=row["level"], dzongkhag=dzongkhags[row["parent_code"]], **names(row))
        for row in rows
        if row["level"] in {"gewog", "thromde"}
    )


def names(row):
    english, dzongkha = row["name_en"], row["name_dz"].rstrip("་") or None
    return {"name": english, "name_en": english, "name_dz": dzongkha}


def unload(apps, schema_editor):
    for model in ("Gewog", "Dzongkhag"):
        apps.get_model("places", model).objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("places", "0001_name_the_places")]
    operations = [migrations.RunPython(load, unload)]
