"""The five domains, the competences, the first standard, the first consent notice."""

import csv
from datetime import date
from pathlib import Path

from django.db import migrations

COMPETENCES = Path(__file__).parents[1] / "data" / "competences.csv"
# Dzongkha names are drafts that await review
DOMAINS = (
    ("public-services", "Public services", "མི་མང་ཞབས་ཏོག", 75),
    ("banking", "Banking and payments", "དངུལ་ཁང་དང་དངུལ་སྤྲོད།", 75),
    ("video-calls", "Video calls", "བརྙན་འཕྲིན།", 75),
    ("social-media", "Social media", "མི་སྡེ་བརྡ་བརྒྱུད།", 75),
    ("online-safety", "Online safety", "གློག་ཐོག་ཉེན་སྲུང་།", 80),
)
BLUEPRINT = {"single": 5, "multiple": 1, "ordering": 1, "matching": 1}
NOTICE = """We keep your name, your date of birth, where you are registered and what you learn here. We keep your identity \
number only sealed, to make sure that nobody is counted twice.

Your coordinator and your trainer see how far you are. Nobody sees your answers in an examination. The country sees \
numbers, never names.

You may see all of it, have mistakes mended, and stop at any time. Ask your coordinator or any centre."""


def state(apps, schema_editor):
    Domain, Standard, Requirement, Competence, Notice = (
        apps.get_model("literacy", name)
        for name in ("Domain", "Standard", "StandardDomain", "Competence", "ConsentNotice")
    )
    with COMPETENCES.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            Competence.objects.create(
                framework=row["framework"],
                area=row["area"],
                code=row["code"],
                title=row["title"],
            )
    standard = Standard.objects.create(version="1", in_force_from=date(2024, 7, 12))
    for position, (key, name, name_dz, percent) in enumerate(DOMAINS, start=1):
        domain = Domain.objects.create(key=key, name=name, name_en=name, name_dz=name_dz, position=position)
        Requirement.objects.create(
            standard=standard, domain=domain, pass_percent=percent, minutes=20, retake_pause_days=1, blueprint=BLUEPRINT
        )
    Notice.objects.create(version="2026-1", text=NOTICE, text_en=NOTICE, in_force_from=date(2026, 1, 1))


def forget(apps, schema_editor):
    for name in ("ConsentNotice", "StandardDomain", "Standard", "Domain", "Competence"):
        apps.get_model("literacy", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("literacy", "0051_read_counts_with_what_is_pending")]
    operations = [migrations.RunPython(state, forget)]
