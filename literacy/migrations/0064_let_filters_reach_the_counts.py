"""The view over margins with the same types in both parts: only then does PostgreSQL look for a dimension by the index."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("literacy.migrations.0051_read_counts_with_what_is_pending").MARGINS
AFTER = BEFORE.replace("v.dimension,", "v.dimension::varchar(10),").replace("v.value,", "v.value::varchar(20),")
DROP = "drop view literacy_margintally"


class Migration(migrations.Migration):
    dependencies = [("literacy", "0063_name_files_by_chance")]
    operations = [migrations.RunSQL([DROP, AFTER], [DROP, BEFORE])]
